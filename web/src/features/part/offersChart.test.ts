import { expect, test } from "vitest";
import { offersChart } from "./offersChart.ts";

const SIZE = { width: 400, height: 100 };
const step = (price: string, pieces: number) => ({ price, pieces, lots: 1 });

test("a step is as wide as it has pieces, and they fill the width", () => {
  const { offers } = offersChart([step("0.05", 100), step("0.10", 300)], null, SIZE);
  expect(offers.map((offer) => [offer.x, offer.width])).toEqual([
    [0, 100],
    [100, 300],
  ]);
  expect(offers[0]?.height).toBe(50);
});

test("a dreamer's price is cut instead of pressing the others flat", () => {
  const chart = offersChart([step("0.05", 960), step("9.00", 40)], null, SIZE);
  expect(chart.offers[0]?.cut).toBe(false);
  expect(chart.offers[1]).toMatchObject({ cut: true, height: 100 });
  expect(chart.cutPieces).toBe(40);
});

test("the price to compare with is always in the chart", () => {
  expect(offersChart([step("0.05", 10)], "0.10", SIZE).mark).toBe(0);
  expect(offersChart([step("0.05", 10)], null, SIZE).mark).toBeNull();
});

test("without offers there is nothing to draw, and nothing breaks", () => {
  expect(offersChart([], null, SIZE).offers).toEqual([]);
});
