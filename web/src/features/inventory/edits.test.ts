import { describe, expect, test } from "vitest";
import {
  answered,
  changeOf,
  type Edit,
  type EditField,
  editKey,
  overlaid,
  pending,
  withoutFailure,
  wrongEdit,
} from "./edits.ts";
import { lotOf } from "./lots.fixture.ts";

const LOT = lotOf({ id: 7, updatedAt: 100 });

function shown(field: EditField, edit: Edit) {
  return overlaid(LOT, new Map([[editKey(7, field), edit]]), "USD");
}

describe("an edit", () => {
  test("is shown while it is being saved, and until the live value has it", () => {
    expect(shown("quantity", { state: "saving", typed: "40" }).quantity).toBe(40);
    expect(shown("quantity", { state: "saved", typed: "40", savedAt: 101 }).quantity).toBe(40);
    expect(shown("quantity", { state: "saved", typed: "40", savedAt: 100 })).toBe(LOT);
  });

  test("that failed gives the old value back", () => {
    expect(shown("quantity", { state: "failed", typed: "40", why: "no" })).toBe(LOT);
  });

  test("of a price is meant in the server's currency", () => {
    expect(shown("price", { state: "saving", typed: "0.09" })).toMatchObject({
      price: "0.09",
      currency: "USD",
    });
    expect(shown("price", { state: "saving", typed: "" })).toMatchObject({ price: null, currency: null });
    expect(shown("remarks", { state: "saving", typed: "dusty" }).currency).toBe("EUR");
  });

  test("that is still being saved is not given back", () => {
    const edits = new Map([["7 price", { state: "saving", typed: "1" } as const]]);
    expect(withoutFailure(edits, "7 price")).toBe(edits);
    const failed = new Map([["7 price", { state: "failed", typed: "1", why: "no" } as const]]);
    expect(withoutFailure(failed, "7 price").size).toBe(0);
  });

  test("stays what it is when an earlier one of its field is answered", () => {
    const saved = { state: "saved", typed: "1", savedAt: 9 } as const;
    const edits = new Map([["7 price", { state: "saving", typed: "2" } as const]]);
    expect(answered(edits, "7 price", "1", saved)).toBe(edits);
    expect(answered(edits, "7 price", "2", saved).get("7 price")).toBe(saved);
  });

  test("is forgotten once the live lot has it, and one that failed is not", () => {
    const edits = new Map<string, Edit>([
      ["7 price", { state: "saved", typed: "1", savedAt: 100 }],
      ["7 remarks", { state: "saved", typed: "dusty", savedAt: 101 }],
      ["7 storage", { state: "failed", typed: "A", why: "no" }],
    ]);
    expect([...pending(edits, [LOT]).keys()]).toEqual(["7 remarks", "7 storage"]);
  });

  test("of another lot changes nothing here", () => {
    const other = new Map([[editKey(8, "quantity"), { state: "saving", typed: "40" } as const]]);
    expect(overlaid(LOT, other, "USD")).toBe(LOT);
  });

  test("is sent as the field that it is of, and nothing as null", () => {
    expect(changeOf("condition", "new")).toEqual({ condition: "new" });
    expect(changeOf("quantity", " 40 ")).toEqual({ quantity: 40 });
    expect(changeOf("storage", "  ")).toEqual({ storage: null });
  });

  test("is checked as the form checks it", () => {
    expect(wrongEdit("price", "1,50")).toContain("price is a decimal number");
    expect(wrongEdit("price", "")).toBeNull();
    expect(wrongEdit("condition", "new")).toBeNull();
  });
});
