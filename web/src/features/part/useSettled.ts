import { useEffect, useState } from "react";

/**
 * The value once it has not changed for `ms`; the first one at once. Walking over a row of colors with the arrow keys
 * would else ask BrickLink for the price guide of each.
 */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
