import { useCallback } from "react";
import { useFreshbrick } from "./FreshbrickProvider.tsx";
import { useNow } from "./useNow.ts";

/** The server's time in ms UTC, read again every so often (ms): what ages or counts down must not depend on this clock. */
export function useServerNow(everyMs = 60_000): number {
  const client = useFreshbrick();
  return useNow(
    everyMs,
    useCallback(() => client.now(), [client]),
  );
}
