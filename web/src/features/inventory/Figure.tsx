import classes from "./Figure.module.css";

export interface FigureProps {
  readonly text: string;
  /** Room for so many digits behind the point. */
  readonly places?: 1 | 4;
}

/** A decimal number whose point stands below those of the figures above it. */
export function Figure({ text, places = 4 }: FigureProps) {
  const point = text.lastIndexOf(".");
  return (
    <span className={classes.figure}>
      {text.slice(0, point)}
      <span className={classes.decimals} data-places={places}>
        {text.slice(point)}
      </span>
    </span>
  );
}
