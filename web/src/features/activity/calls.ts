/** The calls of the last 24 hours in bars of equal width, summed from the ledger's slots of five minutes. */
import type { Slot } from "../../lib/wire.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Calls paid for from `at` on (ms UTC), by priority. */
export interface Bar {
  readonly at: number;
  readonly high: number;
  readonly normal: number;
  readonly low: number;
  readonly all: number;
}

/**
 * The day up to `now` (ms UTC) in bars of `width` ms, oldest first; the last one is still growing. The ledger counts a
 * little more than a day: what lies before the first bar is in it, so that the bars add up to what is used.
 */
export function bars(slots: readonly Slot[], now: number, width: number): Bar[] {
  const count = DAY / width;
  const first = Math.floor(now / width) * width - (count - 1) * width;
  const sums = Array.from({ length: count }, (_, index) => ({
    at: first + index * width,
    high: 0,
    normal: 0,
    low: 0,
    all: 0,
  }));
  for (const slot of slots) {
    const index = Math.floor((slot.at - first) / width);
    const sum = sums[Math.min(count - 1, Math.max(0, index))];
    if (sum === undefined) continue;
    sum.high += slot.high;
    sum.normal += slot.normal;
    sum.low += slot.low;
    sum.all += slot.high + slot.normal + slot.low;
  }
  return sums;
}

/** What was paid for up to then (ms UTC) counts no longer in an hour: a slot counts for a day and ten minutes. */
export function leavesUpTo(now: number): number {
  return now - DAY + HOUR - 10 * MINUTE;
}

/** All of these as one. */
export function total(of: readonly Slot[]): Omit<Bar, "at"> {
  const sum = (pick: (one: Slot) => number) => of.reduce((calls, one) => calls + pick(one), 0);
  const [high, normal, low] = [sum((one) => one.high), sum((one) => one.normal), sum((one) => one.low)];
  return { high, normal, low, all: high + normal + low };
}
