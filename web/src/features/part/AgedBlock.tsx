import { type ReactNode, useCallback } from "react";
import { useFreshbrick } from "../../hooks/FreshbrickProvider.tsx";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { Subject } from "../../texts/states.ts";
import { Block } from "../../ui/Block.tsx";
import { tickOf } from "../../ui/badge.ts";
import { Failure } from "../../ui/Failure.tsx";
import { useNow } from "../../ui/useNow.ts";
import classes from "./PartDrawer.module.css";
import { useThrottled } from "./useThrottled.ts";

interface AgedBlockProps {
  readonly title: string;
  readonly answer: LiveAnswer<unknown>;
  readonly subject: Subject;
  readonly children: ReactNode;
}

/** A block of the drawer. Its age is read again each minute, each second while it counts down. */
export function AgedBlock({ title, answer, subject, children }: AgedBlockProps) {
  const client = useFreshbrick();
  const clock = useCallback(() => client.now(), [client]);
  const ticked = useNow(tickOf(answer, clock()), clock);
  // What has just come is never younger than the time that its age is read at.
  const now = Math.max(ticked, answer.receivedAt ?? 0);
  const note = useThrottled(answer);
  return (
    <Block title={title} answer={answer} now={now} subject={subject}>
      {note && <p className={classes.note}>{note}</p>}
      {answer.problem && <Failure error={answer.problem} />}
      {children}
    </Block>
  );
}
