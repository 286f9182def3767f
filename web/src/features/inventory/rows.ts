/** What the table shows of lots: figures, which of them, and in which order. */
import { multiply, percentOver, tenThousandths } from "../../lib/money.ts";
import type { Lot } from "../../lib/wire.ts";

/** A lot with what follows from it: `value` is quantity × price, `difference` the price over the guide in percent. */
export interface Row {
  readonly lot: Lot;
  readonly value: string | null;
  readonly difference: string | null;
}

export interface LotFilter {
  readonly text: string;
  readonly condition: Lot["condition"] | "all";
  readonly colorId: number | null;
}

export type SortBy =
  | "added"
  | "part"
  | "color"
  | "condition"
  | "quantity"
  | "price"
  | "guide"
  | "difference"
  | "value"
  | "age";

export interface LotSort {
  readonly by: SortBy;
  readonly descending: boolean;
}

export const NO_FILTER: LotFilter = { text: "", condition: "all", colorId: null };

/** The lot that was added last comes first. */
export const FIRST_SORT: LotSort = { by: "added", descending: true };

/** `currency` is the server's: a price in another one is not set against the guide. */
export function rowOf(lot: Lot, currency: string | null): Row {
  const { price, guide, quantity } = lot;
  return {
    lot,
    value: price === null ? null : multiply(price, quantity),
    difference:
      price !== null && guide !== null && lot.currency === currency ? percentOver(price, guide.price) : null,
  };
}

/** The rows that the filter leaves; every word of its text must be somewhere in the lot. */
export function filtered(rows: readonly Row[], { text, condition, colorId }: LotFilter): readonly Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && condition === "all" && colorId === null) return rows;
  return rows.filter(
    ({ lot }) =>
      (condition === "all" || lot.condition === condition) &&
      (colorId === null || lot.colorId === colorId) &&
      words.every((word) => searchable(lot).includes(word)),
  );
}

/** The rows in order; what is unknown stands last whichever way, equals stand as they were added. */
export function sorted(rows: readonly Row[], { by, descending }: LotSort): readonly Row[] {
  const key = KEYS[by];
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: key(row) }))
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      return sign * compareKeys(a.key, b.key) || a.row.lot.id - b.row.lot.id;
    })
    .map(({ row }) => row);
}

type Key = string | number | bigint;

const KEYS: Record<SortBy, (row: Row) => Key | null> = {
  added: ({ lot }) => lot.id,
  part: ({ lot }) => lot.partNumber,
  color: ({ lot }) => lot.colorName,
  condition: ({ lot }) => lot.condition,
  quantity: ({ lot }) => lot.quantity,
  price: ({ lot }) => amount(lot.price),
  guide: ({ lot }) => amount(lot.guide?.price),
  difference: ({ difference }) => amount(difference),
  value: ({ value }) => amount(value),
  age: ({ lot }) => (lot.guide === null ? null : -lot.guide.fetchedAt),
};

const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compareKeys(a: Key, b: Key): number {
  if (typeof a === "string" && typeof b === "string") return words.compare(a, b);
  return a < b ? -1 : Number(a > b);
}

function amount(decimal: string | null | undefined): bigint | null {
  return decimal ? tenThousandths(decimal) : null;
}

function searchable(lot: Lot): string {
  return [lot.partNumber, lot.name, lot.colorName, lot.remarks, lot.storage].join(" ").toLowerCase();
}
