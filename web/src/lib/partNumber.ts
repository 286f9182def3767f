const PART_NUMBER = /^[A-Za-z0-9][A-Za-z0-9.-]{0,31}$/;

/** Whether a text may be a part number: the server's rule. */
export function isPartNumber(text: string): boolean {
  return PART_NUMBER.test(text);
}

/** Whether it is meant as one and not as a word: all but a few numbers have a digit, and none has a space. */
export function looksLikePartNumber(text: string): boolean {
  return isPartNumber(text) && /[0-9]/.test(text);
}
