import { Button, type ButtonProps } from "@mantine/core";
import type { ComponentProps, MouseEvent } from "react";
import classes from "./BusyButton.module.css";

export interface BusyButtonProps extends ButtonProps, Omit<ComponentProps<"button">, keyof ButtonProps> {
  /** What it does is under way: a press does nothing. */
  readonly isBusy: boolean;
}

/** A button that keeps the focus while it is busy: one that is disabled loses it. */
export function BusyButton({ isBusy, onClick, className, ...button }: BusyButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isBusy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <Button
      {...button}
      className={`${classes.button} ${className ?? ""}`}
      aria-disabled={isBusy}
      onClick={press}
    />
  );
}
