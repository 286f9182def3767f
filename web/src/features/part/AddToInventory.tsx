import { Button } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { part as texts } from "../../texts/part.ts";
import { useLetterKeys } from "../../ui/letterKeys.ts";
import classes from "./AddToInventory.module.css";
import { useEscape } from "./useEscape.ts";

/** What the form adds: the part, in this color unless the form asks for it. */
export interface Given {
  readonly partNumber: string;
  readonly colorId: number | null;
}

interface AddToInventoryProps {
  readonly partNumber: string;
  readonly colorId: number | null;
  readonly colorName: string | null;
  readonly form: (given: Given) => ReactNode;
}

/** The form at the lower edge of the drawer, always in reach; `a` opens it. It stays with the color it was opened in. */
export function AddToInventory({ partNumber, colorId, colorName, form }: AddToInventoryProps) {
  const [opened, setOpened] = useState<{ given: Given; colorName: string | null } | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const open = () => setOpened((kept) => kept ?? { given: { partNumber, colorId }, colorName });
  const close = () => {
    flushSync(() => setOpened(null));
    opener.current?.focus();
  };
  useLetterKeys({ a: open });
  useEscape(opened && close);
  if (opened === null) {
    return (
      <footer className={classes.edge}>
        <Button ref={opener} fullWidth onClick={open}>
          {texts.add}
        </Button>
      </footer>
    );
  }
  return (
    <footer className={classes.edge}>
      <section
        className={classes.form}
        aria-label={texts.addHeading(partNumber)}
        onKeyDown={(event) => {
          if (!leaves(event)) return;
          event.preventDefault();
          close();
        }}
      >
        <div className={classes.head}>
          <h3>{opened.colorName === null ? texts.add : texts.addIn(opened.colorName)}</h3>
          <Button size="compact-sm" variant="subtle" onClick={close}>
            {texts.closeForm}
          </Button>
        </div>
        {form(opened.given)}
      </section>
    </footer>
  );
}

/** Whether a key means to leave the form: Esc, unless it closes a list that a field has open. */
function leaves({ key, target, nativeEvent }: KeyboardEvent): boolean {
  const hasList = target instanceof Element && target.getAttribute("aria-expanded") === "true";
  return key === "Escape" && !hasList && !nativeEvent.isComposing;
}
