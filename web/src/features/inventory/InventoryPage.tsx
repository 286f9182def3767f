import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import { formatPrice } from "../../lib/money.ts";
import { filter as filterTexts, lotWords, page as texts, table, totalsSentence } from "../../texts/inventory.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Failure } from "../../ui/Failure.tsx";
import { overlaid } from "./edits.ts";
import classes from "./InventoryPage.module.css";
import { LotForm } from "./LotForm.tsx";
import { LotTable } from "./LotTable.tsx";
import "./mantine.css";
import { FIRST_SORT, NO_FILTER } from "./rows.ts";
import { TableSkeleton } from "./TableSkeleton.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { useHold } from "./useHold.ts";
import { useLotEdits } from "./useLotEdits.ts";
import { useLots } from "./useLots.ts";
import { useRemoval } from "./useRemoval.ts";
import { useRows } from "./useRows.ts";

/** What somebody keeps, and what it is worth: totals, the form, the table; all of it live. */
export function InventoryPage() {
  const { items, totals, complete, isLoading, error } = useLots();
  const { edits, edit } = useLotEdits();
  const removal = useRemoval();
  const [filter, setFilter] = useState(NO_FILTER);
  const [sort, setSort] = useState(FIRST_SORT);
  const { isHeld, handlers } = useHold();
  const colors = useLiveQuery("getColors", {}).value?.data;
  const colorTypes = useMemo(() => new Map(colors?.map(({ colorId, type }) => [colorId, type])), [colors]);
  const currency = totals?.currency ?? null;
  const lots = useMemo(
    () => items.filter((lot) => !removal.gone.has(lot.id)).map((lot) => overlaid(lot, edits, currency)),
    [items, removal.gone, edits, currency],
  );
  const rows = useRows(lots, currency, filter, sort, isHeld);
  return (
    <div className={classes.page}>
      <h1>{texts.title}</h1>
      <p className={classes.totals}>
        {totals && totalsSentence(totals, formatPrice(totals.yours), formatPrice(totals.market))}
      </p>
      <section aria-label={texts.form}>
        <LotForm />
      </section>
      <div className={classes.notice}>
        {removal.last && (
          <>
            {table.removed(lotWords(removal.last))}{" "}
            <Button size="compact-sm" variant="default" onClick={removal.undo}>
              {table.undo}
            </Button>
          </>
        )}
        {removal.failure && <span role="alert">{removal.failure}</span>}
        {!complete && totals && items.length > 0 && texts.loadingMore(items.length, totals.lots)}
      </div>
      {error && <Failure error={error} />}
      {isLoading && <TableSkeleton />}
      {totals && lots.length === 0 && <EmptyState title={texts.empty}>{texts.emptyHint}</EmptyState>}
      {lots.length > 0 && (
        <>
          <Toolbar lots={lots} shown={rows.length} filter={filter} sort={sort} onFilter={setFilter} onSort={setSort} />
          {rows.length > 0 ? (
            <LotTable
              rows={rows}
              colorTypes={colorTypes}
              currency={currency}
              edits={edits}
              sort={sort}
              onSort={setSort}
              onEdit={edit}
              onRemove={removal.remove}
              hold={handlers}
            />
          ) : (
            <EmptyState title={filterTexts.nothing}>
              <Button variant="default" onClick={() => setFilter(NO_FILTER)}>
                {filterTexts.clear}
              </Button>
            </EmptyState>
          )}
        </>
      )}
    </div>
  );
}
