import { Button } from "@mantine/core";
import { useRef } from "react";
import type { OutboxMessage } from "../../lib/wire.ts";
import { priorities, sayings, states, subject, outbox as texts } from "../../texts/activity.ts";
import { why } from "../../texts/states.ts";
import type { Tone } from "../../ui/badge.ts";
import { Icon, type IconName } from "../../ui/Icon.tsx";
import { detail, goingOn, nextTry, triesMade } from "./message.ts";
import classes from "./OutboxRow.module.css";
import { Subject } from "./Subject.tsx";
import { useMessageActions, type Verb } from "./useMessageActions.ts";

const LOOKS: Record<OutboxMessage["status"], { readonly icon: IconName; readonly tone: Tone }> = {
  pending: { icon: "queued", tone: "refreshing" },
  inflight: { icon: "refreshing", tone: "refreshing" },
  succeeded: { icon: "fresh", tone: "fresh" },
  failed: { icon: "failed", tone: "error" },
};

export interface OutboxRowProps {
  readonly message: OutboxMessage;
  readonly color: string | undefined;
  /** It is no longer in the list. */
  readonly gone: boolean;
  readonly isOwner: boolean;
  /** ms UTC. */
  readonly now: number;
}

export function OutboxRow({ message, color, gone, isOwner, now }: OutboxRowProps) {
  const row = useRef<HTMLLIElement>(null);
  const { result, isBusy, act } = useMessageActions(message);
  const { icon, tone } = LOOKS[message.status];
  const name = subject(message, color);
  const said = detail(message);
  // The button may go away with what it does: the row keeps the focus.
  const press = (verb: Verb) => {
    row.current?.focus();
    act(verb);
  };
  const canRetry = isOwner && !gone && message.status === "failed";
  const canDiscard = isOwner && !gone && (message.status === "failed" || message.status === "pending");
  return (
    <li ref={row} className={classes.row} data-gone={gone || undefined} tabIndex={-1}>
      <div className={classes.what}>
        <Subject message={message} color={color} />
      </div>
      <div className={classes.why}>
        {why(message)} <span className={classes.priority}>{priorities[message.priority]}</span>
      </div>
      <div className={classes.state} data-tone={tone}>
        <Icon name={icon} turning={message.status === "inflight" && !gone} />
        <div>
          <span className={classes.word}>{states[message.status]}</span> · {goingOn(message, now)}
          {said && <p className={classes.detail}>{said}</p>}
        </div>
      </div>
      <div className={classes.tries} data-none={triesMade(message) === 0 || undefined}>
        <span className={classes.label}>{texts.heads.tries} </span>
        {sayings.tries(triesMade(message), message.maxAttempts)}
      </div>
      <div className={classes.next} data-none={nextTry(message, now) === sayings.none || undefined}>
        <span className={classes.label}>{texts.heads.next} </span>
        {nextTry(message, now)}
      </div>
      <div className={classes.actions}>
        {canRetry && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={isBusy}
            aria-label={texts.buttonFor(texts.retry, name)}
            onClick={() => press("retry")}
          >
            {texts.retry}
          </Button>
        )}
        {canDiscard && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            disabled={isBusy}
            aria-label={texts.buttonFor(texts.discard, name)}
            onClick={() => press("discard")}
          >
            {texts.discard}
          </Button>
        )}
      </div>
      {(result ?? (gone ? texts.gone : null)) && (
        <p className={classes.result} data-tone={result?.isFailure ? "error" : undefined}>
          {result?.says ?? texts.gone}
        </p>
      )}
    </li>
  );
}
