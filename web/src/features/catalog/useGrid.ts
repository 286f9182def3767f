import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { useRoom } from "../../ui/useRoom.ts";
import { type Grid, gridOf, pitchOf, rowOf } from "./grid.ts";

export interface Place {
  readonly index: number;
  /** px within the list. */
  readonly x: number;
  readonly y: number;
}

export interface GridView {
  /** null until the room was measured. */
  readonly grid: Grid | null;
  /** Those in view, a few around them, and always `active`, so that it can keep the focus. */
  readonly places: readonly Place[];
  /** px, of the whole list. */
  readonly height: number;
  readonly rowsInView: number;
  readonly reveal: (index: number) => void;
}

/** What the header and the phone's bottom bar cover (px). */
const COVERED = 96;
const OVERSCAN = 2;

/** Which of `count` cards are worth rendering, and where, as the window scrolls. */
export function useGrid(
  list: RefObject<HTMLElement | null>,
  count: number,
  active: number,
  opensPart: boolean,
): GridView {
  const { width, top, isPartOpen } = useRoom(list, opensPart);
  const grid = useMemo(() => (width > 0 ? gridOf(width, isPartOpen) : null), [width, isPartOpen]);
  const pitch = grid ? pitchOf(grid) : 1;
  const columns = grid?.columns ?? 1;
  const rows = grid ? Math.ceil(count / columns) : 0;
  const activeRow = Math.floor(active / columns);
  const virtualizer = useWindowVirtualizer({
    count: rows,
    estimateSize: () => pitch,
    // The sizes are read again when the keys are others.
    getItemKey: useCallback((row: number) => `${pitch}/${row}`, [pitch]),
    rangeExtractor: useCallback(
      (range: Range) => withRow(defaultRangeExtractor(range), activeRow, rows),
      [activeRow, rows],
    ),
    scrollMargin: top,
    overscan: OVERSCAN,
    scrollPaddingStart: COVERED,
    scrollPaddingEnd: COVERED,
  });
  useAnchor(grid, top, virtualizer.scrollOffset, active);

  const places = virtualizer.getVirtualItems().flatMap(({ index: row, start }) =>
    Array.from({ length: Math.min(columns, count - row * columns) }, (_, column) => ({
      index: row * columns + column,
      x: column * ((grid?.width ?? 0) + (grid?.gap ?? 0)),
      y: start - top,
    })),
  );
  return {
    grid,
    places,
    height: Math.max(0, rows * pitch - (grid?.gap ?? 0)),
    rowsInView: Math.floor((virtualizer.scrollRect?.height ?? 0) / pitch),
    reveal: (index) => virtualizer.scrollToIndex(Math.floor(index / columns), { align: "auto" }),
  };
}

function withRow(shown: number[], row: number, rows: number): number[] {
  if (row >= rows || shown.includes(row)) return shown;
  return [...shown, row].sort((one, other) => one - other);
}

/** Other columns put cards elsewhere: the one that was looked at stays where it was in the window. */
function useAnchor(grid: Grid | null, top: number, scrolled: number | null, active: number): void {
  const before = useRef<{ grid: Grid; top: number } | null>(null);
  useLayoutEffect(() => {
    const was = before.current;
    before.current = grid && { grid, top };
    if (
      !grid ||
      !was ||
      scrolled === null ||
      pitchOf(was.grid) * was.grid.columns === pitchOf(grid) * grid.columns
    )
      return;
    const first = Math.max(0, Math.ceil((scrolled + COVERED - was.top) / pitchOf(was.grid)));
    const last = Math.floor((scrolled + window.innerHeight - was.top) / pitchOf(was.grid)) - 1;
    const activeRow = rowOf(active, was.grid);
    const index = activeRow >= first && activeRow <= last ? active : first * was.grid.columns;
    if (first === 0 && index < was.grid.columns) return;
    const y = was.top + rowOf(index, was.grid) * pitchOf(was.grid) - scrolled;
    window.scrollTo({ top: top + rowOf(index, grid) * pitchOf(grid) - y, behavior: "instant" });
  }, [grid, top, scrolled, active]);
}
