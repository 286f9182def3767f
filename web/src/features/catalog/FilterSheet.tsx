import { type ReactNode, useRef, useState } from "react";
import { texts } from "../../texts/catalog.ts";
import { Icon } from "../../ui/Icon.tsx";
import classes from "./FilterSheet.module.css";

export interface FilterSheetProps {
  readonly chosen: number;
  readonly total: number | null;
  readonly children: ReactNode;
}

/** Where there is no room for the rail: a button, and a sheet from below with the facets. */
export function FilterSheet({ chosen, total, children }: FilterSheetProps) {
  const sheet = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => sheet.current?.close();
  return (
    <>
      <button
        type="button"
        className={classes.open}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
          sheet.current?.showModal();
        }}
      >
        {texts.filters.open(chosen)}
      </button>
      <dialog
        ref={sheet}
        className={classes.sheet}
        aria-label={texts.filters.title}
        closedby="any"
        onClose={() => setOpen(false)}
      >
        <header className={classes.head}>
          <h2>{texts.filters.title}</h2>
          <button type="button" className={classes.close} aria-label={texts.filters.close} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        <div className={classes.body}>{isOpen && children}</div>
        <footer className={classes.foot}>
          <button type="button" className={classes.show} onClick={close}>
            {total === null ? texts.filters.close : texts.filters.show(total)}
          </button>
        </footer>
      </dialog>
    </>
  );
}
