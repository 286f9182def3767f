import { useMemo, useSyncExternalStore } from "react";
import type { ConnectionState } from "../live/client.ts";
import { useFreshbrick } from "./FreshbrickProvider.tsx";

/** How the connection is, and `retry()` to try now. */
export function useConnectionState(): ConnectionState & { readonly retry: () => void } {
  const client = useFreshbrick();
  const state = useConnection();
  return useMemo(() => ({ ...state, retry: () => client.retry() }), [client, state]);
}

/** The same without `retry`. */
export function useConnection(): ConnectionState {
  const client = useFreshbrick();
  const watch = useMemo(() => (changed: () => void) => client.onConnection(changed), [client]);
  const state = () => client.connection;
  return useSyncExternalStore(watch, state, state);
}
