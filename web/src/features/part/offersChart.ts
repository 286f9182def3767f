import { scaleLinear } from "d3-scale";
import type { StockStep } from "../../lib/wire.ts";
import { type Size, type Tick, ticksOf } from "./salesChart.ts";

/** Of all pieces, the cheapest share whose prices the chart's height is made for. */
const SHOWN_SHARE = 0.95;

/** A step: as wide as it has pieces, as high as one of them costs; `cut` where it is higher than the chart. */
export interface Offer {
  readonly step: StockStep;
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly cut: boolean;
}

export interface OffersChart {
  readonly offers: readonly Offer[];
  /** Pieces beyond the chart's height. */
  readonly cutPieces: number;
  readonly pieceTicks: readonly Tick[];
  readonly priceTicks: readonly Tick[];
  /** Where the `mark` stands; null if there is none, or if it is higher than the chart. */
  readonly mark: number | null;
}

/**
 * Today's offers as steps, the cheapest first. A few dreamers would press all others flat, so the height ends at the
 * price up to which 95 % of the pieces are offered. `mark` is a price to compare with. Sizes in px.
 */
export function offersChart(
  steps: readonly StockStep[],
  mark: string | null,
  { width, height }: Size,
): OffersChart {
  const total = steps.reduce((sum, step) => sum + step.pieces, 0);
  const top = Math.max(shownPrice(steps, total), Number(mark ?? 0)) || 1;
  const across = scaleLinear([0, total || 1], [0, width]);
  const price = scaleLinear([0, top], [height, 0]).nice(2);
  const highest = price.domain()[1] ?? top;
  let before = 0;
  const offers = steps.map((step): Offer => {
    const x = across(before);
    before += step.pieces;
    const cut = Number(step.price) > highest;
    const y = cut ? 0 : price(Number(step.price));
    return { step, x, width: across(before) - x, y, height: height - y, cut };
  });
  return {
    offers,
    cutPieces: offers.reduce((sum, offer) => sum + (offer.cut ? offer.step.pieces : 0), 0),
    pieceTicks: ticksOf(across, 3),
    priceTicks: ticksOf(price, 2),
    mark: mark === null ? null : price(Number(mark)),
  };
}

function shownPrice(steps: readonly StockStep[], total: number): number {
  let pieces = 0;
  for (const step of steps) {
    pieces += step.pieces;
    if (pieces >= total * SHOWN_SHARE) return Number(step.price);
  }
  return 0;
}
