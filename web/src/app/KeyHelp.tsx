import { Checkbox, Kbd, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { keys } from "../texts/app.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { letterKeysOn, switchLetterKeys, useLetterKeys } from "../ui/letterKeys.ts";
import classes from "./KeyHelp.module.css";

/** The list of keys, opened by `?` or from the footer, and the switch that turns letters off. */
export function KeyHelp() {
  const [isOpen, setOpen] = useState(false);
  const [lettersAct, setLettersAct] = useState(() => letterKeysOn());
  useLetterKeys({ "?": () => setOpen(true) });
  return (
    <>
      <UnstyledButton className={classes.open} onClick={() => setOpen(true)}>
        {keys.open}
      </UnstyledButton>
      {isOpen && (
        <Dialog title={keys.title} onClose={() => setOpen(false)}>
          <dl className={classes.keys}>
            {keys.rows.map(([key, does]) => (
              <div key={key} className={classes.row}>
                <dt>
                  <Kbd>{key}</Kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <Checkbox
            label={keys.switch}
            description={keys.switchHint}
            checked={lettersAct}
            onChange={({ currentTarget }) => {
              switchLetterKeys(currentTarget.checked);
              setLettersAct(currentTarget.checked);
            }}
          />
        </Dialog>
      )}
    </>
  );
}
