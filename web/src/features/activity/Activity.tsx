import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import type { OutboxMessage } from "../../lib/wire.ts";
import { app } from "../../texts/app.ts";
import { Failure } from "../../ui/Failure.tsx";
import classes from "./Activity.module.css";
import { Calls } from "./Calls.tsx";
import { Health } from "./Health.tsx";
import { Next } from "./Next.tsx";
import { Now } from "./Now.tsx";
import { Outbox } from "./Outbox.tsx";

export interface ActivityProps {
  /** Whether this person may retry and discard. */
  readonly isOwner: boolean;
  /** Only messages in this state. */
  readonly state: OutboxMessage["status"] | null;
}

/** What Freshbrick asks of BrickLink: whether that works, what it costs, what is on the way and what waits. */
export function Activity({ isOwner, state }: ActivityProps) {
  const { value: status, error } = useLiveQuery("getStatus", {});
  return (
    <div className={classes.page}>
      <h1>{app.activity}</h1>
      {error && <Failure error={error} />}
      <Health status={status} />
      <Calls quota={status?.quota} />
      <div className={classes.halves}>
        <Now worker={status?.worker} />
        <Next status={status} />
      </div>
      <Outbox isOwner={isOwner} state={state} counts={status?.outbox} />
    </div>
  );
}
