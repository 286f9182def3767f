import { beforeEach, expect, test } from "vitest";
import { DAY } from "../lib/time.ts";
import { hasFailedLately, rememberFailure } from "./failedPictures.ts";

beforeEach(() => localStorage.clear());

test("a picture that failed is let alone for a day", () => {
  rememberFailure("https://pictures.example/3001.png", 1_000);
  expect(hasFailedLately("https://pictures.example/3001.png", 1_000 + DAY - 1)).toBe(true);
  expect(hasFailedLately("https://pictures.example/3001.png", 1_000 + DAY)).toBe(false);
  expect(hasFailedLately("https://pictures.example/3002.png", 1_000)).toBe(false);
});

test("no more than two hundred are kept, the newest", () => {
  for (let number = 0; number < 250; number++) rememberFailure(`picture ${number}`, number);
  expect(hasFailedLately("picture 49", 250)).toBe(false);
  expect(hasFailedLately("picture 50", 250)).toBe(true);
});

test("what cannot be read is forgotten", () => {
  localStorage.setItem("freshbrick.failedPictures", "{broken");
  expect(hasFailedLately("a", 0)).toBe(false);
  rememberFailure("a", 0);
  expect(hasFailedLately("a", 1)).toBe(true);
});
