import { type FocusEvent, useMemo, useState } from "react";

/** Whether a pointer or the focus is in an element, by handlers that it is given. */
export function useHold() {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const handlers = useMemo(
    () => ({
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) =>
        setFocused(currentTarget.contains(relatedTarget)),
    }),
    [],
  );
  return { isHeld: isPointed || isFocused, handlers };
}

export type Hold = ReturnType<typeof useHold>;
