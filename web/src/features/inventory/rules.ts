/** How the fields of a lot may be typed: the server's rules, tried against tests/model/lot_cases.json by both. */
import { isPartNumber } from "../../lib/partNumber.ts";
import type { Lot, NewLot } from "../../lib/wire.ts";
import { form, mustBe } from "../../texts/inventory.ts";

export const QUANTITY_MAX = 1_000_000;
export const REMARKS_MAX = 255;
export const STORAGE_MAX = 64;

const PRICE = /^(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?$/;
const QUANTITY = /^[0-9]{1,7}$/;
const UNPRINTABLE = /\p{C}|(?! )\p{Z}/u;

/** A lot as it stands in the form: texts as they were typed. */
export interface TypedLot {
  readonly partNumber: string;
  readonly colorId: number | null;
  readonly condition: Lot["condition"];
  readonly quantity: string;
  readonly price: string;
  readonly remarks: string;
  readonly storage: string;
}

/** The fields that are typed as text. */
export type TextField = "partNumber" | "quantity" | "price" | "remarks" | "storage";

const TEXT_FIELDS: readonly TextField[] = ["partNumber", "quantity", "price", "remarks", "storage"];

/** What is wrong with a field as it was typed, in the server's words; null if nothing is. */
export const wrongWith: Record<TextField, (typed: string) => string | null> = {
  partNumber: (typed) => (isPartNumber(typed.trim()) ? null : mustBe.partNumber(typed)),
  quantity: (typed) => {
    const fits = QUANTITY.test(typed.trim()) && Number(typed) <= QUANTITY_MAX;
    return fits ? null : mustBe.quantity(QUANTITY_MAX, typed.trim() || "''");
  },
  price: (typed) => (typed.trim() === "" || PRICE.test(typed.trim()) ? null : mustBe.price(typed)),
  remarks: (typed) => wrongLine("remarks", REMARKS_MAX, typed),
  storage: (typed) => wrongLine("storage", STORAGE_MAX, typed),
};

export const EMPTY = { partNumber: "", quantity: "", price: "", remarks: "", storage: "" } as const;

/** What is left of the form once it was saved as it stood in `sent`: what has been typed since. Choices stay. */
export function typedSince(sent: TypedLot, now: TypedLot): TypedLot {
  const since = TEXT_FIELDS.filter((field) => now[field] !== sent[field]);
  return { ...now, ...EMPTY, ...Object.fromEntries(since.map((field) => [field, now[field]])) };
}

export function isEmpty(typed: TypedLot): boolean {
  return TEXT_FIELDS.every((field) => typed[field] === "");
}

/** What is wrong with the chosen color; null if nothing is. */
export function wrongColor(colorId: number | null): string | null {
  return colorId === null ? form.colorToPick : null;
}

/** What to send for a typed lot, null while its fields are not all right. */
export function newLot(typed: TypedLot): NewLot | null {
  if (typed.colorId === null || TEXT_FIELDS.some((field) => wrongWith[field](typed[field]) !== null))
    return null;
  return {
    partNumber: typed.partNumber.trim(),
    colorId: typed.colorId,
    condition: typed.condition,
    quantity: Number(typed.quantity),
    price: typed.price.trim() || null,
    remarks: typed.remarks.trim() || null,
    storage: typed.storage.trim() || null,
  };
}

/** Which field a refusal of the server is about: its sentences begin with the field's name. */
export function fieldOf(refusal: string): keyof TypedLot | null {
  if (/^A part number /.test(refusal)) return "partNumber";
  if (/^A color id /.test(refusal)) return "colorId";
  const named = /^(quantity|price|remarks|storage) /.exec(refusal)?.[1];
  return named === undefined ? null : (named as TextField);
}

function wrongLine(field: "remarks" | "storage", longest: number, typed: string): string | null {
  const line = typed.trim().normalize("NFC");
  return [...line].length > longest || UNPRINTABLE.test(line) ? mustBe.line(field, longest) : null;
}
