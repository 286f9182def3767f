import type { CSSProperties } from "react";
import classes from "./Figure.module.css";

export interface FigureProps {
  readonly text: string;
  /** As many digits behind the point as the longest figure of the column has. */
  readonly places?: number;
}

/** A decimal number whose point stands below those of the figures above it. */
export function Figure({ text, places = 4 }: FigureProps) {
  const decimals = /\.(\d+)/.exec(text)?.[1] ?? "";
  return (
    <span className={classes.figure} style={missingDigits(places - decimals.length)}>
      {text}
    </span>
  );
}

/** A digit is 1ch wide, as figures are tabular. */
function missingDigits(count: number): CSSProperties {
  return { "--missing-digits": `${count}ch` } as CSSProperties;
}
