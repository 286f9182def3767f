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

/** What is typed into; radio buttons and check boxes take no letters. */
const FIELDS = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
/** What lies over the page has the keys to itself: Esc closes it, and nothing behind it acts. */
const OVER_THE_PAGE = "dialog:modal, :popover-open";

/** Whether an event is a key by itself: not part of what is being typed, and meant for the page. */
export function isLetterKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return false;
  if (document.querySelector(OVER_THE_PAGE) !== null) return false;
  return event.target instanceof Element && event.target.closest(FIELDS) === null;
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
