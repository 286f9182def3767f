import { VisuallyHidden } from "@mantine/core";
import { formatCount, formatPrice } from "../../lib/money.ts";
import type { PriceGuide } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { Changed } from "../../ui/Changed.tsx";
import { type Cell, cell, FIGURES, MARKETS } from "./guideRows.ts";
import classes from "./PriceTable.module.css";

/** The four markets side by side: new and used, for sale now and sold; one line names currency, VAT and region. */
export function PriceTable({ guide, name }: { readonly guide: PriceGuide; readonly name: string }) {
  return (
    <>
      <table className={classes.table} aria-label={name}>
        <thead>
          <tr>
            <td />
            <th colSpan={2} scope="colgroup">
              {texts.condition.new}
            </th>
            <th colSpan={2} scope="colgroup">
              {texts.condition.used}
            </th>
          </tr>
          <tr>
            <td />
            {MARKETS.map((market) => (
              <th key={market} scope="col">
                {market.endsWith("Stock") ? texts.market.stock : texts.market.sold}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {FIGURES.map((figure) => (
            <tr key={figure} data-figure={figure}>
              <th scope="row">{texts.figure[figure]}</th>
              {MARKETS.map((market) => (
                <td key={market}>
                  <Figure cell={cell(guide[market], figure)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.terms}>
        {texts.terms(guide.currency, texts.vat[guide.vat], guide.region ?? texts.worldwide)}
      </p>
    </>
  );
}

function Figure({ cell }: { readonly cell: Cell }) {
  const shown = figureText(cell);
  return (
    <Changed value={cell.kind === "unknown" ? "" : shown}>
      {cell.kind === "unknown" ? (
        <span data-muted="true">
          <span aria-hidden="true">{shown}</span>
          <VisuallyHidden>{texts.unknownSpoken}</VisuallyHidden>
        </span>
      ) : (
        <span data-muted={cell.kind === "none" || undefined}>{shown}</span>
      )}
    </Changed>
  );
}

function figureText(cell: Cell): string {
  switch (cell.kind) {
    case "unknown":
      return texts.unknown;
    case "none":
      return texts.none;
    case "count":
      return formatCount(cell.count);
    case "price":
      return formatPrice(cell.price);
    default:
      throw cell satisfies never;
  }
}
