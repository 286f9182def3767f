import { Link } from "@tanstack/react-router";
import type { OutboxMessage } from "../../lib/wire.ts";
import { subject } from "../../texts/activity.ts";
import classes from "./Subject.module.css";

export interface SubjectProps {
  readonly message: Pick<OutboxMessage, "resource" | "key">;
  /** The name of the price guide's color, if it is known. */
  readonly color?: string;
}

/** What a message refreshes; a link to the part where it is about one. */
export function Subject({ message, color }: SubjectProps) {
  const [partNumber = "", colorId] = message.key.split("/");
  const words = subject(message, color);
  if (message.resource === "color" || message.resource === "category") return <span>{words}</span>;
  return (
    <Link
      className={classes.subject}
      to="/parts/$partNumber"
      params={{ partNumber }}
      search={colorId === undefined ? {} : { in: Number(colorId) }}
    >
      {words}
    </Link>
  );
}
