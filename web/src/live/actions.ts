import type { Actions, Result } from "../lib/wire.ts";
import type { Told } from "./entry.ts";
import type { ActionName } from "./queries.ts";

/** The actions that are under way on this connection, by id. */
export class PendingActions {
  #last = 0;
  readonly #told = new Map<number, Told>();

  /** The message that asks for it; `told` hears what becomes of it. */
  begin<A extends ActionName>(action: A, args: Actions[A]["args"], told: Told) {
    const id = ++this.#last;
    this.#told.set(id, told);
    return { type: "action", id, action, args } as const;
  }

  answered({ id, value, error }: Result): void {
    const told = this.#told.get(id);
    this.#told.delete(id);
    if (error !== undefined) told?.error(error);
    else told?.value(value as Actions[ActionName]["value"]);
  }

  /** The connection was cut. They are not sent again: whoever still wants one asks anew, with what is known by then. */
  lost(): void {
    const told = [...this.#told.values()];
    this.#told.clear();
    for (const one of told) one.lost();
  }
}
