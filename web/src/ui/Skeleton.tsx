import classes from "./Skeleton.module.css";

export interface SkeletonProps {
  /** CSS lengths, or px: the exact size of what comes. */
  readonly width?: number | string;
  readonly height: number | string;
}

/** Room for what is on its way: always as large as that, and seen only when it takes longer than 150 ms. */
export function Skeleton({ width = "100%", height }: SkeletonProps) {
  return <span className={classes.skeleton} aria-hidden="true" style={{ width, height }} />;
}
