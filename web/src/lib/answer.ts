import type { Asked, LiveError, Refresh, RefreshError } from "./wire.ts";

/** `pending`: no answer yet. The others are the server's words (docs/protocol.md). */
export type Status = "pending" | "fresh" | "stale" | "refreshing" | "missing";

/**
 * What a hook tells of one key. `data` is undefined while there is no answer yet, null if nothing is known.
 * Times are ms UTC by the server's clock. `isLoading`: nothing to show and something on its way; `isRefreshing`: newer
 * data is on its way, or waits for its turn (`refresh.waitingFor`). `refetch()` asks BrickLink now, joining what is
 * under way.
 */
export interface LiveAnswer<T> {
  readonly data: T | null | undefined;
  readonly status: Status;
  readonly isLoading: boolean;
  readonly isRefreshing: boolean;
  /** The last failure since the last success. */
  readonly error: RefreshError | null;
  readonly lastFetched: number | null;
  readonly staleAt: number | null;
  readonly refresh: Refresh | null;
  readonly refetch: () => void;
  /** Why the server cannot serve this, now or at all, or would not take the page's ask: a bad part number, say. */
  readonly problem: LiveError | null;
  /** There is no connection: this is what was held when it was cut. */
  readonly isOffline: boolean;
  /** When this value came to the page. */
  readonly receivedAt: number | null;
  /** The newest refresh of this key that the page has seen, for `GET /api/outbox/{id}`. */
  readonly lastMessageId: number | null;
  /** What became of the page's last ask. */
  readonly asked: Asked | null;
}
