import { Button } from "@mantine/core";
import { kit, type Subject } from "../texts/states.ts";
import { BadgeMark } from "./Badge.tsx";
import { badgeOf, type Freshness } from "./badge.ts";
import classes from "./FreshnessNote.module.css";

export interface FreshnessNoteProps {
  readonly answer: Freshness;
  /** ms UTC. */
  readonly now: number;
  readonly subject: Subject;
  /** Without it there is no button. */
  readonly onRefresh?: () => void;
}

/** The badge, the sentence beside it and the button that belongs to that state. */
export function FreshnessNote({ answer, now, subject, onRefresh }: FreshnessNoteProps) {
  const facts = badgeOf(answer, now, subject);
  return (
    <div className={classes.note}>
      <BadgeMark facts={facts} />
      <span className={classes.sentence}>{facts.sentence}</span>
      {onRefresh && (
        <Button
          size="compact-sm"
          variant="subtle"
          className={classes.button}
          data-idle={facts.button === null || undefined}
          disabled={facts.button === null}
          aria-label={kit.refreshOf(facts.button ?? facts.word, subject.name)}
          onClick={onRefresh}
        >
          {facts.button ?? ""}
        </Button>
      )}
    </div>
  );
}
