import { Button } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { part as texts } from "../../texts/part.ts";
import classes from "./Chart.module.css";

interface ChartFrameProps {
  readonly title: string;
  /** What the chart says, in a sentence. */
  readonly inWords: string;
  readonly chart: ReactNode;
  /** Null where there is nothing to tell: then there is nothing to choose. */
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
        {table !== null && (
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

/** Of a market that is still to come: in the size of what comes. */
export function ChartSkeleton({ title }: { readonly title: string }) {
  return (
    <ChartFrame
      title={title}
      inWords={texts.marketToCome}
      chart={<div className={classes.toCome} />}
      table={null}
    />
  );
}
