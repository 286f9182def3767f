import { useLiveQuery } from "../hooks/useLiveQuery.ts";
import { formatCount } from "../lib/money.ts";
import { allowance } from "../texts/app.ts";
import classes from "./Allowance.module.css";

/** What is left of the account's calls, as it changes. */
export function Allowance() {
  const { value } = useLiveQuery("getStatus", {});
  return (
    <span className={classes.allowance} title={allowance.title}>
      {value && allowance.left(formatCount(value.quota.remaining), formatCount(value.quota.limit))}
    </span>
  );
}
