import { Button } from "@mantine/core";
import { useConnectionState } from "../hooks/useConnectionState.ts";
import { useLiveQuery } from "../hooks/useLiveQuery.ts";
import { useNow } from "../hooks/useNow.ts";
import { useServerNow } from "../hooks/useServerNow.ts";
import { clockTime } from "../lib/time.ts";
import { banner } from "../texts/app.ts";
import { words } from "../texts/states.ts";
import { upstreamNotice } from "../texts/upstream.ts";
import { Icon, type IconName } from "../ui/Icon.tsx";
import classes from "./Banner.module.css";
import { HowToFix } from "./HowToFix.tsx";

/** A connection that comes back within this time was never worth a word. */
const OFFLINE_MS = 3_000;

/** The row under the header: why figures stand still, and what to do. It has its room also while it is empty. */
export function Banner() {
  const { state, since, reason, retry } = useConnectionState();
  const now = useNow(state === "offline" ? 1_000 : 60_000);
  const isOffline = state === "offline" && now - since > OFFLINE_MS;
  return (
    <div className={classes.row} role="status">
      {isOffline ? (
        <Message
          tone="missing"
          icon="offline"
          word={words.offline}
          text={banner.offline(clockTime(since, now), reason)}
        >
          <Button size="compact-sm" variant="default" onClick={retry}>
            {banner.retry}
          </Button>
        </Message>
      ) : (
        <Upstream />
      )}
    </div>
  );
}

/** What is wrong between the server and BrickLink, if anything is. */
function Upstream() {
  const { value: status } = useLiveQuery("getStatus", {});
  const now = useServerNow(status?.upstream.state === "ok" ? 60_000 : 1_000);
  const notice = status ? upstreamNotice(status.upstream, now) : null;
  if (notice === null) return null;
  return (
    <Message tone="stale" icon="paused" word={notice.word} text={notice.why}>
      <HowToFix notice={notice} />
    </Message>
  );
}

interface MessageProps {
  readonly tone: "missing" | "stale";
  readonly icon: IconName;
  readonly word: string;
  readonly text: string;
  readonly children: React.ReactNode;
}

function Message({ tone, icon, word, text, children }: MessageProps) {
  return (
    <p className={classes.message} data-tone={tone} data-banner>
      <Icon name={icon} />
      <strong>{word}</strong>
      <span className={classes.text} title={text}>
        {text}
      </span>
      {children}
    </p>
  );
}
