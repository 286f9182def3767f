/** By how many percent a price lies over the guide, to one decimal, as "12.5" or "-4.0"; null where the guide is 0. */
export function percentOver(price: string, guide: string): string | null {
  const base = units(guide);
  if (base === 0n) return null;
  const tenths = roundedQuotient((units(price) - base) * 1_000n, base);
  const size = tenths < 0n ? -tenths : tenths;
  return `${tenths < 0n ? "-" : ""}${size / 10n}.${size % 10n}`;
}

/** A decimal in ten-thousandths, exactly: no price and no percentage here has more than four decimals. */
export function units(decimal: string): bigint {
  const [whole = "0", behind = ""] = decimal.split(".");
  return BigInt(whole + behind.slice(0, 4).padEnd(4, "0"));
}

/** Half away from zero; `by` is positive. */
function roundedQuotient(value: bigint, by: bigint): bigint {
  return (value * 2n + (value < 0n ? -by : by)) / (by * 2n);
}
