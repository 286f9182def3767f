import type { Subject } from "../texts/states.ts";
import classes from "./Badge.module.css";
import { type BadgeFacts, badgeOf, type Freshness } from "./badge.ts";
import { Icon } from "./Icon.tsx";

export interface BadgeProps {
  readonly answer: Freshness;
  /** ms UTC. */
  readonly now: number;
  readonly subject: Subject;
}

/** Icon and word of one state; the sentence is its title. */
export function Badge({ answer, now, subject }: BadgeProps) {
  return <BadgeMark facts={badgeOf(answer, now, subject)} />;
}

export function BadgeMark({ facts }: { readonly facts: BadgeFacts }) {
  const { kind, tone, word, sentence } = facts;
  return (
    <span className={classes.badge} data-tone={tone} data-state={kind} title={sentence || undefined}>
      {/* The key makes icon and word cross-fade whenever the state changes. */}
      <span key={kind} className={classes.inside}>
        <Icon name={kind} turning={kind === "refreshing"} />
        {word}
      </span>
    </span>
  );
}
