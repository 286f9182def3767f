import { expect, test } from "vitest";
import type { LotList } from "../../lib/wire.ts";
import { type Held, NOTHING } from "../../live/held.ts";
import { LotPages } from "./LotPages.ts";
import { lotOf } from "./lots.fixture.ts";

/** A client whose server the test plays: by cursor, what is watched and what was told. */
class Client {
  readonly watched = new Map<string, () => void>();
  readonly told = new Map<string, LotList>();

  watch = (_query: "getLots", { cursor }: { cursor?: string | null }, changed: () => void) => {
    this.watched.set(cursor ?? "", changed);
    return () => this.watched.delete(cursor ?? "");
  };

  held = (_query: "getLots", { cursor }: { cursor?: string | null }): Held<LotList> => {
    const value = this.told.get(cursor ?? "");
    return value === undefined ? NOTHING : { ...NOTHING, value };
  };

  tell(cursor: string, ids: readonly number[], nextCursor: string | null): void {
    const items = ids.map((id) => lotOf({ id }));
    this.told.set(cursor, { items, totals: null, nextCursor });
    this.watched.get(cursor)?.();
  }
}

function opened() {
  const client = new Client();
  const pages = new LotPages(client as unknown as ConstructorParameters<typeof LotPages>[0]);
  const stop = pages.watch(() => {});
  return { client, pages, stop, ids: () => pages.held().items.map((lot) => lot.id) };
}

test("the first pages are there while the others are on their way", () => {
  const { client, pages, ids } = opened();
  expect(pages.held()).toMatchObject({ isLoading: true, complete: false });
  client.tell("", [1, 2], "2");
  expect([ids(), pages.held().complete]).toEqual([[1, 2], false]);
  client.tell("2", [3], null);
  expect([ids(), pages.held().complete]).toEqual([[1, 2, 3], true]);
});

test("a removed lot moves no page behind it, and none is shown twice", () => {
  const { client, ids } = opened();
  client.tell("", [1, 2], "2");
  client.tell("2", [3, 4], "4");
  client.tell("4", [5], null);
  client.tell("", [2, 3], "3");
  expect([...client.watched.keys()]).toEqual(["", "2", "4"]);
  expect(ids()).toEqual([2, 3, 4, 5]);
});

test("a page that ends earlier than before leaves no gap", () => {
  const { client, ids } = opened();
  client.tell("", [1, 2, 3], "3");
  client.tell("3", [4], null);
  client.tell("", [1, 2], "2");
  client.tell("2", [3, 4], null);
  expect([...client.watched.keys()]).toEqual(["", "2"]);
  expect(ids()).toEqual([1, 2, 3, 4]);
});

test("what is behind the last page is watched no more, and nothing once it is stopped", () => {
  const { client, stop, ids } = opened();
  client.tell("", [1, 2], "2");
  client.tell("2", [3], null);
  client.tell("", [1], null);
  expect([[...client.watched.keys()], ids()]).toEqual([[""], [1]]);
  stop();
  expect(client.watched.size).toBe(0);
});
