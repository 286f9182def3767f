import type { ReactNode } from "react";
import { useFreshbrick } from "../../hooks/FreshbrickProvider.tsx";
import { useServerNow } from "../../hooks/useServerNow.ts";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { Subject } from "../../texts/states.ts";
import { Block } from "../../ui/Block.tsx";
import { tickOf } from "../../ui/badge.ts";
import { Failure } from "../../ui/Failure.tsx";
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
  const ticked = useServerNow(tickOf(answer, client.now()));
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
