import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

export interface EmptyStateProps {
  readonly title: string;
  /** What to do about it: a sentence, a button. */
  readonly children?: ReactNode;
}

/** Where there is nothing: why, and what to do, on a faint grid of studs. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <div className={classes.inside}>
        <h2>{title}</h2>
        {children}
      </div>
    </div>
  );
}
