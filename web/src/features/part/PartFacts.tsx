import type { Part } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { Changed } from "../../ui/Changed.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { facts } from "./facts.ts";
import classes from "./PartFacts.module.css";

/** What is known of a part, in two columns; unknown is said, never 0. */
export function PartFacts({ part }: { readonly part: Part }) {
  return (
    <>
      <dl className={classes.facts}>
        {facts(part).map(({ label, value }) => (
          <div key={label} className={classes.fact}>
            <dt>{label}</dt>
            <dd data-unknown={value === null || undefined}>
              <Changed value={value ?? texts.notKnown} label={label}>
                {value ?? texts.notKnown}
              </Changed>
            </dd>
          </div>
        ))}
      </dl>
      {part.isObsolete === true && <p className={classes.remark}>{texts.obsolete}</p>}
    </>
  );
}

/** In the size of what comes. */
export function PartFactsSkeleton() {
  return (
    <div className={classes.facts}>
      {Array.from({ length: 4 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: four equal placeholders
        <Skeleton key={index} width="60%" height={40} />
      ))}
    </div>
  );
}
