import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { lotWords, table as texts } from "../../texts/inventory.ts";
import classes from "./Notice.module.css";
import type { Removal } from "./useRemoval.ts";

/** What has just become of the lots: one line, with a way back. `children` is what else there is to say. */
export function Notice({ removal, children }: { readonly removal: Removal; readonly children: ReactNode }) {
  const { last, failure, undo } = removal;
  return (
    <div className={classes.notice}>
      {failure !== null && <span role="alert">{failure}</span>}
      {last === null ? (
        failure === null && children
      ) : (
        <>
          {failure === null && <span>{texts.removed(lotWords(last))}</span>}
          <Button size="compact-sm" variant="default" onClick={undo}>
            {texts.undo}
          </Button>
        </>
      )}
    </div>
  );
}
