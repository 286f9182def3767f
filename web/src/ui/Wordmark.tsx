import { product } from "../texts/states.ts";
import classes from "./Wordmark.module.css";

/** The name of the product; the dot of its i is a stud, seen from above. */
export function Wordmark() {
  const [before, after] = product.split("i");
  return (
    <span className={classes.wordmark}>
      {before}
      <span className={classes.letter}>i</span>
      {after}
    </span>
  );
}
