import type { LiveAnswer } from "../../lib/answer.ts";

/** Whether there is nothing to show and something to come: then room is kept for it. */
export function isAwaited({ status, problem, isLoading }: LiveAnswer<unknown>): boolean {
  return isLoading || (status === "pending" && problem === null);
}

/** Whether there is such a part, as far as is known: no failure and no wait says that there is none. */
export function mayExist({ data, error, problem }: LiveAnswer<unknown>): boolean {
  return Boolean(data) || (error?.code !== "not_found" && problem === null);
}

/** What can only be asked for once `first` is there waits with it, and fails with it. */
export function behind(first: LiveAnswer<unknown>): LiveAnswer<never> {
  return { ...first, data: undefined, asked: null };
}
