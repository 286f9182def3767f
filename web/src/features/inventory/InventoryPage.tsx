import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import { filter as filterTexts, page as texts } from "../../texts/inventory.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Failure } from "../../ui/Failure.tsx";
import { useTouched } from "../../ui/useTouched.ts";
import { AddLot } from "./AddLot.tsx";
import { overlaid } from "./edits.ts";
import classes from "./InventoryPage.module.css";
import { LotTable } from "./LotTable.tsx";
import { Notice } from "./Notice.tsx";
import { FIRST_SORT, NO_FILTER } from "./rows.ts";
import { TableSkeleton } from "./TableSkeleton.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { Totals } from "./Totals.tsx";
import { useLotEdits } from "./useLotEdits.ts";
import { useLots } from "./useLots.ts";
import { useRemoval } from "./useRemoval.ts";
import { useRows } from "./useRows.ts";

/** What somebody keeps, and what it is worth: totals, the form, the table; all of it live. */
export function InventoryPage() {
  const { items, totals, complete, isLoading, error } = useLots();
  const lotEdits = useLotEdits(items);
  const removal = useRemoval();
  const [filter, setFilter] = useState(NO_FILTER);
  const [sort, setSort] = useState(FIRST_SORT);
  const { isTouched, touch } = useTouched();
  const colors = useLiveQuery("getColors", {}).value?.data;
  const staleAfterMs = useLiveQuery("getStatus", {}).value?.settings.staleAfterMs.price_guide ?? null;
  const colorTypes = useMemo(() => new Map(colors?.map(({ colorId, type }) => [colorId, type])), [colors]);
  const currency = totals?.currency ?? null;
  const lots = useMemo(
    () =>
      items.filter((lot) => !removal.gone.has(lot.id)).map((lot) => overlaid(lot, lotEdits.edits, currency)),
    [items, removal.gone, lotEdits.edits, currency],
  );
  const rows = useRows(lots, currency, filter, sort, isTouched);
  return (
    <div className={classes.page}>
      <h1>{texts.title}</h1>
      <Totals totals={totals} />
      <AddLot isOpen={totals?.lots === 0} />
      {error && <Failure error={error} />}
      {isLoading && <TableSkeleton />}
      <div className={classes.bar}>
        {lots.length > 0 && (
          <Toolbar lots={lots} filter={filter} sort={sort} onFilter={setFilter} onSort={setSort} />
        )}
        <Notice removal={removal}>
          {!complete && totals && items.length > 0
            ? texts.loadingMore(items.length, totals.lots)
            : rows.length < lots.length && filterTexts.shown(rows.length, lots.length)}
        </Notice>
      </div>
      {totals && lots.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
      {lots.length > 0 &&
        (rows.length > 0 ? (
          <LotTable
            rows={rows}
            colorTypes={colorTypes}
            currency={currency}
            staleAfterMs={staleAfterMs}
            lotEdits={lotEdits}
            sort={sort}
            onSort={setSort}
            onRemove={removal.remove}
            touch={touch}
          />
        ) : (
          <EmptyState title={filterTexts.nothing}>
            <Button variant="default" onClick={() => setFilter(NO_FILTER)}>
              {filterTexts.clear}
            </Button>
          </EmptyState>
        ))}
    </div>
  );
}
