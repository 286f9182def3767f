import type { Tones } from "../../lib/colors.ts";
import type { Shape } from "./isometric.ts";

export interface SheenProps {
  /** Unique on the page. */
  readonly id: string;
  readonly finish: "shiny" | "dotted";
  readonly shapes: readonly Shape[];
  readonly tone: Tones;
}

/** Over the sides: a light band for chrome, pearl and metal; dots that stay in their places for glitter and speckle. */
export function Sheen({ id, finish, shapes, tone }: SheenProps) {
  const sides = shapes.filter(({ tone: side }) => side === "left" || side === "top");
  return (
    <>
      <defs>
        {finish === "shiny" ? (
          <linearGradient id={id} x2="1" y2="0.35">
            <stop offset="0.38" stopColor="#fff" stopOpacity="0" />
            <stop offset="0.38" stopColor="#fff" stopOpacity="0.5" />
            <stop offset="0.52" stopColor="#fff" stopOpacity="0.5" />
            <stop offset="0.52" stopColor="#fff" stopOpacity="0" />
          </linearGradient>
        ) : (
          <pattern id={id} width="0.9" height="0.7" patternUnits="userSpaceOnUse">
            <circle cx="0.2" cy="0.15" r="0.06" fill={tone.top} stroke="none" />
            <circle cx="0.62" cy="0.35" r="0.045" fill="#fff" stroke="none" />
            <circle cx="0.35" cy="0.55" r="0.05" fill={tone.inside} stroke="none" />
          </pattern>
        )}
      </defs>
      {sides.map(({ d }) => (
        <path key={d} d={d} fill={`url(#${id})`} stroke="none" />
      ))}
    </>
  );
}
