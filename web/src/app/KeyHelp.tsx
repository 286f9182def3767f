import { Checkbox, Kbd, Modal, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { banner, keys } from "../texts/app.ts";
import { letterKeysOn, switchLetterKeys, useLetterKeys } from "../ui/letterKeys.ts";
import classes from "./KeyHelp.module.css";

/** The list of keys, opened by `?` or from the footer, and the switch that turns letters off. */
export function KeyHelp() {
  const [isOpen, setOpen] = useState(false);
  const [lettersAct, setLettersAct] = useState(letterKeysOn);
  useLetterKeys({ "?": () => setOpen(true) });
  return (
    <>
      <UnstyledButton className={classes.open} onClick={() => setOpen(true)}>
        {keys.open}
      </UnstyledButton>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={keys.title}
        closeButtonProps={{ "aria-label": banner.close }}
        transitionProps={{ duration: 0 }}
        centered
      >
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
      </Modal>
    </>
  );
}
