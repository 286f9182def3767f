import type { Lot } from "../../lib/wire.ts";

/** A lot for tests, with these fields. */
export function lotOf(fields: Partial<Lot> & { readonly id: number }): Lot {
  return {
    partNumber: "3001",
    name: "Brick 2 x 4",
    colorId: 5,
    colorName: "Red",
    hexCode: "b40000",
    condition: "used",
    quantity: 12,
    price: "0.0700",
    currency: "EUR",
    remarks: null,
    storage: null,
    createdAt: 1,
    updatedAt: 1,
    guide: { price: "0.0800", fetchedAt: 1_000 },
    ...fields,
  };
}
