import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { useServerNow } from "../../hooks/useServerNow.ts";
import type { Lot } from "../../lib/wire.ts";
import { table as texts } from "../../texts/inventory.ts";
import { useRoom } from "../../ui/useRoom.ts";
import type { Touch } from "../../ui/useTouched.ts";
import { EDIT_FIELDS, typedOf } from "./edits.ts";
import { type Closing, type EditPlace, LotRow } from "./LotRow.tsx";
import classes from "./LotTable.module.css";
import type { LotSort, Row } from "./rows.ts";
import { TableHead } from "./TableHead.tsx";
import { nextEdit, useGrid } from "./useGrid.ts";
import type { Change, LotEdits } from "./useLotEdits.ts";

const ROW_PX = 64;

export interface LotTableProps {
  readonly rows: readonly Row[];
  readonly colorTypes: ReadonlyMap<number, string>;
  readonly currency: string | null;
  readonly staleAfterMs: number | null;
  readonly lotEdits: LotEdits;
  readonly sort: LotSort;
  readonly onSort: (sort: LotSort) => void;
  readonly onRemove: (lot: Lot) => void;
  /** Notices a pointer or the focus among the rows. */
  readonly touch: Touch;
}

/** Lots by the thousand: only the rows in view are there, and one cell at a time is reached by Tab. */
export function LotTable(props: LotTableProps) {
  const { rows, colorTypes, currency, staleAfterMs, lotEdits, sort, onSort, onRemove, touch } = props;
  const now = useServerNow();
  const body = useRef<HTMLTableSectionElement>(null);
  const { top } = useRoom(body);
  const lotIds = useMemo(() => rows.map((row) => row.lot.id), [rows]);
  const grid = useGrid(lotIds, (lotId) => virtual.scrollToIndex(lotIds.indexOf(lotId)));
  const kept = lotIds.indexOf((grid.editing ?? grid.active)?.lotId ?? -1);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollMargin: top,
    getItemKey: (index) => lotIds[index] ?? index,
    rangeExtractor: (range: Range) => withRow(defaultRangeExtractor(range), kept),
  });
  const close = ({ lotId, field }: EditPlace, ...[typed, wrong, goOn]: Closing) => {
    const lot = rows[lotIds.indexOf(lotId)]?.lot;
    if (lot) settle({ lot, field, typed: typed ?? typedOf(lot, field) }, wrong);
    const next =
      goOn === "next" || goOn === "back" ? nextEdit({ lotId, field }, goOn, lotIds, EDIT_FIELDS) : null;
    if (goOn === "leave") return grid.leave();
    grid.edit(next);
    grid.go(next ?? { lotId, field });
  };
  const settle = (change: Change, wrong: string | null) => {
    if (change.typed === typedOf(change.lot, change.field)) lotEdits.giveBack(change);
    else if (wrong !== null) lotEdits.fail(change, wrong);
    else lotEdits.save(change);
  };
  return (
    <table
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are edited is a grid
      role="grid"
      className={classes.table}
      aria-label={texts.label}
      aria-rowcount={rows.length + 1}
      aria-description={texts.keys}
    >
      <TableHead sort={sort} currency={currency} onSort={onSort} />
      <tbody
        ref={body}
        className={classes.body}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={grid.press}
        {...touch}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const { id } = row.lot;
          return (
            <tr
              key={id}
              ref={virtual.measureElement}
              className={classes.row}
              data-index={index}
              aria-rowindex={index + 2}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <LotRow
                row={row}
                colorType={colorTypes.get(row.lot.colorId) ?? ""}
                currency={currency}
                edits={lotEdits.edits}
                active={grid.active?.lotId === id ? grid.active.field : null}
                editing={grid.editing?.lotId === id ? grid.editing.field : null}
                now={now}
                staleAfterMs={staleAfterMs}
                onOpen={(place) => {
                  grid.choose(place);
                  grid.edit(place);
                }}
                onClose={close}
                onRemove={() => onRemove(row.lot)}
              />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function withRow(indexes: readonly number[], kept: number): number[] {
  return kept < 0 || indexes.includes(kept) ? [...indexes] : [...indexes, kept].sort((a, b) => a - b);
}
