import { useEffect, useEffectEvent } from "react";
import { isLetterKey } from "../../ui/letterKeys.ts";

/** Calls when Esc is pressed outside of fields and nothing further in has taken it; with null it is left to others. */
export function useEscape(press: (() => void) | null): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (press === null || event.key !== "Escape" || !isLetterKey(event)) return;
    event.preventDefault();
    press();
  });
  useEffect(() => {
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
