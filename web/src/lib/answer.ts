import type { Refresh, RefreshError } from "./wire.ts";

/** `pending`: no answer yet. The others are the server's words (docs/protocol.md). */
export type Status = "pending" | "fresh" | "stale" | "refreshing" | "missing";

/**
 * What a hook tells of one key. `data` is undefined while there is no answer yet, null if nothing is known.
 * Times are ms UTC. `isLoading`: nothing to show and something on its way; `isRefreshing`: newer data is on its way,
 * or waits for its turn (`refresh.waitingFor`). `refetch()` asks BrickLink now, joining what is under way.
 */
export interface LiveAnswer<T> {
  readonly data: T | null | undefined;
  readonly status: Status;
  readonly isLoading: boolean;
  readonly isRefreshing: boolean;
  readonly error: RefreshError | null;
  readonly lastFetched: number | null;
  readonly staleAt: number | null;
  readonly refresh: Refresh | null;
  readonly refetch: () => void;
}
