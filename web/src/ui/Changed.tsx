import { type ReactNode, useEffect, useState } from "react";
import { kit } from "../texts/states.ts";
import { useAnnounce } from "./Announcer.tsx";
import classes from "./Changed.module.css";

const SHOWN_MS = 20_000;

export interface ChangedProps {
  /** What is shown, as it is compared and as it is named afterwards: "was 0.0681". Empty where nothing is known. */
  readonly value: string;
  readonly children: ReactNode;
  /** With a label, the change is said once to those who do not see it: "Used, sold: average now 0.0712". */
  readonly label?: string;
}

interface Change {
  readonly value: string;
  readonly was: string | null;
  readonly number: number;
}

/**
 * Marks a value that changed while it was shown: its old self stays beside it for 20 s. Give it a key per thing
 * that it shows (a part, a color), so that turning to another one marks nothing; nor does a first value.
 */
export function Changed({ value, children, label }: ChangedProps) {
  const [change, setChange] = useState<Change>({ value, was: null, number: 0 });
  if (value !== change.value) {
    setChange({ value, was: change.value || null, number: change.number + 1 });
  }
  const { was, number } = change;
  const announce = useAnnounce();

  useEffect(() => {
    if (number === 0 || was === null) return;
    if (label) announce(kit.changed(label, value));
    const timer = setTimeout(() => setChange((now) => ({ ...now, was: null })), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [number, was, value, label, announce]);

  return (
    <span className={classes.changed}>
      {was !== null && <span className={classes.was}>{kit.was(was)}</span>}
      <span key={number} className={classes.value} data-changed={was !== null || undefined}>
        {children}
      </span>
    </span>
  );
}
