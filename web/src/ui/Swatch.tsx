import { isTransparent } from "../lib/colors.ts";
import classes from "./Swatch.module.css";

export interface SwatchProps {
  /** Such as "b40000"; null where BrickLink names none. */
  readonly hexCode: string | null;
  /** BrickLink's word: "Solid", "Transparent", "Chrome", … */
  readonly type: string;
  /** px. */
  readonly size?: number;
}

/** A color as a square; decoration, its name stands beside it. Transparent colors are hatched, no color is crossed. */
export function Swatch({ hexCode, type, size = 16 }: SwatchProps) {
  return (
    <span
      className={classes.swatch}
      aria-hidden="true"
      data-none={hexCode === null || undefined}
      data-hatched={isTransparent(type) || undefined}
      style={{ width: size, height: size, backgroundColor: hexCode === null ? undefined : `#${hexCode}` }}
    />
  );
}
