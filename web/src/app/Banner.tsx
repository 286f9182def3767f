import { Button } from "@mantine/core";
import { useConnectionState } from "../hooks/useConnectionState.ts";
import { useLiveQuery } from "../hooks/useLiveQuery.ts";
import { clockTime } from "../lib/time.ts";
import { banner } from "../texts/app.ts";
import { words } from "../texts/states.ts";
import { upstreamNotice } from "../texts/upstream.ts";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { useNow } from "../ui/useNow.ts";
import classes from "./Banner.module.css";
import { HowToFix } from "./HowToFix.tsx";

/** A connection that comes back within this time was never worth a word. */
const OFFLINE_MS = 3_000;

/** The row under the header: why figures stand still, and what to do. It has its room also while it is empty. */
export function Banner() {
  const connection = useConnectionState();
  const { value: status } = useLiveQuery("getStatus", {});
  const now = useNow(connection.state === "offline" || status?.upstream.state !== "ok" ? 1_000 : 60_000);
  const notice = status ? upstreamNotice(status.upstream, now) : null;
  const isOffline = connection.state === "offline" && now - connection.since > OFFLINE_MS;
  return (
    <div className={classes.row} role="status">
      {isOffline ? (
        <Message
          tone="missing"
          icon="offline"
          word={words.offline}
          text={banner.offline(clockTime(connection.since, now))}
        >
          <Button size="compact-sm" variant="default" onClick={connection.retry}>
            {banner.retry}
          </Button>
        </Message>
      ) : (
        notice && (
          <Message tone="stale" icon="paused" word={notice.word} text={notice.why}>
            <HowToFix notice={notice} />
          </Message>
        )
      )}
    </div>
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
