import type { PartColor } from "../../lib/wire.ts";

/** A color in which a part is known so often. */
export const color = (colorId: number, quantity: number): PartColor => ({
  colorId,
  quantity,
  name: `Color ${colorId}`,
  hexCode: null,
  type: "Solid",
});
