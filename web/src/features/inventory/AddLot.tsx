import { Button } from "@mantine/core";
import { useState } from "react";
import { page as texts } from "../../texts/inventory.ts";
import classes from "./AddLot.module.css";
import { LotForm } from "./LotForm.tsx";

/** The form above the table. Where it would fill the screen it waits behind a button, unless there is nothing else. */
export function AddLot({ isOpen }: { readonly isOpen: boolean }) {
  const [opened, setOpened] = useState(false);
  const open = isOpen || opened;
  return (
    <div>
      {!open && (
        <Button className={classes.open} fullWidth onClick={() => setOpened(true)}>
          {texts.form}
        </Button>
      )}
      <div className={classes.form} data-open={open || undefined}>
        <LotForm />
      </div>
    </div>
  );
}
