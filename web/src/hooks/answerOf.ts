import type { LiveAnswer } from "../lib/answer.ts";
import { status } from "../lib/freshness.ts";
import type { Refresh } from "../lib/wire.ts";
import type { Freshness } from "../live/asking.ts";
import type { ConnectionState } from "../live/client.ts";
import { type Held, NOTHING } from "../live/held.ts";

export interface Answer<T> extends Freshness {
  readonly data: T | null;
}

/** What a hook tells of what is held, but for `refetch`: the whole truth table. Held is null where the key is. */
export function answerOf<T>(
  held: Held<Answer<T>> | null,
  connection: ConnectionState["state"],
  now: number, // the server's clock, ms UTC
): Omit<LiveAnswer<T>, "refetch"> {
  const { value, error: problem, receivedAt, lastMessageId, asked, asking } = held ?? NOTHING;
  const isOffline = connection === "offline" || connection === "signedOut";
  const page = { problem, isOffline, receivedAt, lastMessageId, asked };
  if (value === undefined) return { ...NO_ANSWER, isLoading: held !== null && problem === null, ...page };
  const { data, refresh, error, lastFetched, staleAt } = value;
  const isRefreshing = !isOffline && (refresh !== null || asking);
  return {
    data,
    status: statusAt(value, now),
    isLoading: isRefreshing && data === null && isMoving(refresh),
    isRefreshing,
    error,
    lastFetched,
    staleAt,
    refresh,
    ...page,
  };
}

const NO_ANSWER = {
  data: undefined,
  status: "pending",
  isRefreshing: false,
  error: null,
  lastFetched: null,
  staleAt: null,
  refresh: null,
} as const;

/** The server's word; but what was fresh turns stale by time alone, also while nobody can tell us. */
function statusAt({ data, status: told, refresh, staleAt }: Answer<unknown>, now: number) {
  return told === "fresh"
    ? status({ hasData: data !== null, refreshActive: refresh !== null, staleAt }, now)
    : told;
}

/** Whether it goes on by itself soon: what waits for the quota may wait for hours. */
function isMoving(refresh: Refresh | null): boolean {
  return refresh === null || refresh.waitingFor === null || refresh.waitingFor === "turn";
}
