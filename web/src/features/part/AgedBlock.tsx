import type { ReactNode } from "react";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { Subject } from "../../texts/states.ts";
import { tickOf } from "../../ui/badge.ts";
import { Block } from "../../ui/Block.tsx";
import { useNow } from "../../ui/useNow.ts";
import classes from "./PartDrawer.module.css";
import type { Ask } from "./useAsk.ts";

interface AgedBlockProps {
  readonly title: string;
  readonly answer: LiveAnswer<unknown>;
  readonly subject: Subject;
  readonly ask: Ask;
  readonly children: ReactNode;
}

/** A block of the drawer: its age is read again each minute, each second while it counts down to the next try. */
export function AgedBlock({ title, answer, subject, ask, children }: AgedBlockProps) {
  const now = useNow(tickOf(answer, Date.now()));
  return (
    <Block title={title} answer={{ ...answer, refetch: ask.press }} now={now} subject={subject}>
      {ask.note && <p className={classes.note}>{ask.note}</p>}
      {children}
    </Block>
  );
}
