import { expect, test } from "vitest";
import type { SoldStep } from "../../lib/wire.ts";
import { salesChart, weeksUntil } from "./salesChart.ts";

const SIZE = { width: 400, height: 120 };
const WEDNESDAY = Date.UTC(2026, 7, 5, 13);

const sold = (week: string, pieces: number, pieceAverage: string): SoldStep => ({
  week,
  sales: 3,
  pieces,
  min: pieceAverage,
  pieceAverage,
  max: pieceAverage,
});

test("27 weeks, each by its Monday, the one that has begun the last", () => {
  const weeks = weeksUntil(WEDNESDAY);
  expect(weeks).toHaveLength(27);
  expect(weeks.at(-1)).toBe("2026-08-03");
  expect(weeks[0]).toBe("2026-02-02");
  expect(weeksUntil(Date.UTC(2026, 7, 3)).at(-1)).toBe("2026-08-03");
  expect(weeksUntil(Date.UTC(2026, 7, 3) - 1).at(-1)).toBe("2026-07-27");
});

test("a bar is as high as its pieces, and a week without sales has none", () => {
  const { weeks } = salesChart(
    [sold("2026-07-27", 50, "0.05"), sold("2026-08-03", 100, "0.10")],
    WEDNESDAY,
    SIZE,
  );
  expect(weeks.at(-1)?.height).toBe(120);
  expect(weeks.at(-2)?.height).toBe(60);
  expect(weeks.at(-3)).toMatchObject({ height: 0, step: undefined });
});

test("the line of the price breaks where nothing was sold, and a week alone becomes a dot", () => {
  const steps = [sold("2026-07-13", 5, "0.05"), sold("2026-07-27", 5, "0.05"), sold("2026-08-03", 5, "0.05")];
  const chart = salesChart(steps, WEDNESDAY, SIZE);
  expect(chart.lonely).toHaveLength(1);
  expect(chart.prices.match(/M/g)).toHaveLength(2);
});

test("nothing sold at all is an empty chart, not a broken one", () => {
  const chart = salesChart([], WEDNESDAY, SIZE);
  expect(chart.prices).toBe("");
  expect(JSON.stringify(chart)).not.toContain("null");
});

test("each month is named once, at its first week", () => {
  const months = salesChart([], WEDNESDAY, SIZE).months.map((month) => month.week.slice(0, 7));
  expect(months).toEqual(["2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08"]);
});
