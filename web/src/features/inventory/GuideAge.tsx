import { span } from "../../lib/time.ts";
import { table as texts } from "../../texts/inventory.ts";
import { Icon } from "../../ui/Icon.tsx";
import classes from "./GuideAge.module.css";

export interface GuideAgeProps {
  /** ms UTC. */
  readonly fetchedAt: number;
  readonly now: number;
  /** The server's setting; null while it is not known. */
  readonly staleAfterMs: number | null;
}

const MINUTE = 60_000;

/** How old a guide is, and whether that is too old. */
export function GuideAge({ fetchedAt, now, staleAfterMs }: GuideAgeProps) {
  const age = now - fetchedAt;
  const words = age < MINUTE ? texts.justNow : span(age);
  if (staleAfterMs === null || age <= staleAfterMs) return words;
  return (
    <span className={classes.stale}>
      <Icon name="stale" size={12} /> {texts.stale(words)}
    </span>
  );
}
