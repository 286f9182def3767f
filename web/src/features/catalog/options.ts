/** What a facet offers. */
import type { CategoryCount, Color, ColorCount } from "../../lib/wire.ts";
import { texts } from "../../texts/catalog.ts";
import { categoryValue } from "./filters.ts";

export interface Option {
  /** As it stands in the address. */
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/** How many stand there before all of them are asked for. */
export const FEW = 12;

/** Categories by count; one that has neither an id nor a name cannot be chosen. */
export function categoryOptions(counts: readonly CategoryCount[]): Option[] {
  return counts.flatMap((one) => {
    const value = categoryValue(one);
    return value === null
      ? []
      : [{ value, label: one.name ?? texts.facet.category(value), count: one.count }];
  });
}

export function colorOptions(counts: readonly ColorCount[]): Option[] {
  return counts.map(({ colorId, name, count }) => ({ value: String(colorId), label: name, count }));
}

/** With every chosen value among them: one that finds nothing any more has the count 0. */
export function withChosen(
  options: readonly Option[],
  chosen: readonly string[],
  labelOf: (value: string) => string,
): Option[] {
  const known = new Set(options.map(({ value }) => value));
  const lost = chosen.filter((value) => !known.has(value));
  return [...options, ...lost.map((value) => ({ value, label: labelOf(value), count: 0 }))];
}

/** The first few, and whatever is chosen. */
export function few(options: readonly Option[], chosen: readonly string[]): Option[] {
  return options.filter(({ value }, index) => index < FEW || chosen.includes(value));
}

/** Those with every typed word in their label. */
export function matching(options: readonly Option[], typed: string): Option[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return options.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
}

/** The color of an id; undefined until the list of colors has come. */
export function colorOf(colors: readonly Color[] | null | undefined, value: string): Color | undefined {
  return colors?.find(({ colorId }) => String(colorId) === value);
}
