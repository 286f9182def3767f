import { useEffect, useState } from "react";

/** The time in ms UTC, read again every so often (ms) and when the page is looked at again. */
export function useNow(everyMs = 60_000, clock: () => number = Date.now): number {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const tick = () => setNow(clock());
    const timer = setInterval(tick, everyMs);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [everyMs, clock]);
  return now;
}
