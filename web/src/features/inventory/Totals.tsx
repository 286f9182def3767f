import { Fragment } from "react";
import { formatPrice } from "../../lib/money.ts";
import type { Totals as TotalsOf } from "../../lib/wire.ts";
import { totalsParts } from "../../texts/inventory.ts";
import { Changed } from "../../ui/Changed.tsx";
import classes from "./Totals.module.css";

/** What all lots are worth, in one sentence; its room is there before it is. */
export function Totals({ totals }: { readonly totals: TotalsOf | null }) {
  const parts = totals ? totalsParts(totals, formatPrice(totals.yours), formatPrice(totals.market)) : [];
  return (
    <p className={classes.totals}>
      {parts.map(({ id, before, figure, after }, index) => (
        <Fragment key={id}>
          {index > 0 && ", "}
          {before}
          <Changed value={figure}>
            <strong>{figure}</strong>
          </Changed>
          {after}
        </Fragment>
      ))}
    </p>
  );
}
