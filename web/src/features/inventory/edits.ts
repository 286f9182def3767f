/** Edits of lots on their way to the server: shown at once, and given back honestly where they failed. */
import type { Lot, LotChanges } from "../../lib/wire.ts";
import { type TextField, wrongWith } from "./rules.ts";

export type EditField = "condition" | Exclude<TextField, "partNumber">;

/** `savedAt` is the lot's `updatedAt` in the server's answer: from then on the live value speaks for itself. */
export type Edit =
  | { readonly state: "saving"; readonly typed: string }
  | { readonly state: "saved"; readonly typed: string; readonly savedAt: number }
  | { readonly state: "failed"; readonly typed: string; readonly why: string };

/** By lot id and field. */
export type Edits = ReadonlyMap<string, Edit>;

export function editKey(lotId: number, field: EditField): string {
  return `${lotId} ${field}`;
}

export const EDIT_FIELDS: readonly EditField[] = ["remarks", "storage", "condition", "quantity", "price"];

/** A field as one types it; what is empty is "". */
export function typedOf(lot: Lot, field: EditField): string {
  return String(lot[field] ?? "");
}

/** What is wrong with a field as it was typed, null if it can be sent. */
export function wrongEdit(field: EditField, typed: string): string | null {
  return field === "condition" ? null : wrongWith[field](typed);
}

/** The change that a typed text asks for. */
export function changeOf(field: EditField, typed: string): LotChanges {
  const text = typed.trim();
  switch (field) {
    case "condition":
      return { condition: text === "new" ? "new" : "used" };
    case "quantity":
      return { quantity: Number(text) };
    case "price":
    case "remarks":
    case "storage":
      return { [field]: text || null };
    default:
      return field satisfies never;
  }
}

/** The server's answer to what was typed; it is of no interest any more once something else has been typed there. */
export function answered(edits: Edits, key: string, typed: string, answer: Edit): Edits {
  const edit = edits.get(key);
  return edit?.state === "saving" && edit.typed === typed ? new Map(edits).set(key, answer) : edits;
}

/** All but a failure of this field. */
export function withoutFailure(edits: Edits, key: string): Edits {
  return edits.get(key)?.state === "failed" ? without(edits, [key]) : edits;
}

/** The edits that the live lots do not have yet. */
export function pending(edits: Edits, lots: readonly Lot[]): Edits {
  if (edits.size === 0) return edits;
  const done = lots.flatMap((lot) =>
    EDIT_FIELDS.map((field) => editKey(lot.id, field)).filter((key) => isThere(edits.get(key), lot)),
  );
  return done.length === 0 ? edits : without(edits, done);
}

function isThere(edit: Edit | undefined, lot: Lot): boolean {
  return edit?.state === "saved" && lot.updatedAt >= edit.savedAt;
}

function without(edits: Edits, keys: readonly string[]): Edits {
  return new Map([...edits].filter(([key]) => !keys.includes(key)));
}

/** The lot as it will be once what was typed is saved; an edit that failed changes nothing. */
export function overlaid(lot: Lot, edits: Edits, currency: string | null): Lot {
  const changes = EDIT_FIELDS.flatMap((field) => {
    const edit = edits.get(editKey(lot.id, field));
    const shown = edit !== undefined && edit.state !== "failed" && !isThere(edit, lot);
    return shown ? [changeOf(field, edit.typed)] : [];
  });
  if (changes.length === 0) return lot;
  const changed: Lot = Object.assign({ ...lot }, ...changes);
  return changed.price === lot.price
    ? changed
    : { ...changed, currency: changed.price === null ? null : currency };
}
