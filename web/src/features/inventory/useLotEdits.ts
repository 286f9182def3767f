import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../lib/http.ts";
import type { Lot, LotDetail } from "../../lib/wire.ts";
import { changeOf, type Edit, type EditField, type Edits, editKey } from "./edits.ts";
import { reasonOf } from "./reason.ts";

interface Change {
  readonly lot: Lot;
  readonly field: EditField;
  readonly typed: string;
}

/** Saves fields of lots one after the other, so that of two edits of one field the later stays. */
export function useLotEdits(): { readonly edits: Edits; readonly edit: (change: Change) => void } {
  const [edits, setEdits] = useState<Edits>(new Map());
  const note = ({ lot, field }: Change, edit: Edit) =>
    setEdits((before) => new Map(before).set(editKey(lot.id, field), edit));
  const save = useMutation({
    mutationFn: ({ lot, field, typed }: Change) =>
      request<LotDetail>("PATCH", `/api/inventory/lots/${lot.id}`, { body: changeOf(field, typed) }),
    scope: { id: "lots" },
    networkMode: "always",
    onSuccess: ({ updatedAt }, change) =>
      note(change, { state: "saved", typed: change.typed, savedAt: updatedAt }),
    onError: (error, change) => note(change, { state: "failed", typed: change.typed, why: reasonOf(error) }),
  });
  const edit = (change: Change) => {
    note(change, { state: "saving", typed: change.typed });
    save.mutate(change);
  };
  return { edits, edit };
}
