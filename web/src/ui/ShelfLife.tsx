import { type Freshness, lifeLeft, lineOf } from "./badge.ts";
import classes from "./ShelfLife.module.css";

export interface ShelfLifeProps {
  readonly answer: Freshness;
  /** ms UTC. */
  readonly now: number;
}

/** The line on the lower edge of whatever has an age; decoration, the words beside it say the same. */
export function ShelfLife({ answer, now }: ShelfLifeProps) {
  const line = lineOf(answer);
  const left = line === "draining" ? lifeLeft(answer, now) : 1;
  return (
    <span className={classes.line} data-line={line} aria-hidden="true">
      <span key={line} className={classes.ink} style={{ transform: `scaleX(${left})` }} />
    </span>
  );
}
