import { Button } from "@mantine/core";
import { buttons, kit } from "../texts/states.ts";
import classes from "./Failure.module.css";
import { Icon } from "./Icon.tsx";

export interface FailureProps {
  /** Its message says to a person what was meant, unless it is of our own making. */
  readonly error: { readonly message: string; readonly code?: string };
  readonly onRetry?: () => void;
}

/** What did not work, in the server's words, and a way to try again. */
export function Failure({ error, onRetry }: FailureProps) {
  return (
    <div className={classes.failure} role="alert" data-tone="error">
      <Icon name="failed" />
      <div>
        <strong>{kit.failureTitle}</strong>
        <p>{error.code === "unreachable" ? kit.unreachable : error.message}</p>
      </div>
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {buttons.tryAgain}
        </Button>
      )}
    </div>
  );
}
