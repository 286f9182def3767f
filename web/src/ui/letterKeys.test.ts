import { afterEach, expect, test } from "vitest";
import { isLetterKey } from "./letterKeys.ts";

afterEach(() => document.body.replaceChildren());

/** What a key pressed on the element of this markup that has the id `at` comes to. */
function pressed(markup: string, given: KeyboardEventInit = {}): boolean {
  const outcome: boolean[] = [];
  const listen = (event: KeyboardEvent) => outcome.push(isLetterKey(event));
  document.addEventListener("keydown", listen, { once: true });
  document.body.innerHTML = markup;
  const key = new KeyboardEvent("keydown", { key: "r", bubbles: true, cancelable: true, ...given });
  document.getElementById("at")?.dispatchEvent(key);
  return outcome[0] ?? false;
}

test.each([
  ["the page", '<p id="at"></p>', true],
  ["a button", '<button id="at"></button>', true],
  ["a radio button", '<input id="at" type="radio">', true],
  ["a check box", '<input id="at" type="checkbox">', true],
  ["a field", '<input id="at">', false],
  ["a field for searching", '<input id="at" type="search">', false],
  ["a field of many lines", '<textarea id="at"></textarea>', false],
  ["a choice", '<select id="at"></select>', false],
])("a letter on %s", (_, markup, isKey) => {
  expect(pressed(markup)).toBe(isKey);
});

test("what belongs to the browser or the system stays theirs", () => {
  expect(pressed('<p id="at"></p>', { ctrlKey: true })).toBe(false);
  expect(pressed('<p id="at"></p>', { metaKey: true })).toBe(false);
  expect(pressed('<p id="at"></p>', { isComposing: true })).toBe(false);
});
