import type { PartColor } from "../../lib/wire.ts";

/**
 * The color in which a part is shown and priced: that of the address, else the one chosen last if this part is known
 * in it, else the one that is known most. Null while no colors are known.
 */
export function chosenColor(
  asked: number | null,
  last: number | null,
  colors: readonly PartColor[] | null | undefined,
): number | null {
  if (asked !== null) return asked;
  const known = colors ?? [];
  if (last !== null && known.some((color) => color.colorId === last)) return last;
  const most = known.reduce<PartColor | null>(
    (best, color) => (best === null || color.quantity > best.quantity ? color : best),
    null,
  );
  return most?.colorId ?? null;
}
