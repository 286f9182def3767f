/** Every text of the inventory page and of the form that adds a lot. */
import { formatCount } from "../lib/money.ts";
import type { Lot, Totals } from "../lib/wire.ts";

type Condition = Lot["condition"];

function nouns(n: number, one: string): string {
  return n === 1 ? one : `${one}s`;
}

export const page = {
  title: "Inventory",
  form: "Add a lot",
  loading: "Reading your lots",
  loadingMore: (loaded: number, all: number) =>
    `${formatCount(loaded)} of ${formatCount(all)} lots are here, the others are on their way.`,
  empty: "No lots yet",
  emptyHint: "Add your first one above: a part number, a color, how many. The price guide suggests a price.",
};

/** A figure of the totals, and the words around it. */
export interface TotalsPart {
  readonly id: keyof Totals;
  readonly before?: string;
  readonly figure: string;
  readonly after?: string;
}

/** What all lots are worth: one sentence, a comma between its parts. `yours` and `market` come formatted. */
export function totalsParts(totals: Totals, yours: string, market: string): TotalsPart[] {
  const { lots, pieces, currency, withoutGuide, withoutPrice, inOtherCurrencies } = totals;
  const counts: TotalsPart[] = [
    {
      id: "withoutGuide",
      figure: formatCount(withoutGuide),
      after: ` ${nouns(withoutGuide, "lot")} without a guide`,
    },
    { id: "withoutPrice", figure: formatCount(withoutPrice), after: " without a price" },
    { id: "inOtherCurrencies", figure: formatCount(inOtherCurrencies), after: " priced in another currency" },
  ];
  return [
    { id: "lots", figure: formatCount(lots), after: ` ${nouns(lots, "lot")}` },
    { id: "pieces", figure: formatCount(pieces), after: ` ${nouns(pieces, "piece")}` },
    { id: "yours", before: "yours ", figure: yours },
    { id: "market", before: "at sold average ", figure: market, after: ` ${currency}` },
    ...counts.filter(({ id }) => totals[id] !== 0),
  ];
}

export const conditions: Record<Condition, string> = { new: "New", used: "Used" };

export const form = {
  part: "Part",
  partHint: "Number or words",
  partUnknown: (number: string) => `${number} is not in your catalog. Look it up at BrickLink (1 call)`,
  color: "Color",
  colorHint: "Pick a color",
  colorToPick: "Pick a color.",
  colorNone: "No color of that name",
  colorKnown: "Known colors of this part",
  colorOther: "Other colors",
  colorCount: (quantity: number) => formatCount(quantity),
  condition: "Condition",
  quantity: "Quantity",
  price: "Price each",
  priceIn: (currency: string) => `Price each, ${currency}`,
  remarks: "Remarks",
  storage: "Place",
  more: "More",
  less: "Less",
  add: "Add",
  added: (lot: Lot) => `Added: ${formatCount(lot.quantity)} × ${lotWords(lot)}.`,
  notAnswered:
    "The server did not answer. Look whether the lot is in your inventory before you add it again.",
};

export const suggestion = {
  sold: (condition: Condition) => `average per piece sold, ${condition}`,
  stock: (condition: Condition) => `average per piece on offer, ${condition}`,
  fetched: (age: string) => `fetched ${age}`,
  refreshing: "refreshing",
  use: "Use",
  used: "In use",
  asking: (done: number, all: number) =>
    all > 1
      ? `Asking BrickLink for a price, call ${Math.min(done + 1, all)} of ${all}`
      : "Asking BrickLink for a price",
  waiting: "The price guide waits for its turn at BrickLink.",
  none: (condition: Condition) => `No market for this part in this color, ${condition}.`,
  failed: "BrickLink told no price. Give one of your own.",
};

export const table = {
  label: "Your lots",
  columns: {
    part: "Part",
    color: "Color",
    condition: "Condition",
    quantity: "Quantity",
    price: "Yours",
    guide: "Guide",
    difference: "Difference",
    value: "Value",
    age: "Guide age",
  },
  priceIn: (currency: string) => `Yours, ${currency}`,
  fields: {
    condition: "Condition",
    quantity: "Quantity",
    price: "Price",
    remarks: "Remarks",
    storage: "Place",
  },
  justNow: "just now",
  stale: (age: string) => `${age}, stale`,
  noName: "not looked up yet",
  noColor: (colorId: number) => `Color ${colorId}`,
  none: "none",
  add: (field: string) => `+ ${field.toLowerCase()}`,
  removeLot: (lot: string) => `Remove ${lot}`,
  edit: (field: string, value: string) => `${field} ${value}, edit`,
  editing: (field: string, lot: string) => `${field} of ${lot}`,
  keys: "Arrow keys move between cells, Enter edits, Tab goes on, Escape gives back.",
  notSaved: (typed: string, why: string) => `“${typed}” was not saved: ${why}`,
  noAnswer: "the server did not answer.",
  removed: (lot: string) => `Removed: ${lot}.`,
  undo: "Undo",
  undone: (lot: string) => `Back again: ${lot}.`,
  notRemoved: (lot: string, why: string) => `${lot}, was not removed: ${why}`,
};

export const filter = {
  label: "Your lots",
  text: "Filter by number, name, remarks or place",
  textHint: "Number, name, remarks, place",
  condition: "Show condition",
  all: "All",
  color: "Show color",
  anyColor: "Any color",
  colorById: (colorId: number) => `Color ${colorId}`,
  sort: "Order",
  shown: (shown: number, all: number) => `${formatCount(shown)} of ${formatCount(all)} ${nouns(all, "lot")}`,
  nothing: "No lot is like that",
  clear: "Show all",
};

/** Orders to choose from where no heads of columns are. */
export const sorts = [
  { label: "Added last", by: "added", descending: true },
  { label: "Added first", by: "added", descending: false },
  { label: "Part number", by: "part", descending: false },
  { label: "Color", by: "color", descending: false },
  { label: "Highest value", by: "value", descending: true },
  { label: "Furthest above the guide", by: "difference", descending: true },
  { label: "Furthest below the guide", by: "difference", descending: false },
  { label: "Oldest guide", by: "age", descending: true },
] as const;

/** "+12.5 %", "−4.0 %"; from "12.5", "-4.0". */
export function formatPercent(percent: string): string {
  if (percent.startsWith("-")) return `−${percent.slice(1)} %`;
  return percent === "0.0" ? "0.0 %" : `+${percent} %`;
}

/** A lot in words, as in "3001 Red, used". */
export function lotWords(lot: Pick<Lot, "partNumber" | "colorName" | "colorId" | "condition">): string {
  return `${lot.partNumber} ${lot.colorName ?? table.noColor(lot.colorId)}, ${lot.condition}`;
}

/** What a field may hold: the server's own words (src/freshbrick/model/lots.py, parts.py). */
export const mustBe = {
  partNumber: (typed: string) =>
    `A part number is 1 to 32 letters, digits, dots and hyphens, a letter or digit first, such as 3001 or 3068bpb0001; ${quoted(typed)} is not.`,
  quantity: (most: number, typed: string) => `quantity is 0 to ${most} pieces, not ${typed}.`,
  price: (typed: string) =>
    `price is a decimal number as text, 0 to 999999999.9999 with at most four decimals, such as "0.055"; ${quoted(typed)} is not.`,
  line: (field: string, longest: number) =>
    `${field} is one line of at most ${longest} printable characters.`,
};

function quoted(typed: string): string {
  return `'${[...typed].slice(0, 40).join("")}'`;
}
