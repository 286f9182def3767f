import { UnstyledButton } from "@mantine/core";
import { formatPrice } from "../../lib/money.ts";
import { ago } from "../../lib/time.ts";
import type { Lot } from "../../lib/wire.ts";
import { suggestion as texts } from "../../texts/inventory.ts";
import classes from "./PriceHint.module.css";
import type { PriceHint as Hint } from "./suggestion.ts";

export interface PriceHintProps {
  readonly hint: Hint;
  readonly condition: Lot["condition"];
  readonly price: string;
  readonly now: number;
  readonly onUse: (price: string) => void;
}

/** What the live price guide suggests, from which market and how old; one press takes it. */
export function PriceHint({ hint, condition, price, now, onUse }: PriceHintProps) {
  if (hint.kind !== "price") {
    return (
      <p className={classes.hint} data-kind={hint.kind}>
        {words(hint, condition)}
      </p>
    );
  }
  const { suggestion, isRefreshing } = hint;
  const inUse = price.trim() === suggestion.price;
  const shown = formatPrice(suggestion.price);
  return (
    <UnstyledButton
      className={classes.chip}
      data-moving={isRefreshing || undefined}
      aria-disabled={inUse}
      onClick={() => onUse(suggestion.price)}
    >
      <strong>{shown}</strong> · {texts[suggestion.source](condition)} ·{" "}
      {texts.fetched(ago(suggestion.fetchedAt, now))}
      {isRefreshing && ` · ${texts.refreshing}`} ·{" "}
      <span className={classes.use}>{inUse ? texts.used : texts.use}</span>
    </UnstyledButton>
  );
}

function words(hint: Exclude<Hint, { kind: "price" }>, condition: Lot["condition"]): string {
  switch (hint.kind) {
    case "nothing":
      return "";
    case "asking":
      return texts.asking(hint.callsDone, hint.callsTotal);
    case "waiting":
      return texts.waiting;
    case "noMarket":
      return texts.none(condition);
    case "failed":
      return texts.failed;
    default:
      return hint satisfies never;
  }
}
