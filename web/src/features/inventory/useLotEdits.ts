import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../lib/http.ts";
import type { Lot, LotDetail } from "../../lib/wire.ts";
import { changeOf, type Edit, type EditField, type Edits, editKey } from "./edits.ts";
import { reasonOf } from "./reason.ts";

/** A field of a lot, and what was typed into it. */
export interface Change {
  readonly lot: Lot;
  readonly field: EditField;
  readonly typed: string;
}

export interface LotEdits {
  readonly edits: Edits;
  readonly save: (change: Change) => void;
  /** Keep what cannot be saved, with the reason, until it is tried again or forgotten. */
  readonly fail: (change: Change, why: string) => void;
  readonly forget: (change: Change) => void;
}

/** Saves fields of lots one after the other, so that of two edits of one field the later stays. */
export function useLotEdits(): LotEdits {
  const [edits, setEdits] = useState<Edits>(new Map());
  const note = ({ lot, field }: Change, edit: Edit) =>
    setEdits((before) => new Map(before).set(editKey(lot.id, field), edit));
  const fail = (change: Change, why: string) => note(change, { state: "failed", typed: change.typed, why });
  const mutation = useMutation({
    mutationFn: ({ lot, field, typed }: Change) =>
      request<LotDetail>("PATCH", `/api/inventory/lots/${lot.id}`, { body: changeOf(field, typed) }),
    scope: { id: "lots" },
    onSuccess: ({ updatedAt }, change) =>
      note(change, { state: "saved", typed: change.typed, savedAt: updatedAt }),
    onError: (error, change) => fail(change, reasonOf(error)),
  });
  const save = (change: Change) => {
    note(change, { state: "saving", typed: change.typed });
    mutation.mutate(change);
  };
  const forget = ({ lot, field }: Change) =>
    setEdits((before) => new Map([...before].filter(([key]) => key !== editKey(lot.id, field))));
  return { edits, save, fail, forget };
}
