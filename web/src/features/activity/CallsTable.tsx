import { formatCount } from "../../lib/money.ts";
import { clockTime } from "../../lib/time.ts";
import type { Slot } from "../../lib/wire.ts";
import { priorities, quota as texts } from "../../texts/activity.ts";
import classes from "./CallsTable.module.css";
import { bars, HOUR, total } from "./calls.ts";

export interface CallsTableProps {
  readonly slots: readonly Slot[];
  /** ms UTC. */
  readonly now: number;
}

const COLUMNS = ["high", "normal", "low", "all"] as const;

/** The strip's figures, summed by hour; hours without a call are left out. */
export function CallsTable({ slots, now }: CallsTableProps) {
  const hours = bars(slots, now, HOUR).filter(({ all }) => all > 0);
  if (hours.length === 0) return <p>{texts.none}</p>;
  const sum = total(hours);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={texts.table}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{texts.hour}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {column === "all" ? texts.all : priorities[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours.toReversed().map((hour) => (
            <tr key={hour.at}>
              <th scope="row">{clockTime(hour.at, now)}</th>
              {COLUMNS.map((column) => (
                <td key={column}>{formatCount(hour[column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{texts.total}</th>
            {COLUMNS.map((column) => (
              <td key={column}>{formatCount(sum[column])}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
