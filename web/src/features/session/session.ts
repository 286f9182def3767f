/** Who is signed in, asked and changed over HTTP. */
import { ProblemError, request } from "../../lib/http.ts";
import type { Credentials, Me, SignedIn } from "../../lib/wire.ts";

/** `notice` says why nobody is signed in. */
export type Session = { readonly person: Me } | { readonly person: null; readonly notice: Notice };

/** The session ended elsewhere, or was left here, or signing in did not work; null: there is no more to say. */
export type Notice = "ended" | "left" | SignInFailure | null;

/** Why signing in did not work; `at` in ms UTC. */
export interface SignInFailure {
  readonly by: "link" | "password";
  readonly error: Error;
  readonly at: number;
}

/** Exchange a password or a one-time link for a session cookie. Throws ProblemError. */
export async function signIn(credentials: Credentials): Promise<Session> {
  const { person } = await request<SignedIn>("POST", "/api/session", { body: credentials });
  return { person };
}

/** End this session; a server that knows of none is content. Throws ProblemError. */
export async function signOut(): Promise<Session> {
  await request<void>("DELETE", "/api/session");
  return { person: null, notice: "left" };
}

/** Whoever the cookie belongs to. Throws ProblemError, but not because nobody is signed in. */
export async function whoAmI(): Promise<Session> {
  try {
    const { person } = await request<SignedIn>("GET", "/api/session");
    return { person };
  } catch (error) {
    if (error instanceof ProblemError && error.code === "not_signed_in")
      return { person: null, notice: null };
    throw error;
  }
}

/** Who is signed in now that a session has ended: another may have begun in this browser. */
export async function afterEnd(): Promise<Session> {
  const session = await whoAmI().catch(() => null);
  return session?.person ? session : { person: null, notice: "ended" };
}

/** What a page begins with: the link in its address, or else the cookie. A link that is no good signs nobody out. */
export async function arrive(link: string | null, now: () => number): Promise<Session> {
  if (link === null) return whoAmI();
  try {
    return await signIn({ link });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const failure: SignInFailure = { by: "link", error, at: now() };
    const session = await whoAmI().catch(() => null);
    return session?.person ? session : { person: null, notice: failure };
  }
}
