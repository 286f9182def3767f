import type { PartColor } from "../../lib/wire.ts";

/** How many colors are shown at first: two rows of a narrow page. */
export const FIRST_COLORS = 18;

/**
 * The ids in the order in which they are shown: those known most first; once shown, nothing changes its place, and new
 * ones come last.
 */
export function usualOrder(colors: readonly PartColor[], before: readonly number[]): number[] {
  const ids = new Set(colors.map((color) => color.colorId));
  const kept = before.filter((id) => ids.has(id));
  const placed = new Set(kept);
  const added = colors
    .filter((color) => !placed.has(color.colorId))
    .toSorted((left, right) => right.quantity - left.quantity)
    .map((color) => color.colorId);
  return [...kept, ...added];
}

/** The first colors, or all of them; all also where the chosen one would be hidden. */
export function shownColors(
  colors: readonly PartColor[],
  order: readonly number[],
  chosen: number | null,
  isWhole: boolean,
): PartColor[] {
  const isHidden = chosen !== null && order.indexOf(chosen) >= FIRST_COLORS;
  const ids = isWhole || isHidden ? order : order.slice(0, FIRST_COLORS);
  const byId = new Map(colors.map((color) => [color.colorId, color]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
