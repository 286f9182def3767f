import { type FocusEvent, type SyntheticEvent, useEffect, useMemo, useState } from "react";

/** Handlers for the element that is asked about. */
export interface Touch {
  readonly onPointerEnter: (event: SyntheticEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: (event: SyntheticEvent) => void;
  readonly onBlur: (event: FocusEvent) => void;
}

/** Whether a pointer or the focus is in an element: what somebody points at or is in must not move. */
export function useTouched(): { readonly isTouched: boolean; readonly touch: Touch } {
  const [pointed, setPointed] = useState<Element | null>(null);
  const [focused, setFocused] = useState<Element | null>(null);
  // What had the focus, or all of the element, may be gone since: browsers tell nobody.
  useEffect(() => {
    setPointed((element) => (element?.isConnected ? element : null));
    setFocused((element) => (element?.contains(document.activeElement) ? element : null));
  });
  const touch = useMemo<Touch>(
    () => ({
      onPointerEnter: ({ currentTarget }) => setPointed(currentTarget),
      onPointerLeave: () => setPointed(null),
      onFocus: ({ currentTarget }) => setFocused(currentTarget),
      onBlur: ({ currentTarget, relatedTarget }) =>
        setFocused(
          relatedTarget instanceof Node && currentTarget.contains(relatedTarget) ? currentTarget : null,
        ),
    }),
    [],
  );
  return { isTouched: pointed !== null || focused !== null, touch };
}
