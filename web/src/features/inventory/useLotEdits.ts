import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { request } from "../../lib/http.ts";
import type { Lot, LotDetail } from "../../lib/wire.ts";
import {
  answered,
  changeOf,
  type Edit,
  type EditField,
  type Edits,
  editKey,
  pending,
  withoutFailure,
} from "./edits.ts";
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
  /** Keep what cannot be saved, with the reason, until it is tried again or given back. */
  readonly fail: (change: Change, why: string) => void;
  /** Forget what could not be saved; what is being saved still is. */
  readonly giveBack: (change: Change) => void;
}

const EDITS = ["lotEdits"];
const NONE: Edits = new Map();

/**
 * Saves fields of lots one after the other, so that of two edits of one field the later stays. The edits outlive the
 * page: whoever comes back finds what could not be saved.
 */
export function useLotEdits(lots: readonly Lot[]): LotEdits {
  const queries = useQueryClient();
  const { data: edits = NONE } = useQuery({
    queryKey: EDITS,
    queryFn: skipToken,
    initialData: NONE,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const change = (next: (before: Edits) => Edits) =>
    queries.setQueryData<Edits>(EDITS, (before = NONE) => next(before));
  const note = ({ lot, field }: Change, edit: Edit) =>
    change((before) => new Map(before).set(editKey(lot.id, field), edit));
  const answer = ({ lot, field, typed }: Change, edit: Edit) =>
    change((before) => answered(before, editKey(lot.id, field), typed, edit));
  const mutation = useMutation({
    mutationFn: ({ lot, field, typed }: Change) =>
      request<LotDetail>("PATCH", `/api/inventory/lots/${lot.id}`, { body: changeOf(field, typed) }),
    scope: { id: "lots" },
    onSuccess: ({ updatedAt }, saved) =>
      answer(saved, { state: "saved", typed: saved.typed, savedAt: updatedAt }),
    onError: (error, failed) =>
      answer(failed, { state: "failed", typed: failed.typed, why: reasonOf(error) }),
  });
  useEffect(() => {
    queries.setQueryData<Edits>(EDITS, (before = NONE) => pending(before, lots));
  }, [queries, lots]);
  return {
    edits,
    save: (saved) => {
      note(saved, { state: "saving", typed: saved.typed });
      mutation.mutate(saved);
    },
    fail: (failed, why) => note(failed, { state: "failed", typed: failed.typed, why }),
    giveBack: ({ lot, field }) => change((before) => withoutFailure(before, editKey(lot.id, field))),
  };
}
