import { beforeEach, expect, it } from "vitest";
import { Journal } from "./journal.ts";

const waiting = (low: number) => ({ of: "waiting", low }) as const;
const upstream = { of: "upstream", state: "ok" } as const;

beforeEach(() => localStorage.clear());

it("notes what became another, and nothing twice", () => {
  const journal = new Journal(1, "a");
  for (const seen of [waiting(14), waiting(14), upstream, waiting(14), waiting(4)]) journal.note(seen);
  expect(journal.all.map((seen) => (seen.of === "waiting" ? seen.low : seen.of))).toEqual([
    14,
    "upstream",
    4,
  ]);
});

it("knows what other pages of the same demo have seen, whichever noted last", () => {
  const [first, second] = [new Journal(1, "a"), new Journal(1, "b")];
  first.note(waiting(14));
  second.note(waiting(14));
  first.note(waiting(4));
  second.reload();
  expect(second.all.map(({ page }) => page)).toEqual(["a", "a", "b"]);
});

it("forgets the demo before", () => {
  new Journal(1, "a").note(waiting(14));
  expect(new Journal(2, "b").all).toEqual([]);
  expect(localStorage.length).toBe(0);
});

it("reads past what it cannot understand", () => {
  localStorage.setItem("freshbrick.tour.1.0", "{broken");
  localStorage.setItem("freshbrick.tour.1.1", "7");
  const journal = new Journal(1, "a");
  journal.note(waiting(14));
  expect(journal.all).toHaveLength(1);
});

it("tells who listens, and begins anew when asked", () => {
  const journal = new Journal(1, "a");
  let told = 0;
  const end = journal.subscribe(() => told++);
  journal.note(waiting(1));
  journal.clear();
  end();
  journal.note(waiting(2));
  expect(told).toBe(2);
  expect(journal.all).toHaveLength(1);
});
