import { useId, useMemo } from "react";
import { finishOf, readableOn, tones } from "../lib/colors.ts";
import classes from "./DrawnPart.module.css";
import { type Drawing, drawing } from "./drawn/drawing.ts";
import { onLeftFace, viewBox } from "./drawn/frame.ts";
import { Sheen } from "./drawn/Sheen.tsx";

export interface DrawnPartProps {
  readonly name: string;
  readonly categoryName: string | null;
  /** Without one the part is drawn in a gray. */
  readonly color?: { readonly hexCode: string | null; readonly type: string } | undefined;
}

const NO_COLOR = "b4b9b5";
/** From so many squares on, edges as wide as usual would cover the studs. */
const FINE_FROM = 40;

/** The part as far as it can be told from its name, in its color. Decoration: its name stands beside it. */
export function DrawnPart({ name, categoryName, color }: DrawnPartProps) {
  const drawn = useMemo(() => drawing(name, categoryName), [name, categoryName]);
  const hexCode = color?.hexCode ?? NO_COLOR;
  const tone = useMemo(() => tones(hexCode), [hexCode]);
  const finish = finishOf(color?.type ?? "");
  const sheenId = useId();
  return (
    <svg
      className={classes.drawing}
      viewBox={viewBox(drawn.size)}
      aria-hidden="true"
      data-finish={finish}
      data-fine={drawn.size[0] * drawn.size[1] > FINE_FROM || undefined}
      data-hairline={tone.needsHairline || undefined}
      stroke={tone.line}
    >
      {finish === "transparent" && drawn.back && <path d={drawn.back} fill="none" />}
      {drawn.shapes.map((shape) => (
        <path key={shape.d} d={shape.d} fill={tone[shape.tone]} />
      ))}
      {(finish === "shiny" || finish === "dotted") && (
        <Sheen id={sheenId} finish={finish} shapes={drawn.shapes} tone={tone} />
      )}
      <Label drawn={drawn} ink={readableOn(hexCode)} />
    </svg>
  );
}

/** Written on the near left side of a parcel. */
function Label({ drawn: { label, size }, ink }: { readonly drawn: Drawing; readonly ink: string }) {
  const longest = Math.max(...label.map((line) => line.length));
  if (label.length === 0) return null;
  const height = Math.min(0.5, (size[0] * 0.86) / (longest * 0.55));
  return (
    <text className={classes.label} transform={onLeftFace(size)} fontSize={height} fill={ink}>
      {label.map((line, index) => (
        <tspan key={line} x={0} y={(index - (label.length - 1) / 2) * height * 1.15}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
