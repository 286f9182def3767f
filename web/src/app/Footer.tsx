import { footer } from "../texts/app.ts";
import classes from "./Footer.module.css";
import { KeyHelp } from "./KeyHelp.tsx";

/** Whose names these are, and what else there is to read. */
export function Footer() {
  return (
    <footer className={classes.footer}>
      <p>{footer.bricklink}</p>
      <p>{footer.lego}</p>
      <p className={classes.links}>
        <KeyHelp />
        <a href="/api/docs">{footer.api}</a>
      </p>
    </footer>
  );
}
