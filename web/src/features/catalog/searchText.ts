/** What stands in the search field, while its address follows a moment later. */

export interface SearchText {
  readonly text: string;
  /** The words of the address when it was last looked at. */
  readonly seen: string;
  /** Words that were written into the address and have not been seen there yet, the oldest first. */
  readonly onTheirWay: readonly string[];
}

export function startingWith(q: string): SearchText {
  return { text: q, seen: q, onTheirWay: [] };
}

export function typed(field: SearchText, text: string): SearchText {
  return { ...field, text };
}

/** The words are being written into the address. */
export function sent(field: SearchText, q: string): SearchText {
  return { ...field, onTheirWay: [...field.onTheirWay, q] };
}

/** The address says `q`: if the field did not write that (back, a link), it shows it; else nothing typed since is lost. */
export function addressed(field: SearchText, q: string): SearchText {
  const own = field.onTheirWay.indexOf(q);
  if (own < 0) return startingWith(q);
  return { ...field, seen: q, onTheirWay: field.onTheirWay.slice(own + 1) };
}
