import type { CSSProperties } from "react";
import { Skeleton } from "../../ui/Skeleton.tsx";
import classes from "./CardSkeleton.module.css";
import type { Grid } from "./grid.ts";

/** Room for a card that is on its way, in its exact size. */
export function CardSkeleton({
  kind,
  style,
}: {
  readonly kind: Grid["kind"];
  readonly style: CSSProperties;
}) {
  return (
    <li className={classes.place} style={style} aria-hidden="true">
      <span className={classes.card} data-kind={kind}>
        <span className={classes.picture}>
          <Skeleton height="100%" />
        </span>
        <span className={classes.words}>
          <Skeleton height={14} width="88%" />
          <Skeleton height={14} width="40%" />
        </span>
      </span>
    </li>
  );
}
