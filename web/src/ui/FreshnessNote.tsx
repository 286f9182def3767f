import { Button } from "@mantine/core";
import { buttons, kit, type Subject } from "../texts/states.ts";
import { BadgeMark } from "./Badge.tsx";
import { badgeOf, type Freshness } from "./badge.ts";
import classes from "./FreshnessNote.module.css";

export interface FreshnessNoteProps {
  readonly answer: Freshness;
  /** ms UTC. */
  readonly now: number;
  readonly subject: Subject;
  /** Without it there is no button. */
  readonly onRefresh?: (() => void) | undefined;
}

/** The badge, the sentence beside it and the button that belongs to that state. */
export function FreshnessNote({ answer, now, subject, onRefresh }: FreshnessNoteProps) {
  const facts = badgeOf(answer, now, subject);
  const isIdle = facts.button === null;
  const word = facts.button ?? buttons.refresh;
  return (
    <div className={classes.note}>
      <BadgeMark facts={facts} />
      <span className={classes.sentence}>{facts.sentence}</span>
      {onRefresh && (
        <Button
          size="compact-sm"
          variant="subtle"
          className={classes.button}
          aria-disabled={isIdle}
          aria-label={kit.refreshOf(word, subject.name)}
          onClick={() => {
            if (!isIdle) onRefresh();
          }}
        >
          {word}
        </Button>
      )}
    </div>
  );
}
