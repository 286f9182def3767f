import { type ReactNode, useId } from "react";
import type { Subject } from "../texts/states.ts";
import classes from "./Block.module.css";
import type { Freshness } from "./badge.ts";
import { FreshnessNote } from "./FreshnessNote.tsx";
import { ShelfLife } from "./ShelfLife.tsx";

export interface BlockProps {
  readonly title: string;
  readonly answer: Freshness & { readonly refetch?: () => void };
  /** ms UTC. */
  readonly now: number;
  readonly subject: Subject;
  readonly children: ReactNode;
  /** Stands at the right of the title. */
  readonly action?: ReactNode;
}

/** A titled piece of a page with an age of its own: badge, sentence and refresh button above, the line below. */
export function Block({ title, answer, now, subject, children, action }: BlockProps) {
  const titleId = useId();
  return (
    <section className={classes.block} aria-labelledby={titleId}>
      <div className={classes.head}>
        <h3 id={titleId}>{title}</h3>
        {action}
      </div>
      <FreshnessNote answer={answer} now={now} subject={subject} onRefresh={answer.refetch} />
      <div className={classes.body}>{children}</div>
      <ShelfLife answer={answer} now={now} />
    </section>
  );
}
