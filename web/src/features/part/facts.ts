import type { Part, Size } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";

/** A fact as it is shown; `value` is null where BrickLink does not know it. */
export interface Fact {
  readonly label: string;
  readonly value: string | null;
}

/** The facts of a part, in the order in which they are shown. */
export function facts(part: Part): Fact[] {
  const studs = part.size === null ? null : dimensions(part.size);
  return [
    { label: texts.weight, value: part.weight === null ? null : texts.grams(trimmed(part.weight)) },
    { label: texts.size, value: studs === null ? null : texts.studs(studs) },
    { label: texts.year, value: part.yearReleased === null ? null : String(part.yearReleased) },
    {
      label: texts.otherNumbers,
      value: part.alternateNumbers.length > 0 ? part.alternateNumbers.join(", ") : texts.noOtherNumbers,
    },
  ];
}

/** "2 × 4 × 1": only the directions that are known; null if none is. */
export function dimensions({ x, y, z }: Size): string | null {
  const known = [x, y, z].filter((studs) => studs !== null);
  return known.length > 0 ? known.map(trimmed).join(" × ") : null;
}

/** "2.50" is 2.5, "2.00" is 2. */
function trimmed(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}
