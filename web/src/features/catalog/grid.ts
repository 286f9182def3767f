/** How the results stand: cards in columns, or rows on a phone; all measures are px. */

export interface Grid {
  readonly kind: "cards" | "rows";
  readonly columns: number;
  /** Of one card. */
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

export type Step = "left" | "right" | "up" | "down" | "first" | "last" | "pageUp" | "pageDown";

const GAP = 16;
const NARROWEST = 176;
/** With a part open beside them, so that three columns stay in a window of 1280. */
const NARROWEST_BESIDE = 156;
const ROWS_BELOW = 480;
const ROW_HEIGHT = 96;
/** Under the picture: a name in two lines, number, badge, shelf-life line. */
const WORDS_HEIGHT = 94;

/** @param width of the room for the results. @param isPartOpen a part stands beside them. */
export function gridOf(width: number, isPartOpen: boolean): Grid {
  if (width < ROWS_BELOW && !isPartOpen) {
    return { kind: "rows", columns: 1, width, height: ROW_HEIGHT, gap: 0 };
  }
  const narrowest = isPartOpen ? NARROWEST_BESIDE : NARROWEST;
  const columns = Math.max(1, Math.floor((width + GAP) / (narrowest + GAP)));
  const card = (width - GAP * (columns - 1)) / columns;
  return { kind: "cards", columns, width: card, height: Math.round(card * 0.75) + WORDS_HEIGHT, gap: GAP };
}

/** From the top of one row of cards to that of the next. */
export function pitchOf({ height, gap }: Grid): number {
  return height + gap;
}

export function rowOf(index: number, { columns }: Grid): number {
  return Math.floor(index / columns);
}

/** Which card a key leads to; the same one at an edge. `rowsInView` is how far a page goes. */
export function stepped(
  index: number,
  step: Step,
  count: number,
  columns: number,
  rowsInView: number,
): number {
  const page = Math.max(1, rowsInView) * columns;
  switch (step) {
    case "left":
      return Math.max(0, index - 1);
    case "right":
      return Math.min(count - 1, index + 1);
    case "up":
      return index < columns ? index : index - columns;
    case "down":
      return below(index, columns, count, columns);
    case "pageUp":
      return index < page ? index % columns : index - page;
    case "pageDown":
      return below(index, page, count, columns);
    case "first":
      return 0;
    case "last":
      return count - 1;
    default:
      throw step satisfies never;
  }
}

/** The card so much further on; if there is none, the last one, unless this is the last row. */
function below(index: number, by: number, count: number, columns: number): number {
  if (index + by < count) return index + by;
  const isLastRow = Math.floor(index / columns) === Math.floor((count - 1) / columns);
  return isLastRow ? index : count - 1;
}
