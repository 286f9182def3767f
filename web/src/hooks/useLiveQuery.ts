import type { LiveError } from "../lib/wire.ts";
import type { Args, QueryName, Value, WatchOptions } from "../live/client.ts";
import { useHeld } from "./useHeld.ts";

export interface LiveQuery<V> {
  readonly value: V | undefined;
  readonly error: LiveError | null;
  readonly isLoading: boolean;
}

/** Watch any query of the live protocol. `args` null watches nothing. Never asks BrickLink for anything. */
export function useLiveQuery<Q extends QueryName>(
  query: Q,
  args: Args<Q> | null,
  options: Pick<WatchOptions, "delayMs" | "keepMs"> = {},
): LiveQuery<Value<Q>> {
  const held = useHeld(query, args, options);
  if (held === null) return NOTHING;
  return { value: held.value, error: held.error, isLoading: held.value === undefined && held.error === null };
}

const NOTHING = { value: undefined, error: null, isLoading: false } as const;
