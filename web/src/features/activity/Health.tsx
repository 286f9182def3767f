import { useConnectionState } from "../../hooks/useConnectionState.ts";
import { useServerNow } from "../../hooks/useServerNow.ts";
import type { StatusReport } from "../../lib/wire.ts";
import { health as texts } from "../../texts/activity.ts";
import { upstreamNotice } from "../../texts/upstream.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import classes from "./Health.module.css";

export interface HealthProps {
  readonly status: StatusReport | undefined;
}

/** First of all: whether BrickLink answers, and what to do if not. */
export function Health({ status }: HealthProps) {
  const now = useServerNow(1_000);
  const { state } = useConnectionState();
  if (status === undefined) return <Room />;
  const notice = upstreamNotice(status.upstream, now);
  const isUnmanned = !status.worker.alive && status.upstream.state !== "unconfigured";
  const isWell = notice === null && !isUnmanned;
  return (
    <div className={classes.health}>
      <p className={classes.sentence} data-tone={isWell ? "fresh" : "stale"}>
        <Icon name={isWell ? "fresh" : "paused"} />
        <span>
          {notice ? `${notice.why}.` : texts.answers(status.upstream.lastCallAt, now)} {queue(status)}
        </span>
      </p>
      {notice && (
        <p>
          {notice.remedy}
          {notice.command && (
            <>
              {" "}
              <code>{notice.command}</code>
            </>
          )}
          . {notice.next && `${notice.next}.`}
        </p>
      )}
      {isUnmanned && (
        <p>
          {texts.noWorker} <code>{texts.noWorkerCommand}</code>.
        </p>
      )}
      {state === "offline" && <p>{texts.offline}</p>}
    </div>
  );
}

/** As much as a sentence of a good day takes. */
function Room() {
  return (
    <div className={classes.room}>
      <Skeleton width="min(100%, 480px)" height={24} />
    </div>
  );
}

function queue({ outbox }: StatusReport): string {
  const moving = outbox.inflight === 0 ? "" : `${texts.inflight(outbox.inflight)} `;
  return moving + texts.waiting(outbox.pending);
}
