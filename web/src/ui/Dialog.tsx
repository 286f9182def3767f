import { ActionIcon } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { kit } from "../texts/states.ts";
import classes from "./Dialog.module.css";
import { Icon } from "./Icon.tsx";

export interface DialogProps {
  readonly title: string;
  /** Esc, the cross and a press beside it; who shows it then takes it away. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser's own dialog: it holds the focus while it is shown, and gives it back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does the same by the browser's own `cancel`
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={classes.inside}>
        <div className={classes.head}>
          <h2 id={titleId}>{title}</h2>
          <ActionIcon variant="subtle" size={36} aria-label={kit.close} title={kit.close} onClick={onClose}>
            <Icon name="close" />
          </ActionIcon>
        </div>
        {children}
      </div>
    </dialog>
  );
}
