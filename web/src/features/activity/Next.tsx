import { useId } from "react";
import { useServerNow } from "../../hooks/useServerNow.ts";
import type { StatusReport } from "../../lib/wire.ts";
import { crons as cronTexts, next as texts } from "../../texts/activity.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import classes from "./Next.module.css";

const DRAIN = "drain_catalog_refresh_outbox";

/** What happens by the clock: the drain, then the other crons, the next one first. */
export function Next({ status }: { readonly status: StatusReport | undefined }) {
  const titleId = useId();
  const now = useServerNow(1_000);
  return (
    <section className={classes.next} aria-labelledby={titleId}>
      <h2 id={titleId}>{texts.title}</h2>
      {status ? (
        <ul className={classes.crons}>
          {soonest(status).map(({ name, lastAt, nextAt }) => (
            <li key={name}>
              <span className={classes.what}>{cronTexts[name] ?? name}</span>
              <span className={classes.due}>
                {texts.due(nextAt, now)}
                {name === DRAIN && `, ${texts.batch(status.drain.batch)}`}
              </span>
              <span className={classes.last}>{lastAt === null ? texts.never : texts.last(lastAt, now)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton height={184} />
      )}
    </section>
  );
}

/** The drain leads: it is what people wait for. */
function soonest({ crons }: StatusReport): StatusReport["crons"] {
  return crons.toSorted((one, other) => rank(one.name) - rank(other.name) || one.nextAt - other.nextAt);
}

function rank(name: string): number {
  return name === DRAIN ? 0 : 1;
}
