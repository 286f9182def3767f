import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { PriceGuide } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import classes from "./Chart.module.css";
import { Offers } from "./Offers.tsx";
import { Sales } from "./Sales.tsx";

type Condition = "new" | "used";

/** Sales by week and today's offers, of new or of used pieces. */
export function Charts({ guide }: { readonly guide: PriceGuide }) {
  const [condition, setCondition] = useState<Condition>("used");
  const [sold, stock] =
    condition === "new" ? [guide.newSold, guide.newStock] : [guide.usedSold, guide.usedStock];
  return (
    <div className={classes.charts}>
      <SegmentedControl
        size="xs"
        aria-label={texts.charts}
        value={condition}
        onChange={setCondition}
        data={[
          { value: "new", label: texts.condition.new },
          { value: "used", label: texts.condition.used },
        ]}
      />
      <Sales market={sold} currency={guide.currency} />
      <Offers market={stock} mark={sold?.pieceAverage ?? null} currency={guide.currency} />
    </div>
  );
}
