/** Ages and times as people say them. All times are ms UTC; `now` is an argument. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS = [
  [DAY, "day"],
  [HOUR, "hour"],
  [MINUTE, "minute"],
] as const;

/** How long, in its largest whole unit: "3 days", "1 hour", "40 seconds" only below a minute. */
export function span(ms: number): string {
  for (const [size, name] of UNITS) {
    if (ms >= size) return count(Math.floor(ms / size), name);
  }
  return count(Math.max(0, Math.floor(ms / SECOND)), "second");
}

/** "3 days ago"; below a minute, or from a clock ahead of ours, "just now". */
export function ago(at: number, now: number): string {
  return now - at < MINUTE ? "just now" : `${span(now - at)} ago`;
}

/** "in 12 s" below two minutes, as one counts along; then "in 27 days", rounded up to a whole unit. */
export function until(at: number, now: number): string {
  const ms = Math.max(0, at - now);
  if (ms < 2 * MINUTE) return `in ${Math.ceil(ms / SECOND)} s`;
  const [size, name] = UNITS.find(([unit]) => ms > unit) ?? UNITS[2];
  return `in ${count(Math.ceil(ms / size), name)}`;
}

/** "14:20" of the reader's own day; of another day "27 Nov, 14:20". */
export function clockTime(at: number, now: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === new Date(now).toDateString()) return time;
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${time}`;
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}
