/** What of a window is needed to read the address and to clean it. */
export interface Addressed {
  readonly location: Pick<Location, "hash" | "pathname" | "search">;
  readonly history: Pick<History, "replaceState" | "state">;
}

/**
 * Take the secret of a one-time sign-in link (`/#signin=…`) out of the address; null if there is none. What stands
 * behind # is in no request, so no log and no preview uses it up; taken out, no history keeps it.
 */
export function takeLinkSecret({ location, history }: Addressed): string | null {
  const secret = new URLSearchParams(location.hash.slice(1)).get("signin");
  if (!secret) return null;
  history.replaceState(history.state, "", location.pathname + location.search);
  return secret;
}
