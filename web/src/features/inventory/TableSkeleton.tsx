import { page as texts } from "../../texts/inventory.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import classes from "./LotTable.module.css";

const ROWS = [0, 1, 2, 3, 4, 5];

/** Room for the lots that are on their way. */
export function TableSkeleton() {
  return (
    <div role="status" aria-label={texts.loading}>
      {ROWS.map((row) => (
        <div key={row} className={classes.waiting}>
          <Skeleton height={40} />
        </div>
      ))}
    </div>
  );
}
