import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { flushSync } from "react-dom";
import { request } from "../../lib/http.ts";
import type { Lot } from "../../lib/wire.ts";
import { lotWords, table as texts } from "../../texts/inventory.ts";
import { useAnnounce } from "../../ui/Announcer.tsx";
import { type Touch, useTouched } from "../../ui/useTouched.ts";
import { reasonOf } from "./reason.ts";
import { cellId } from "./useGrid.ts";

/** For how long a removal can be taken back (ms); longer while somebody points at the way back, or is on it. */
const UNDO_MS = 10_000;

/** A lot that is removed is hidden at once, and deleted once it can no longer be taken back. */
export interface Removal {
  readonly gone: ReadonlySet<number>;
  /** The lot that can be taken back. */
  readonly last: Lot | null;
  readonly failure: string | null;
  readonly remove: (lot: Lot) => void;
  readonly undo: () => void;
  /** For the element that offers the way back. */
  readonly touch: Touch;
}

export function useRemoval(): Removal {
  const [gone, setGone] = useState<ReadonlySet<number>>(new Set());
  const [last, setLast] = useState<Lot | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const { isTouched, touch } = useTouched();
  const announce = useAnnounce();
  const showAgain = ({ id }: Lot) => setGone((before) => new Set([...before].filter((one) => one !== id)));
  const deletion = useMutation({
    // A page that is being closed sends it all the same.
    mutationFn: ({ id }: Lot) => request<null>("DELETE", `/api/inventory/lots/${id}`, { keepalive: true }),
    onError: (error, lot) => {
      const sentence = texts.notRemoved(lotWords(lot), reasonOf(error));
      showAgain(lot);
      setFailure(sentence);
      announce(sentence);
    },
  });
  const finish = () => {
    if (last !== null) deletion.mutate(last);
    setLast(null);
  };
  const remove = (lot: Lot) => {
    finish();
    setFailure(null);
    setGone((before) => new Set(before).add(lot.id));
    setLast(lot);
    announce(texts.removed(lotWords(lot)));
  };
  const undo = () => {
    if (last === null) return;
    flushSync(() => {
      showAgain(last);
      setLast(null);
    });
    announce(texts.undone(lotWords(last)));
    document.getElementById(cellId({ lotId: last.id, field: "remove" }))?.focus();
  };
  useFinish(last, isTouched, finish);
  return { gone, last, failure, remove, undo, touch };
}

/** Finishes a removal when its time is up, and when the page is left. */
function useFinish(last: Lot | null, isTouched: boolean, finish: () => void): void {
  const finishNow = useEffectEvent(finish);
  useEffect(() => {
    if (last === null || isTouched) return;
    const timer = setTimeout(finishNow, UNDO_MS);
    return () => clearTimeout(timer);
  }, [last, isTouched]);
  useEffect(() => {
    addEventListener("pagehide", finishNow);
    return () => {
      removeEventListener("pagehide", finishNow);
      finishNow();
    };
  }, []);
}
