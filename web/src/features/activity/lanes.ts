/** Who is shown in which lane: a message stays in its lane while it is on the way. */

/** At most so many calls leave at once. */
export const LANES = 4;

type Lanes = readonly (number | null)[];

/** The lanes after `ids` are what is on the way: whoever is there stays, newcomers take the first free lane. */
export function reseat(lanes: Lanes, ids: readonly number[]): Lanes {
  const next = lanes.map((id) => (id !== null && ids.includes(id) ? id : null));
  for (const id of ids) {
    if (next.includes(id)) continue;
    const free = next.indexOf(null);
    if (free === -1) next.push(id);
    else next[free] = id;
  }
  while (next.length > LANES && next.at(-1) === null) next.pop();
  return next.length === lanes.length && next.every((id, lane) => id === lanes[lane]) ? lanes : next;
}

export const EMPTY: Lanes = Array.from({ length: LANES }, () => null);
