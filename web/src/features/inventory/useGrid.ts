import { type KeyboardEvent, useState } from "react";
import { flushSync } from "react-dom";
import type { EditField } from "./edits.ts";

export type Field = EditField | "part" | "remove";

/** A cell of the table, by its lot: rows come and go, and the cell stays the same. */
export interface CellPlace {
  readonly lotId: number;
  readonly field: Field;
}

/** From left to right; what stands below the part and the color comes after them. */
export const FIELDS: readonly Field[] = [
  "part",
  "remarks",
  "storage",
  "condition",
  "quantity",
  "price",
  "remove",
];

const STEPS: Readonly<Record<string, readonly [rows: number, fields: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -FIELDS.length],
  End: [0, FIELDS.length],
};

/** Where a key leads; null where it leads nowhere. */
export function step(from: CellPlace, key: string, lotIds: readonly number[]): CellPlace | null {
  const steps = STEPS[key];
  if (steps === undefined) return null;
  const row = lotIds.indexOf(from.lotId);
  const column = FIELDS.indexOf(from.field);
  const lotId = lotIds[clamped(row + steps[0], lotIds.length)];
  const field = FIELDS[clamped(column + steps[1], FIELDS.length)];
  return lotId === undefined || field === undefined ? null : { lotId, field };
}

/** The field that Tab goes on to while one edits, in the next row after the last; null behind the last row. */
export function nextEdit(
  from: CellPlace,
  goOn: "next" | "back",
  lotIds: readonly number[],
  fields: readonly Field[],
): CellPlace | null {
  const at =
    lotIds.indexOf(from.lotId) * fields.length + fields.indexOf(from.field) + (goOn === "back" ? -1 : 1);
  const lotId = lotIds[Math.floor(at / fields.length)];
  const field = fields[at % fields.length];
  return at < 0 || lotId === undefined || field === undefined ? null : { lotId, field };
}

function clamped(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1);
}

/** One cell of the table is reached by Tab, the others from it by arrow keys; at most one is edited. */
export function useGrid(lotIds: readonly number[], bringIntoView: (lotId: number) => void) {
  const [chosen, setChosen] = useState<CellPlace | null>(null);
  const [editing, setEditing] = useState<CellPlace | null>(null);
  const first = lotIds[0];
  const isThere = chosen !== null && lotIds.includes(chosen.lotId);
  const active: CellPlace | null =
    isThere || first === undefined ? chosen : { lotId: first, field: "quantity" };
  // At once, or a key that follows quickly meets the cell before; only a row out of view has to be drawn first.
  const go = (to: CellPlace) => {
    flushSync(() => setChosen(to));
    if (focusOn(to)) return;
    bringIntoView(to.lotId);
    requestAnimationFrame(() => focusOn(to));
  };
  const edit = (place: CellPlace | null) => flushSync(() => setEditing(place));
  const press = (event: KeyboardEvent) => {
    const to = active && editing === null ? step(active, event.key, lotIds) : null;
    if (to === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(to);
  };
  return { active, editing, edit, leave: () => setEditing(null), choose: setChosen, go, press };
}

function focusOn(place: CellPlace): boolean {
  const cell = document.getElementById(cellId(place));
  cell?.focus();
  return cell !== null;
}

export function cellId({ lotId, field }: CellPlace): string {
  return `lot-${lotId}-${field}`;
}
