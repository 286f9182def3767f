import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compare,
  formatDifference,
  formatPrice,
  multiply,
  percentOver,
  subtract,
  sum,
  tenThousandths,
} from "./money.ts";

test.each([
  ["0.0525", "0.0525"],
  ["0.05", "0.0500"],
  ["0.05255", "0.0526"],
  ["0", "0.00"],
  ["1", "1.00"],
  ["1204.5", "1,204.50"],
  ["1.005", "1.01"],
  ["12345678.9", "12,345,678.90"],
  ["-0.5", "-0.5000"],
])("a price of %s is shown as %s", (value, shown) => {
  expect(formatPrice(value)).toBe(shown);
});

test.each([
  ["0.0700", "0.0800", "-12.5"],
  ["0.0800", "0.0800", "0.0"],
  ["0.0810", "0.0800", "1.3"],
  ["1", "3", "-66.7"],
  ["999999999.9999", "0.0001", "999999999999800.0"],
  ["0", "0.5", "-100.0"],
  ["0.5", "0", null],
])("%s over %s is %s percent", (price, other, percent) => {
  expect(percentOver(price, other)).toBe(percent);
});

test("prices are sorted by their ten-thousandths", () => {
  expect(tenThousandths("0.07")).toBe(700n);
  expect(tenThousandths("-12.5")).toBe(-125_000n);
});

test("a difference shows its sign", () => {
  expect(formatDifference("0.012")).toBe("+0.0120");
  expect(formatDifference("-0.004")).toBe("−0.0040");
  expect(formatDifference("0.000")).toBe("0.00");
});

test("what a float gets wrong is exact", () => {
  expect(sum(["0.1", "0.2"])).toBe("0.3");
  expect(multiply("0.0525", 18_230)).toBe("957.0750");
  expect(subtract("0.0712", "0.0681")).toBe("0.0031");
});

test("a number that is none says so", () => {
  expect(() => formatPrice("1,5")).toThrow('not a decimal number: "1,5"');
});

const price = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 4 }))
  .map(([units, places]) => (units / 10 ** places).toFixed(places));

test("taking away what was added leaves what was there", () => {
  fc.assert(
    fc.property(price, price, (a, b) => {
      expect(compare(subtract(sum([a, b]), b), a)).toBe(0);
    }),
  );
});

test("order is that of the numbers", () => {
  fc.assert(
    fc.property(price, price, (a, b) => {
      expect(Math.sign(compare(a, b))).toBe(Math.sign(Number(a) - Number(b)) + 0);
    }),
  );
});
