import { type FocusEvent, type RefObject, useEffect, useRef, useState } from "react";
import { follow, hold, type Identified, type Row, unseen } from "./held.ts";

export interface HeldRows<T> {
  readonly rows: readonly Row<T>[];
  /** How many are not shown because the order is held. */
  readonly waiting: number;
  /** Show them although it is. */
  readonly catchUp: () => void;
  /** For the element around the rows. */
  readonly touch: {
    readonly ref: RefObject<HTMLUListElement | null>;
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: () => void;
    readonly onBlur: (event: FocusEvent) => void;
  };
}

/** The rows of a live list, whose order stays while a pointer or the focus is among them. */
export function useHeldRows<T extends Identified>(live: readonly T[]): HeldRows<T> {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const [held, setHeld] = useState<readonly Row<T>[] | null>(null);
  const isTouched = isPointed || isFocused;
  if (isTouched && held === null) setHeld(follow(live));
  if (!isTouched && held !== null) setHeld(null);
  // What had the focus may be gone with its message: browsers tell nobody.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever the list has changed
  useEffect(() => setFocused(list.current?.contains(document.activeElement) ?? false), [live]);
  const rows = held === null ? follow(live) : hold(held, live);
  return {
    rows,
    waiting: unseen(rows, live),
    catchUp: () => setHeld(follow(live)),
    touch: {
      ref: list,
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: ({ currentTarget, relatedTarget }) =>
        setFocused(relatedTarget instanceof Node && currentTarget.contains(relatedTarget)),
    },
  };
}
