import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../lib/http.ts";
import type { Lot, LotDetail, NewLot } from "../../lib/wire.ts";
import { lotWords, table as texts } from "../../texts/inventory.ts";
import { useAnnounce } from "../../ui/Announcer.tsx";
import { reasonOf } from "./reason.ts";

/** The lot that was removed last can be brought back: as a new lot with the same fields. */
export interface Removal {
  readonly gone: ReadonlySet<number>;
  readonly last: Lot | null;
  readonly failure: string | null;
  readonly remove: (lot: Lot) => void;
  readonly undo: () => void;
}

export function useRemoval(): Removal {
  const [gone, setGone] = useState<ReadonlySet<number>>(new Set());
  const [last, setLast] = useState<Lot | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const announce = useAnnounce();
  const removal = useMutation({
    mutationFn: (lot: Lot) => request<undefined>("DELETE", `/api/inventory/lots/${lot.id}`),
    onMutate: (lot) => {
      setFailure(null);
      setGone((before) => new Set(before).add(lot.id));
    },
    onSuccess: (_, lot) => {
      setLast(lot);
      announce(texts.removed(lotWords(lot)));
    },
    onError: (error, lot) => {
      setGone((before) => new Set([...before].filter((id) => id !== lot.id)));
      setFailure(texts.notRemoved(lotWords(lot), reasonOf(error)));
    },
  });
  const revival = useMutation({
    mutationFn: (lot: Lot) => request<LotDetail>("POST", "/api/inventory/lots", { body: newAgain(lot) }),
    onMutate: () => setFailure(null),
    onSuccess: (lot) => {
      setLast(null);
      announce(texts.undone(lotWords(lot)));
    },
    onError: (error, lot) => setFailure(texts.notUndone(lotWords(lot), reasonOf(error))),
  });
  const undo = () => {
    if (last !== null && !revival.isPending) revival.mutate(last);
  };
  return { gone, last, failure, remove: removal.mutate, undo };
}

function newAgain({ partNumber, colorId, condition, quantity, price, remarks, storage }: Lot): NewLot {
  return { partNumber, colorId, condition, quantity, price, remarks, storage };
}
