import { ProblemError } from "../../lib/http.ts";
import { table as texts } from "../../texts/inventory.ts";

/** Why something was not saved, for the end of a sentence. */
export function reasonOf(error: Error): string {
  return error instanceof ProblemError && error.code === "unreachable" ? texts.noAnswer : error.message;
}
