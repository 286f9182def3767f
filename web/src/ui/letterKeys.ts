/** Single letters and signs as keys: only outside fields, without modifiers, and only unless switched off (WCAG 2.1.4). */
import { useEffect, useEffectEvent } from "react";
import { BrowserStorage } from "../lib/storage.ts";

const STORED = "freshbrick.letterKeys";

export function letterKeysOn(storage = new BrowserStorage()): boolean {
  return storage.read(STORED) !== "off";
}

export function switchLetterKeys(on: boolean, storage = new BrowserStorage()): void {
  storage.write(STORED, on ? "on" : "off");
}

/** Whether an event is a key by itself and not part of what is being typed. */
export function isLetterKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return false;
  const target = event.target instanceof Element ? event.target : null;
  return (
    target?.closest("input, textarea, select, [contenteditable], [role=dialog][aria-modal=true]") === null
  );
}

/** While this component is shown, `keys["r"]` is called when r is pressed. */
export function useLetterKeys(keys: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const act = keys[event.key];
    if (act === undefined || !isLetterKey(event) || !letterKeysOn()) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
