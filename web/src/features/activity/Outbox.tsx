import { useId } from "react";
import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import type { OutboxCounts, OutboxMessage } from "../../lib/wire.ts";
import { outbox as texts } from "../../texts/activity.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Failure } from "../../ui/Failure.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import classes from "./Outbox.module.css";
import { OutboxFilters } from "./OutboxFilters.tsx";
import { OutboxList } from "./OutboxList.tsx";

export interface OutboxProps {
  readonly isOwner: boolean;
  readonly state: OutboxMessage["status"] | null;
  readonly counts: OutboxCounts | undefined;
}

/** What was asked for, the newest first, and what became of it. */
export function Outbox({ isOwner, state, counts }: OutboxProps) {
  const titleId = useId();
  return (
    <section className={classes.outbox} aria-labelledby={titleId}>
      <h2 id={titleId}>{texts.title}</h2>
      <OutboxFilters chosen={state} counts={counts} />
      <Messages key={state} isOwner={isOwner} state={state} />
    </section>
  );
}

function Messages({ isOwner, state }: Pick<OutboxProps, "isOwner" | "state">) {
  const { value, error } = useLiveQuery("getOutbox", state === null ? {} : { status: state });
  return (
    <>
      {error && <Failure error={error} />}
      {value === undefined && !error && <Skeleton height={480} />}
      {value?.items.length === 0 && (
        <EmptyState title={texts.empty[state ?? "all"]}>{texts.emptyHint}</EmptyState>
      )}
      {value && value.items.length > 0 && <OutboxList messages={value.items} isOwner={isOwner} />}
    </>
  );
}
