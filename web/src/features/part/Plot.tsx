import type { PointerEvent, ReactNode } from "react";
import classes from "./Chart.module.css";
import type { Tick } from "./salesChart.ts";

/** The drawing's own px, without its axes: it grows and shrinks with the page. */
export const PLOT = { width: 336, height: 112 };

const SIDE = 40;
const TOP = 8;
const BELOW = 24;

interface PlotProps {
  readonly children: ReactNode;
  /** `x` in the drawing's px; null where the pointer has left. */
  readonly onPoint: (x: number | null) => void;
}

/** Where a chart is drawn; decoration, as a sentence and a table say the same. */
export function Plot({ children, onPoint }: PlotProps) {
  const move = (event: PointerEvent<SVGRectElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onPoint(((event.clientX - left) / width) * PLOT.width);
  };
  return (
    <svg
      className={classes.plot}
      viewBox={`0 0 ${PLOT.width + 2 * SIDE} ${PLOT.height + TOP + BELOW}`}
      aria-hidden="true"
    >
      <g transform={`translate(${SIDE} ${TOP})`}>
        {children}
        <rect
          className={classes.ground}
          width={PLOT.width}
          height={PLOT.height}
          onPointerMove={move}
          onPointerLeave={() => onPoint(null)}
        />
      </g>
    </svg>
  );
}

/** Prices at the left, with hairlines across. */
export function PriceAxis({ ticks }: { readonly ticks: readonly Tick[] }) {
  return ticks.map(({ label, at }) => (
    <g key={label}>
      <line className={classes.grid} x1={0} x2={PLOT.width} y1={at} y2={at} />
      <text className={classes.tick} x={-8} y={at + 4} textAnchor="end">
        {label}
      </text>
    </g>
  ));
}

/** Pieces at the right. */
export function PieceAxis({ ticks }: { readonly ticks: readonly Tick[] }) {
  return ticks.map(({ label, at }) => (
    <text key={label} className={classes.tick} x={PLOT.width + 8} y={at + 4}>
      {label}
    </text>
  ));
}

interface KeyProps {
  readonly bar: string;
  readonly line: string | null;
  /** What the pointer is on; it takes the key's place. */
  readonly pointed: string | null;
}

/** What bars and line mean, or what is pointed at: one line, so that nothing moves. */
export function Key({ bar, line, pointed }: KeyProps) {
  return (
    <p className={classes.key}>
      {pointed ?? (
        <>
          <span data-key="bar">{bar}</span>
          {line && <span data-key="line">{line}</span>}
        </>
      )}
    </p>
  );
}
