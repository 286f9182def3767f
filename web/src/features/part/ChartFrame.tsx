import { Button } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { part as texts } from "../../texts/part.ts";
import classes from "./Chart.module.css";

interface ChartFrameProps {
  readonly title: string;
  /** What the chart says, in a sentence. */
  readonly inWords: string;
  /** Null where there is nothing to draw: then the sentence stands alone. */
  readonly chart: ReactNode;
  readonly table: ReactNode;
}

/** A chart with its sentence; the same figures as a table at the press of a button. */
export function ChartFrame({ title, inWords, chart, table }: ChartFrameProps) {
  const [isTable, setTable] = useState(false);
  const titleId = useId();
  return (
    <section className={classes.frame} aria-labelledby={titleId}>
      <div className={classes.head}>
        <h4 id={titleId}>{title}</h4>
        {chart !== null && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-describedby={titleId}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? texts.showChart : texts.showTable}
          </Button>
        )}
      </div>
      <p className={classes.words}>{inWords}</p>
      {isTable ? table : chart}
    </section>
  );
}
