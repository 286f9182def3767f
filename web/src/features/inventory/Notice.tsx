import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { lotWords, table as texts } from "../../texts/inventory.ts";
import classes from "./Notice.module.css";
import type { Removal } from "./useRemoval.ts";

/** What has just become of the lots: one line, with a way back. `children` is what else there is to say. */
export function Notice({ removal, children }: { readonly removal: Removal; readonly children: ReactNode }) {
  const { last, failure, undo, touch } = removal;
  return (
    <div className={classes.notice} {...touch}>
      {failure !== null && <span>{failure}</span>}
      {last === null ? (
        failure === null && children
      ) : (
        <>
          {failure === null && <span>{texts.removed(lotWords(last))}</span>}
          <Button key={last.id} ref={catchFocus} size="compact-sm" variant="default" onClick={undo}>
            {texts.undo}
          </Button>
        </>
      )}
    </div>
  );
}

/** The button that removed the lot went with it: whoever pressed it by keyboard goes on here. */
function catchFocus(button: HTMLElement | null): void {
  if (document.activeElement === document.body) button?.focus();
}
