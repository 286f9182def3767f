/** Answers that a real server wrote (tests/web/test_snapshots.py), read as the hooks read them. */
import { expect, expectTypeOf, test } from "vitest";
import colorsFresh from "../../../tests/web/snapshots/colors_fresh.json";
import colorsNone from "../../../tests/web/snapshots/colors_none.json";
import guideFresh from "../../../tests/web/snapshots/guide_fresh.json";
import guideQueued from "../../../tests/web/snapshots/guide_queued.json";
import lots from "../../../tests/web/snapshots/lots.json";
import outbox from "../../../tests/web/snapshots/outbox.json";
import partFresh from "../../../tests/web/snapshots/part_fresh.json";
import partInflight from "../../../tests/web/snapshots/part_inflight.json";
import partMissing from "../../../tests/web/snapshots/part_missing.json";
import partQueued from "../../../tests/web/snapshots/part_queued.json";
import partRefreshing from "../../../tests/web/snapshots/part_refreshing.json";
import partRetrying from "../../../tests/web/snapshots/part_retrying.json";
import partStale from "../../../tests/web/snapshots/part_stale.json";
import partUnknown from "../../../tests/web/snapshots/part_unknown.json";
import progress from "../../../tests/web/snapshots/progress.json";
import categories from "../../../tests/web/snapshots/reference_categories.json";
import colors from "../../../tests/web/snapshots/reference_colors.json";
import search from "../../../tests/web/snapshots/search.json";
import status from "../../../tests/web/snapshots/status.json";
import type { Value } from "../live/client.ts";
import { NOTHING } from "../live/held.ts";
import { type Answer, answerOf } from "./answerOf.ts";

/** A type as it is read from JSON, where every text is just a string. */
type Json<T> = T extends string
  ? string
  : T extends readonly (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [K in keyof T]: Json<T[K]> }
      : T;

test("what a server writes has the types that the hooks promise", () => {
  expectTypeOf(partFresh.value).toExtend<Json<Value<"getPart">>>();
  expectTypeOf(partMissing.value).toExtend<Json<Value<"getPart">>>();
  expectTypeOf(partInflight.value).toExtend<Json<Value<"getPart">>>();
  expectTypeOf(partUnknown.value).toExtend<Json<Value<"getPart">>>();
  expectTypeOf(colorsFresh.value).toExtend<Json<Value<"getPartColors">>>();
  expectTypeOf(guideFresh.value).toExtend<Json<Value<"getPriceGuide">>>();
  expectTypeOf(colors.value).toExtend<Json<Value<"getColors">>>();
  expectTypeOf(categories.value).toExtend<Json<Value<"getCategories">>>();
  expectTypeOf(search.value).toExtend<Json<Value<"searchParts">>>();
  expectTypeOf(lots.value).toExtend<Json<Value<"getLots">>>();
  expectTypeOf(outbox.value).toExtend<Json<Value<"getOutbox">>>();
  expectTypeOf(progress.value).toExtend<Json<Value<"getProgress">>>();
  expectTypeOf(status.value).toExtend<Json<Value<"getStatus">>>();
});

test.each([
  ["part_missing", partMissing, "missing", false, false],
  ["part_queued", partQueued, "refreshing", true, true],
  ["part_inflight", partInflight, "refreshing", true, true],
  ["part_fresh", partFresh, "fresh", false, false],
  ["part_stale", partStale, "stale", false, false],
  ["part_refreshing", partRefreshing, "refreshing", false, true],
  ["part_unknown", partUnknown, "missing", false, false],
  ["part_retrying", partRetrying, "refreshing", false, true],
  ["colors_fresh", colorsFresh, "fresh", false, false],
  ["colors_none", colorsNone, "fresh", false, false],
  ["guide_queued", guideQueued, "refreshing", true, true],
  ["guide_fresh", guideFresh, "fresh", false, false],
] as const)("%s.json", (_name, { value, now }, expected, isLoading, isRefreshing) => {
  const held = { ...NOTHING, value: value as Answer<unknown> };
  const answer = answerOf(held, "online", now);
  expect(answer).toMatchObject({ status: expected, isLoading, isRefreshing });
  const { data, lastFetched, staleAt, refresh, error } = answer;
  expect({ data, lastFetched, staleAt, refresh, error, status: expected }).toEqual(value);
});
