import { product } from "../texts/states.ts";
import classes from "./Wordmark.module.css";

/** The name of the product; the dot of its i is a stud, seen from above. */
export function Wordmark() {
  const [before, after] = product.split("i");
  return (
    <span className={classes.wordmark}>
      <span aria-hidden="true">
        {before}
        <span className={classes.letter}>ı</span>
        {after}
      </span>
      <span className={classes.name}>{product}</span>
    </span>
  );
}
