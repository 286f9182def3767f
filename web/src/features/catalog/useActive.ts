import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { PartHit } from "../../lib/wire.ts";

export interface Active {
  /** The card that Tab leads to. */
  readonly active: number;
  readonly setActive: (index: number) => void;
  /** The same, and the focus goes there. */
  readonly moveTo: (index: number) => void;
}

/** Which card the keys are at. It stays with its part when the list is another; without one it is the open part's. */
export function useActive(
  list: RefObject<HTMLElement | null>,
  items: readonly PartHit[],
  openPart: string | null,
): Active {
  const [chosen, setChosen] = useState<string | null>(null);
  const [index, setIndex] = useState(0);
  const wantsFocus = useRef(false);
  const active = indexOf(items, chosen ?? openPart, index);

  const setActive = (next: number) => {
    setIndex(next);
    setChosen(items[next]?.partNumber ?? null);
  };
  const moveTo = (next: number) => {
    wantsFocus.current = true;
    setActive(next);
  };

  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const card = list.current?.querySelector<HTMLElement>(`[data-index="${active}"] [data-card]`);
    if (!card) return;
    wantsFocus.current = false;
    card.focus({ preventScroll: true });
  });

  const wasOpen = useRef<string | null>(null);
  useEffect(() => {
    const closed = openPart === null ? wasOpen.current : null;
    wasOpen.current = openPart;
    // The part that was closed had the focus, which is nowhere now.
    if (closed === null || document.activeElement !== document.body) return;
    wantsFocus.current = true;
    setChosen(closed);
  }, [openPart]);

  return { active, setActive, moveTo };
}

/** Where a part stands; `at` is where it stood before. 0 if it is not in the list. */
function indexOf(items: readonly PartHit[], partNumber: string | null, at: number): number {
  if (partNumber === null) return 0;
  if (items[at]?.partNumber === partNumber) return at;
  return Math.max(
    0,
    items.findIndex((hit) => hit.partNumber === partNumber),
  );
}
