import { useCallback, useSyncExternalStore } from "react";
import type { Args, QueryName, Value, WatchOptions } from "../live/client.ts";
import type { Held } from "../live/held.ts";
import { keyOf } from "../live/queries.ts";
import { useFreshbrick } from "./FreshbrickProvider.tsx";

/** Watch a query for as long as the component is there, and give what is held of it; null where `args` are. */
export function useHeld<Q extends QueryName>(
  query: Q,
  args: Args<Q> | null,
  { refresh = false, delayMs = 0, keepMs }: WatchOptions = {},
): Held<Value<Q>> | null {
  const client = useFreshbrick();
  const key = args === null ? null : keyOf(query, args);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the arguments do
  const watch = useCallback(
    (changed: () => void) => {
      if (args === null) return () => {};
      const kept = keepMs === undefined ? {} : { keepMs };
      return client.watch(query, args, changed, { refresh, delayMs, ...kept });
    },
    [client, query, key, refresh, delayMs, keepMs],
  );
  const held = () => (args === null ? null : client.held(query, args));
  return useSyncExternalStore(watch, held, held);
}
