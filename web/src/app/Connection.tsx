import { useConnectionState } from "../hooks/useConnectionState.ts";
import { connection } from "../texts/app.ts";
import { Icon } from "../ui/Icon.tsx";
import classes from "./Connection.module.css";

/** How the connection is: shown only while it is not there. */
export function Connection() {
  const { state } = useConnectionState();
  if (state === "online" || state === "signedOut" || state === "connecting") return null;
  return (
    <span className={classes.connection} title={connection[state]} data-tone="missing">
      <Icon name="offline" />
      <span className={classes.word}>{connection[state]}</span>
    </span>
  );
}
