import { useState } from "react";
import { compare, formatCount, formatPrice } from "../../lib/money.ts";
import type { SoldMarket, SoldStep } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import classes from "./Chart.module.css";
import { ChartFrame, ChartSkeleton } from "./ChartFrame.tsx";
import { Key, PieceAxis, PLOT, Plot, PriceAxis } from "./Plot.tsx";
import { salesChart, type Week } from "./salesChart.ts";

interface SalesProps {
  readonly market: SoldMarket | null;
  readonly currency: string;
}

/** What was sold in each week: pieces as bars, the average per piece as a line. */
export function Sales({ market, currency }: SalesProps) {
  if (market === null) return <ChartSkeleton title={texts.sales} />;
  const { steps, fetchedAt } = market;
  const isEmpty = steps.length === 0;
  return (
    <ChartFrame
      title={texts.sales}
      inWords={isEmpty ? texts.noSales : inWords(steps, currency)}
      chart={isEmpty ? null : <SalesPlot steps={steps} until={fetchedAt} />}
      table={isEmpty ? null : <SalesTable steps={steps} />}
    />
  );
}

function SalesPlot({ steps, until }: { readonly steps: readonly SoldStep[]; readonly until: number }) {
  const [pointed, setPointed] = useState<Week | null>(null);
  const chart = salesChart(steps, until, PLOT);
  const point = (x: number | null) => {
    setPointed(
      x === null
        ? null
        : (chart.weeks.find((week) => x >= week.x && x <= week.x + week.width * 1.34) ?? null),
    );
  };
  return (
    <>
      <Plot onPoint={point}>
        <PriceAxis ticks={chart.priceTicks} />
        <PieceAxis ticks={chart.pieceTicks} />
        {chart.weeks.map((week) => (
          <rect
            key={week.week}
            className={classes.bar}
            data-pointed={week.week === pointed?.week || undefined}
            x={week.x}
            y={week.y}
            width={week.width}
            height={week.height}
          />
        ))}
        <path className={classes.price} d={chart.prices} />
        {chart.lonely.map(({ x, y }) => (
          <circle key={x} className={classes.dot} cx={x} cy={y} r={2} />
        ))}
        {chart.months.map(({ week, x }) => (
          <text key={week} className={classes.tick} x={x} y={PLOT.height + 16}>
            {month(week)}
          </text>
        ))}
      </Plot>
      <Key
        bar={texts.salesKey.pieces}
        line={texts.salesKey.price}
        pointed={pointed && weekInWords(pointed)}
      />
    </>
  );
}

function SalesTable({ steps }: { readonly steps: readonly SoldStep[] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{texts.week}</th>
          <th scope="col">{texts.weekSales}</th>
          <th scope="col">{texts.weekPieces}</th>
          <th scope="col">{texts.weekPrice}</th>
        </tr>
      </thead>
      <tbody>
        {steps.toReversed().map((step) => (
          <tr key={step.week}>
            <th scope="row">{day(step.week)}</th>
            <td>{formatCount(step.sales)}</td>
            <td>{formatCount(step.pieces)}</td>
            <td>{formatPrice(step.pieceAverage)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inWords(steps: readonly SoldStep[], currency: string): string {
  const prices = steps.map((step) => step.pieceAverage).toSorted(compare);
  const total = (counts: number[]) => formatCount(counts.reduce((sum, count) => sum + count, 0));
  return texts.salesInWords(
    total(steps.map((step) => step.pieces)),
    total(steps.map((step) => step.sales)),
    formatPrice(prices.at(0) ?? "0"),
    formatPrice(prices.at(-1) ?? "0"),
    currency,
  );
}

function weekInWords({ week, step }: Week): string {
  if (step === undefined) return texts.quietWeek(day(week));
  return texts.weekInWords(day(week), formatCount(step.pieces), formatPrice(step.pieceAverage));
}

function month(week: string): string {
  return new Date(week).toLocaleDateString("en", { month: "short", timeZone: "UTC" });
}

function day(week: string): string {
  return new Date(week).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}
