import { useMemo, useState } from "react";
import type { Lot } from "../../lib/wire.ts";
import { heldOrder, sameOrder } from "./order.ts";
import { filtered, type LotFilter, type LotSort, type Row, rowOf, sorted } from "./rows.ts";

interface Shown {
  readonly asked: object;
  readonly order: readonly number[];
}

/**
 * The rows to show. A change of filter or sort is followed at once; what changes by itself moves no row while the
 * order `isHeld`.
 */
export function useRows(
  lots: readonly Lot[],
  currency: string | null,
  filter: LotFilter,
  sort: LotSort,
  isHeld: boolean,
): readonly Row[] {
  const rows = useMemo(() => lots.map((lot) => rowOf(lot, currency)), [lots, currency]);
  const byId = useMemo(() => new Map(rows.map((row) => [row.lot.id, row])), [rows]);
  const wanted = useMemo(
    () => sorted(filtered(rows, filter), sort).map((row) => row.lot.id),
    [rows, filter, sort],
  );
  const asked = useMemo(() => ({ filter, sort }), [filter, sort]);
  const [shown, setShown] = useState<Shown>({ asked, order: wanted });
  const order = isHeld && shown.asked === asked ? heldOrder(shown.order, wanted, byId) : wanted;
  if (shown.asked !== asked || !sameOrder(order, shown.order)) setShown({ asked, order });
  return useMemo(() => order.flatMap((id) => byId.get(id) ?? []), [order, byId]);
}
