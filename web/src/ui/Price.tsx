import { formatPrice } from "../lib/money.ts";
import { kit } from "../texts/states.ts";
import classes from "./Price.module.css";

export interface PriceProps {
  /** A decimal string; null where there is no market. */
  readonly value: string | null;
  /** Only where no column head or line above names it. */
  readonly currency?: string;
}

export function Price({ value, currency }: PriceProps) {
  if (value === null) return <span className={classes.none}>{kit.noPrice}</span>;
  return (
    <span className={classes.price}>
      {formatPrice(value)}
      {currency && ` ${currency}`}
    </span>
  );
}
