import { useState } from "react";
import { type Touch, useTouched } from "../../ui/useTouched.ts";
import { follow, hold, type Identified, type Row, unseen } from "./held.ts";

export interface HeldRows<T> {
  readonly rows: readonly Row<T>[];
  /** How many are not shown because the order is held. */
  readonly waiting: number;
  /** Show them although it is. */
  readonly catchUp: () => void;
  /** For the element around the rows. */
  readonly touch: Touch;
}

/** The rows of a live list, whose order stays while a pointer or the focus is among them. */
export function useHeldRows<T extends Identified>(live: readonly T[]): HeldRows<T> {
  const { isTouched, touch } = useTouched();
  const [held, setHeld] = useState<readonly Row<T>[] | null>(null);
  if (isTouched && held === null) setHeld(follow(live));
  if (!isTouched && held !== null) setHeld(null);
  const rows = held === null ? follow(live) : hold(held, live);
  return {
    rows,
    waiting: unseen(rows, live),
    catchUp: () => setHeld(follow(live)),
    touch,
  };
}
