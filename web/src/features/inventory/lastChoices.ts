import { BrowserStorage } from "../../lib/storage.ts";
import type { Lot } from "../../lib/wire.ts";

/** What was chosen for the lot before: most lots of an evening are alike. */
export interface LastChoices {
  readonly colorId: number | null;
  readonly condition: Lot["condition"];
}

const KEY = "freshbrick.lastLot";
const NONE: LastChoices = { colorId: null, condition: "used" };

/** The choices that this browser remembers; what is not there or cannot be read is as the first time. */
export function readLastChoices(storage = new BrowserStorage()): LastChoices {
  const kept = storage.readJson(KEY);
  if (typeof kept !== "object" || kept === null) return NONE;
  const { colorId, condition } = kept as Partial<Record<keyof LastChoices, unknown>>;
  return {
    colorId: typeof colorId === "number" && Number.isSafeInteger(colorId) ? colorId : NONE.colorId,
    condition: condition === "new" ? "new" : NONE.condition,
  };
}

export function rememberChoices({ colorId, condition }: LastChoices, storage = new BrowserStorage()): void {
  storage.write(KEY, JSON.stringify({ colorId, condition }));
}
