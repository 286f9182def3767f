/**
 * The order of rows to show. While it is held, because a pointer or the focus is in the table, no row changes its
 * place: what is gone leaves, what is new stands behind the others.
 */
export function heldOrder(
  shown: readonly number[],
  wanted: readonly number[],
  existing: { has(id: number): boolean },
): readonly number[] {
  const before = new Set(shown);
  const order = [...shown.filter((id) => existing.has(id)), ...wanted.filter((id) => !before.has(id))];
  return sameOrder(order, shown) ? shown : order;
}

export function sameOrder(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
