import { describe, expect, test } from "vitest";
import { changeOf, type Edit, type EditField, editKey, overlaid, wrongEdit } from "./edits.ts";
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
