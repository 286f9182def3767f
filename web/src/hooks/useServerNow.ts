import { useCallback } from "react";
import { useFreshbrick } from "../../hooks/FreshbrickProvider.tsx";
import { useNow } from "../../ui/useNow.ts";

/** The server's time in ms UTC, read again every so often (ms): what counts down must not depend on this clock. */
export function useServerNow(everyMs: number): number {
  const client = useFreshbrick();
  return useNow(
    everyMs,
    useCallback(() => client.now(), [client]),
  );
}
