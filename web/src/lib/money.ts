/**
 * Prices are decimal strings such as "0.0525", as the server sends them, and are never floats: sums and products are
 * whole numbers of the smallest unit that is needed.
 */

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

interface Exact {
  readonly units: bigint;
  /** How many of the digits stand behind the point. */
  readonly places: number;
}

/** For people: under 1 four decimals, from 1 two, thousands apart: "0.0525", "1,204.50". Rounds half away from 0. */
export function formatPrice(value: string): string {
  const exact = parse(value);
  const one = 10n ** BigInt(exact.places);
  const size = exact.units < 0n ? -exact.units : exact.units;
  const decimals = size === 0n || size >= one ? 2 : 4;
  const rounded = format(round(exact, decimals));
  const [whole = "", behind = ""] = rounded.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${behind}`;
}

/** A difference with its sign: "+0.0120", "−0.0040", "0.00". */
export function formatDifference(value: string): string {
  const sign = compare(value, "0");
  if (sign < 0) return `−${formatPrice(value.slice(1))}`;
  return sign > 0 ? `+${formatPrice(value)}` : formatPrice("0");
}

/** A price times a whole number of pieces. */
export function multiply(price: string, pieces: number): string {
  const { units, places } = parse(price);
  return format({ units: units * BigInt(pieces), places });
}

export function sum(values: readonly string[]): string {
  return format(values.map(parse).reduce(plus, { units: 0n, places: 0 }));
}

export function subtract(left: string, right: string): string {
  const { units, places } = parse(right);
  return format(plus(parse(left), { units: -units, places }));
}

/** By how many percent a price lies over another, to one decimal: "12.5", "-4.0"; null where the other is 0. */
export function percentOver(price: string, other: string): string | null {
  const [a, b] = aligned(parse(price), parse(other));
  return b === 0n ? null : format({ units: quotient((a - b) * 1_000n, b), places: 1 });
}

/** In ten-thousandths, the smallest unit of a price: to sort many by. */
export function tenThousandths(value: string): bigint {
  return round(parse(value), 4).units;
}

/** Below 0, 0 or above, as `Array.sort` wants it. */
export function compare(left: string, right: string): number {
  const [a, b] = aligned(parse(left), parse(right));
  return a === b ? 0 : a < b ? -1 : 1;
}

function parse(value: string): Exact {
  const match = DECIMAL.exec(value);
  if (match === null) throw new RangeError(`not a decimal number: ${JSON.stringify(value)}`);
  const [, sign = "", whole = "", behind = ""] = match;
  return { units: BigInt(sign + whole + behind), places: behind.length };
}

function format({ units, places }: Exact): string {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const point = digits.length - places;
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function plus(left: Exact, right: Exact): Exact {
  const [a, b] = aligned(left, right);
  return { units: a + b, places: Math.max(left.places, right.places) };
}

function aligned(left: Exact, right: Exact): [bigint, bigint] {
  const places = Math.max(left.places, right.places);
  return [
    left.units * 10n ** BigInt(places - left.places),
    right.units * 10n ** BigInt(places - right.places),
  ];
}

function round({ units, places }: Exact, to: number): Exact {
  if (places <= to) return { units: units * 10n ** BigInt(to - places), places: to };
  return { units: quotient(units, 10n ** BigInt(places - to)), places: to };
}

/** Rounds half away from 0; `by` is positive. */
function quotient(value: bigint, by: bigint): bigint {
  return (value * 2n + (value < 0n ? -by : by)) / (by * 2n);
}

/** A whole number with its thousands apart: "18,230". */
export function formatCount(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}
