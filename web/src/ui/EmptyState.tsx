import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

export interface EmptyStateProps {
  readonly title: string;
  /** What to do about it: a sentence, a button. */
  readonly children?: ReactNode;
  /** It is all that the page shows, so its title is the page's. */
  readonly isPage?: boolean;
}

/** Where there is nothing: why, and what to do, on a faint grid of studs. */
export function EmptyState({ title, children, isPage = false }: EmptyStateProps) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div className={classes.empty}>
      <div className={classes.inside}>
        <Title>{title}</Title>
        {children}
      </div>
    </div>
  );
}
