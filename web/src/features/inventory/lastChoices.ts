import type { Lot } from "../../lib/wire.ts";

/** What was chosen for the lot before: most lots of an evening are alike. */
export interface LastChoices {
  readonly colorId: number | null;
  readonly condition: Lot["condition"];
}

const KEY = "freshbrick.lastLot";
const NONE: LastChoices = { colorId: null, condition: "used" };

/** The choices that this browser remembers; what is not there or cannot be read is as the first time. */
export function readLastChoices(storage: Pick<Storage, "getItem">): LastChoices {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null) return NONE;
    const { colorId, condition } = kept as Partial<Record<keyof LastChoices, unknown>>;
    return {
      colorId: typeof colorId === "number" && Number.isSafeInteger(colorId) ? colorId : NONE.colorId,
      condition: condition === "new" ? "new" : NONE.condition,
    };
  } catch {
    return NONE;
  }
}

/** A browser that keeps nothing, or is full, forgets: the form works all the same. */
export function rememberChoices(
  storage: Pick<Storage, "setItem">,
  { colorId, condition }: LastChoices,
): void {
  try {
    storage.setItem(KEY, JSON.stringify({ colorId, condition }));
  } catch {}
}
