import { Link } from "@tanstack/react-router";
import { formatCount } from "../../lib/money.ts";
import type { OutboxCounts, OutboxMessage } from "../../lib/wire.ts";
import { states, outbox as texts } from "../../texts/activity.ts";
import classes from "./OutboxFilters.module.css";

const STATES = ["pending", "inflight", "failed", "succeeded"] as const;

export interface OutboxFiltersProps {
  readonly chosen: OutboxMessage["status"] | null;
  readonly counts: OutboxCounts | undefined;
}

/** Words with counts: what waits or is on the way now, what failed or was done in the last day. */
export function OutboxFilters({ chosen, counts }: OutboxFiltersProps) {
  const all = counts && STATES.reduce((sum, state) => sum + counts[state], 0);
  return (
    <nav className={classes.filters} aria-label={texts.filters}>
      <Filter state={null} isChosen={chosen === null} count={all} />
      {STATES.map((state) => (
        <Filter key={state} state={state} isChosen={chosen === state} count={counts?.[state]} />
      ))}
    </nav>
  );
}

interface FilterProps {
  readonly state: OutboxMessage["status"] | null;
  readonly isChosen: boolean;
  readonly count: number | undefined;
}

function Filter({ state, isChosen, count }: FilterProps) {
  return (
    <Link
      className={classes.filter}
      to="/activity"
      search={state === null ? {} : { state }}
      resetScroll={false}
      aria-current={isChosen ? "page" : undefined}
      activeProps={{}}
    >
      {state === null ? texts.all : states[state]}{" "}
      <span className={classes.count}>{count !== undefined && formatCount(count)}</span>
    </Link>
  );
}
