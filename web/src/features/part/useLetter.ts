import { useEffect, useEffectEvent } from "react";

/** Calls when the letter is pressed, alone and outside of fields. */
export function useLetter(letter: string, press: () => void): void {
  const pressed = useEffectEvent(press);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== letter || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || isField(event.target)) return;
      event.preventDefault();
      pressed();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [letter]);
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input:not([type=radio]), textarea, select, [contenteditable]") !== null
  );
}
