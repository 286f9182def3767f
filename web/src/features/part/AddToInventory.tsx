import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { part as texts } from "../../texts/part.ts";
import { useLetterKeys } from "../../ui/letterKeys.ts";
import classes from "./AddToInventory.module.css";
import { useEscape } from "./useEscape.ts";

interface AddToInventoryProps {
  readonly partNumber: string;
  readonly children: ReactNode;
}

/** The form at the lower edge of the drawer, always in reach; `a` opens it. */
export function AddToInventory({ partNumber, children }: AddToInventoryProps) {
  const [isOpen, setOpen] = useState(false);
  useLetterKeys({ a: () => setOpen(true) });
  useEscape(isOpen ? () => setOpen(false) : null);
  return (
    <footer className={classes.edge}>
      {isOpen ? (
        <section className={classes.form} aria-label={texts.addHeading(partNumber)}>
          <div className={classes.head}>
            <h3>{texts.add}</h3>
            <Button size="compact-sm" variant="subtle" onClick={() => setOpen(false)}>
              {texts.closeForm}
            </Button>
          </div>
          {children}
        </section>
      ) : (
        <Button fullWidth onClick={() => setOpen(true)}>
          {texts.add}
        </Button>
      )}
    </footer>
  );
}
