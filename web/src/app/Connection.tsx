import { useConnectionState } from "../hooks/useConnectionState.ts";
import { connection } from "../texts/app.ts";
import { Icon } from "../ui/Icon.tsx";
import classes from "./Connection.module.css";

/** How the connection is: shown only while it is not there. */
export function Connection() {
  const { state } = useConnectionState();
  if (state !== "polling" && state !== "offline") return null;
  const { word, meaning } = connection[state];
  return (
    <span className={classes.connection} title={meaning} data-tone="missing" data-state={state}>
      <Icon name="offline" />
      {word}
    </span>
  );
}
