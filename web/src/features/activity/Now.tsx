import { useId, useState } from "react";
import { useServerNow } from "../../hooks/useServerNow.ts";
import type { Worker } from "../../lib/wire.ts";
import { now as texts } from "../../texts/activity.ts";
import { EMPTY, reseat } from "./lanes.ts";
import classes from "./Now.module.css";
import { Subject } from "./Subject.tsx";

/** What is on the way to BrickLink at this moment, each in a lane of its own. */
export function Now({ worker }: { readonly worker: Worker | undefined }) {
  const titleId = useId();
  const now = useServerNow(1_000);
  const [lanes, setLanes] = useState(EMPTY);
  const inflight = worker?.inflight ?? [];
  const seated = reseat(
    lanes,
    inflight.map(({ messageId }) => messageId),
  );
  if (seated !== lanes) setLanes(seated);
  return (
    <section className={classes.now} aria-labelledby={titleId}>
      <h2 id={titleId}>{texts.title}</h2>
      <ol className={classes.lanes}>
        {seated.map((id, lane) => {
          const message = inflight.find(({ messageId }) => messageId === id);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its place
            <li key={lane} className={classes.lane} data-busy={message !== undefined || undefined}>
              {message ? (
                <>
                  <Subject message={message} />
                  <span>{texts.asking(message.calls, seconds(now - message.since))}</span>
                </>
              ) : (
                texts.free
              )}
            </li>
          );
        })}
      </ol>
      <p className={classes.note}>{texts.lanes}</p>
    </section>
  );
}

function seconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1_000));
}
