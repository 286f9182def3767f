import fc from "fast-check";
import { expect, test } from "vitest";
import type { Slot } from "../../lib/wire.ts";
import { bars, DAY, HOUR, leavesUpTo, MINUTE, total } from "./calls.ts";

const NOW = Date.UTC(2026, 10, 25, 12, 7);

function slot(at: number, calls: Partial<Slot> = {}): Slot {
  return { at, high: 1, normal: 0, low: 0, ...calls };
}

test("a day is 144 bars of ten minutes, the last of them the one that is growing", () => {
  const day = bars([slot(NOW - 2 * MINUTE, { low: 4 })], NOW, 10 * MINUTE);
  expect(day).toHaveLength(144);
  expect(day.at(-1)).toEqual({ at: NOW - 7 * MINUTE, high: 1, normal: 0, low: 4, all: 5 });
});

test("whatever the width of the bars, they add up to what the ledger holds", () => {
  const ledger = fc.array(
    fc.record({
      at: fc.integer({ min: NOW - DAY - 10 * MINUTE, max: NOW + 5 * MINUTE }),
      high: fc.nat(9),
      normal: fc.nat(9),
      low: fc.nat(9),
    }),
  );
  fc.assert(
    fc.property(ledger, fc.constantFrom(10, 30, 60), (slots, minutes) => {
      const used = slots.reduce((sum, { high, normal, low }) => sum + high + normal + low, 0);
      expect(total(bars(slots, NOW, minutes * MINUTE)).all).toBe(used);
    }),
  );
});

test("what is said to come back within the hour counts no longer in an hour", () => {
  const width = 5 * MINUTE;
  const oldestThen = Math.floor((NOW + HOUR - DAY - width) / width) * width;
  const leaving = Math.floor(leavesUpTo(NOW) / width) * width;
  expect(leaving).toBeLessThan(oldestThen);
  expect(leaving).toBeGreaterThanOrEqual(oldestThen - 2 * width);
});
