import { type ReactNode, useState } from "react";
import classes from "./Fold.module.css";

interface FoldProps {
  readonly title: string;
  /** There only while it is open. */
  readonly children: ReactNode;
}

/** A block that is closed at first. */
export function Fold({ title, children }: FoldProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.fold} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h3>{title}</h3>
      </summary>
      {isOpen && <div className={classes.inside}>{children}</div>}
    </details>
  );
}
