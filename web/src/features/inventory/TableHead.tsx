import { UnstyledButton } from "@mantine/core";
import { table as texts } from "../../texts/inventory.ts";
import { Icon } from "../../ui/Icon.tsx";
import classes from "./LotTable.module.css";
import type { LotSort, SortBy } from "./rows.ts";

/** The columns that rows can be sorted by, and the words above them. */
const COLUMNS: readonly Exclude<SortBy, "added">[] = [
  "part",
  "color",
  "condition",
  "quantity",
  "price",
  "guide",
  "difference",
  "value",
  "age",
];

export interface TableHeadProps {
  readonly sort: LotSort;
  readonly currency: string | null;
  readonly onSort: (sort: LotSort) => void;
}

/** A press on a column sorts by it, a second one the other way round. */
export function TableHead({ sort, currency, onSort }: TableHeadProps) {
  return (
    <thead className={classes.head}>
      <tr className={classes.heads}>
        <td className={classes.picture} />
        {COLUMNS.map((by) => (
          <th key={by} scope="col" className={classes[by]} aria-sort={directionOf(sort, by)}>
            <UnstyledButton
              className={classes.sort}
              onClick={() => onSort({ by, descending: sort.by === by && !sort.descending })}
            >
              {by === "price" && currency ? texts.priceIn(currency) : texts.columns[by]}
              <span className={classes.arrow} data-sorted={directionOf(sort, by)}>
                <Icon name="down" size={12} />
              </span>
            </UnstyledButton>
          </th>
        ))}
        <td className={classes.remove} />
      </tr>
    </thead>
  );
}

function directionOf(sort: LotSort, by: SortBy): "ascending" | "descending" | "none" {
  if (sort.by !== by) return "none";
  return sort.descending ? "descending" : "ascending";
}
