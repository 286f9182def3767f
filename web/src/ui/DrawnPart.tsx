import { useMemo } from "react";
import { tones } from "../lib/colors.ts";
import classes from "./DrawnPart.module.css";
import { drawing } from "./drawing.ts";
import { project } from "./isometric.ts";

export interface DrawnPartProps {
  readonly name: string;
  readonly categoryName: string | null;
  /** Without one the part is drawn in the gray of a part without color. */
  readonly color?: { readonly hexCode: string | null; readonly type: string } | undefined;
}

const NO_COLOR = "b9bcb8";
const LEAST_WIDTH = 5;

/** The part as it can be told from its name, in its color. Decoration: its name stands beside it. */
export function DrawnPart({ name, categoryName, color }: DrawnPartProps) {
  const { shapes, size } = useMemo(() => drawing(name, categoryName), [name, categoryName]);
  const hexCode = color?.hexCode ?? NO_COLOR;
  const tone = useMemo(() => tones(hexCode), [hexCode]);
  return (
    <svg className={classes.drawing} viewBox={viewBox(size)} aria-hidden="true">
      <g stroke={tone.line} strokeWidth={0.03} strokeLinejoin="round">
        {shapes.map((shape) => (
          <path key={shape.d} d={shape.d} fill={tone[shape.tone]} />
        ))}
      </g>
    </svg>
  );
}

/** 4 : 3 around the part, with air; a small part does not fill it, so that sizes can be told apart. */
function viewBox([x, y, z]: readonly [number, number, number]): string {
  const left = project(0, y, 0)[0];
  const right = project(x, 0, 0)[0];
  const top = project(0, 0, z + 0.2)[1];
  const bottom = project(x, y, 0)[1];
  const width = Math.max((right - left) * 1.2, (bottom - top) * 1.2 * (4 / 3), LEAST_WIDTH);
  const height = width * 0.75;
  return [(left + right - width) / 2, (top + bottom - height) / 2, width, height]
    .map((n) => n.toFixed(2))
    .join(" ");
}
