import { Skeleton } from "../../ui/Skeleton.tsx";
import classes from "./GuideSkeleton.module.css";
import { FIGURES } from "./guideRows.ts";

/** In the size of the table and of the charts below it. */
export function GuideSkeleton() {
  return (
    <div className={classes.guide}>
      {FIGURES.map((figure) => (
        <div key={figure} className={classes.row}>
          <Skeleton height={12} />
        </div>
      ))}
      <div className={classes.chart}>
        <Skeleton height="100%" />
      </div>
      <div className={classes.chart}>
        <Skeleton height="100%" />
      </div>
    </div>
  );
}
