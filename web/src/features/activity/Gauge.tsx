import { scaleLinear } from "d3-scale";
import type { Quota } from "../../lib/wire.ts";
import { quota as texts } from "../../texts/activity.ts";
import classes from "./Gauge.module.css";

export interface GaugeProps {
  readonly quota: Quota;
  /** Calls that count no longer in an hour. */
  readonly comingBack: number;
}

/** What is used of the quota, and the room that is left: behind the first mark for batches, behind the second for people. */
export function Gauge({ quota: { limit, used, remaining, reserved }, comingBack }: GaugeProps) {
  const share = scaleLinear([0, Math.max(1, limit)], [0, 100]).clamp(true);
  const marks = [
    { at: share(limit - reserved.low), says: texts.reservedLow },
    { at: share(limit - reserved.normal), says: texts.reservedNormal },
  ];
  return (
    <div>
      <p className={classes.figures}>
        <strong>{texts.left(remaining, limit)}</strong>
        <span>{texts.used(used)}</span>
        <span>{texts.comingBack(comingBack)}</span>
      </p>
      <div className={classes.gauge} role="img" aria-label={texts.gauge(used, limit)}>
        <div className={classes.used} style={{ width: `${share(used)}%` }} />
        <div className={classes.leaving} style={{ width: `${share(comingBack)}%` }} />
        {marks.map(({ at, says }) => (
          <div key={says} className={classes.mark} style={{ left: `${at}%` }} />
        ))}
      </div>
      <ul className={classes.marks}>
        {marks.map(({ at, says }) => (
          <li key={says} style={{ left: `${at}%` }}>
            {says}
          </li>
        ))}
      </ul>
    </div>
  );
}
