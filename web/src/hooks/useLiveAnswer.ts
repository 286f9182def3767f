import { useCallback, useMemo } from "react";
import type { LiveAnswer } from "../lib/answer.ts";
import type { Args, CatalogQuery, Held } from "../live/client.ts";
import { keyOf } from "../live/queries.ts";
import { type Answer, answerOf } from "./answerOf.ts";
import { useFreshbrick } from "./FreshbrickProvider.tsx";
import { useConnection } from "./useConnectionState.ts";

export interface LiveOptions {
  /**
   * Whether to ask BrickLink for what is missing or stale: true unless told. With false the hook only watches, as the
   * cards of a list do: from 300 ms after it was mounted, and no longer than it is.
   */
  readonly autoRefresh?: boolean;
  /** Wait so long before subscribing. */
  readonly delayMs?: number;
  /** Stay subscribed for so long after the last who watches has left. */
  readonly keepMs?: number;
}

/** How the options have a query watched. */
export function watching({ autoRefresh = true, ...given }: LiveOptions) {
  return autoRefresh ? { refresh: true, ...given } : { delayMs: 300, keepMs: 0, ...given };
}

/** What is held of a query as the hooks tell it, with a way to ask for more. */
export function useLiveAnswer<Q extends CatalogQuery, T>(
  query: Q,
  args: Args<Q> | null,
  held: Held<Answer<T>> | null,
): LiveAnswer<T> {
  const client = useFreshbrick();
  const { state } = useConnection();
  const key = args === null ? null : keyOf(query, args);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the arguments do
  const refetch = useCallback(() => {
    if (args !== null) client.refetch(query, args);
  }, [client, query, key]);
  return useMemo(() => ({ ...answerOf(held, state, client.now()), refetch }), [held, state, client, refetch]);
}
