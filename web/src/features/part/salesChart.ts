import { type ScaleLinear, scaleBand, scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { SoldStep } from "../../lib/wire.ts";

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** The weeks that BrickLink's six months touch, as the server counts them. */
export const WEEKS = 27;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A week's bar; `step` is undefined where nothing was sold. */
export interface Week {
  readonly week: string;
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly step: SoldStep | undefined;
}

/** A figure on an axis, and where it stands. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface SalesChart {
  readonly weeks: readonly Week[];
  /** The average per piece, an SVG path that breaks where nothing was sold. */
  readonly prices: string;
  /** Where the price of a week stands alone, so that the path cannot show it. */
  readonly lonely: readonly { readonly x: number; readonly y: number }[];
  readonly pieceTicks: readonly Tick[];
  readonly priceTicks: readonly Tick[];
  /** The first week of each month. */
  readonly months: readonly { readonly week: string; readonly x: number }[];
}

/** Sales by week up to that of `until` (ms UTC): pieces as bars, the average per piece as a line. Sizes in px. */
export function salesChart(steps: readonly SoldStep[], until: number, { width, height }: Size): SalesChart {
  const byWeek = new Map(steps.map((step) => [step.week, step]));
  const names = weeksUntil(until);
  const across = scaleBand(names, [0, width]).paddingInner(0.25);
  const pieces = scaleLinear([0, most(steps.map((step) => step.pieces))], [height, 0]).nice(2);
  const price = scaleLinear([0, most(steps.map((step) => Number(step.pieceAverage)))], [height, 0]).nice(2);
  const weeks = names.map((week): Week => {
    const step = byWeek.get(week);
    const y = pieces(step?.pieces ?? 0);
    return { week, x: across(week) ?? 0, width: across.bandwidth(), y, height: height - y, step };
  });
  const middle = (week: Week) => week.x + week.width / 2;
  const priceOf = (week: Week) => price(Number(week.step?.pieceAverage));
  const path = line(middle, priceOf).defined((week) => week.step !== undefined);
  return {
    weeks,
    prices: path(weeks) ?? "",
    lonely: weeks.filter(isLonely).map((week) => ({ x: middle(week), y: priceOf(week) })),
    pieceTicks: ticksOf(pieces, 2),
    priceTicks: ticksOf(price, 2),
    months: weeks.filter((week) => isFirstOfMonth(week.week)).map(({ week, x }) => ({ week, x })),
  };
}

/** The Mondays ("2026-08-03") of the last 27 weeks, that of `until` the last. */
export function weeksUntil(until: number): string[] {
  const monday = until - ((until + 3 * DAY) % WEEK);
  return Array.from({ length: WEEKS }, (_, index) =>
    new Date(monday - (WEEKS - 1 - index) * WEEK).toISOString().slice(0, 10),
  );
}

function isFirstOfMonth(week: string): boolean {
  return Number(week.slice(8)) <= 7;
}

function isLonely(week: Week, index: number, weeks: readonly Week[]): boolean {
  return (
    week.step !== undefined && weeks[index - 1]?.step === undefined && weeks[index + 1]?.step === undefined
  );
}

function most(values: readonly number[]): number {
  return Math.max(0, ...values) || 1;
}

/** About so many figures for an axis, all with as many decimals. */
export function ticksOf(scale: ScaleLinear<number, number>, about: number): Tick[] {
  const label = scale.tickFormat(about);
  return scale.ticks(about).map((value) => ({ label: label(value), at: scale(value) }));
}
