import { useState } from "react";
import { formatCount, formatPrice } from "../../lib/money.ts";
import type { StockMarket, StockStep } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import classes from "./Chart.module.css";
import { ChartFrame, ChartSkeleton } from "./ChartFrame.tsx";
import { type Offer, offersChart } from "./offersChart.ts";
import { Key, PLOT, Plot, PriceAxis } from "./Plot.tsx";

interface OffersProps {
  readonly market: StockMarket | null;
  /** What was paid for a piece on average; null if none was sold. */
  readonly mark: string | null;
  readonly currency: string;
}

/** What is offered today, the cheapest first: a step is as wide as its pieces and as high as its price. */
export function Offers({ market, mark, currency }: OffersProps) {
  if (market === null) return <ChartSkeleton title={texts.offers} />;
  const { steps, pieces, lots } = market;
  const [first, last] = [steps.at(0), steps.at(-1)];
  const isEmpty = first === undefined || last === undefined;
  return (
    <ChartFrame
      title={texts.offers}
      inWords={
        isEmpty
          ? texts.noOffers
          : texts.offersInWords(
              formatCount(pieces),
              formatCount(lots),
              formatPrice(first.price),
              formatPrice(last.price),
              currency,
            )
      }
      chart={isEmpty ? null : <OffersPlot steps={steps} mark={mark} highest={last.price} />}
      table={isEmpty ? null : <OffersTable steps={steps} />}
    />
  );
}

interface OffersPlotProps {
  readonly steps: readonly StockStep[];
  readonly mark: string | null;
  readonly highest: string;
}

function OffersPlot({ steps, mark, highest }: OffersPlotProps) {
  const [pointed, setPointed] = useState<Offer | null>(null);
  const chart = offersChart(steps, mark, PLOT);
  const point = (x: number | null) => {
    setPointed(
      x === null ? null : (chart.offers.find((offer) => x >= offer.x && x <= offer.x + offer.width) ?? null),
    );
  };
  return (
    <>
      <Plot onPoint={point}>
        <PriceAxis ticks={chart.priceTicks} />
        {chart.offers.map(({ step, x, y, width, height }) => (
          <rect
            key={step.price}
            className={classes.step}
            data-pointed={step.price === pointed?.step.price || undefined}
            x={x}
            y={y}
            width={Math.max(width, 0.5)}
            height={height}
          />
        ))}
        {chart.mark !== null && (
          <line className={classes.mark} x1={0} x2={PLOT.width} y1={chart.mark} y2={chart.mark} />
        )}
        {chart.pieceTicks.map(({ label, at }) => (
          <text key={label} className={classes.tick} x={at} y={PLOT.height + 16}>
            {label}
          </text>
        ))}
      </Plot>
      <Key
        bar={texts.offersKey.price}
        line={chart.mark === null ? null : texts.offersKey.mark}
        pointed={pointed && offerInWords(pointed.step)}
      />
      {chart.cutPieces > 0 && (
        <p className={classes.words}>{texts.cut(formatCount(chart.cutPieces), formatPrice(highest))}</p>
      )}
    </>
  );
}

function OffersTable({ steps }: { readonly steps: readonly StockStep[] }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{texts.offerPrice}</th>
          <th scope="col">{texts.offerPieces}</th>
          <th scope="col">{texts.offerLots}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.price}>
            <th scope="row">{formatPrice(step.price)}</th>
            <td>{formatCount(step.pieces)}</td>
            <td>{formatCount(step.lots)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function offerInWords({ pieces, price, lots }: StockStep): string {
  return texts.offerInWords(formatCount(pieces), formatPrice(price), texts.lots(formatCount(lots)));
}
