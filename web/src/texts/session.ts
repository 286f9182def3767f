/** Signing in and out. */
import { until } from "../lib/time.ts";

/** An owner may do more; a member is what most people are. */
const ROLES = { owner: ", owner", member: "" } as const;

export const session = {
  pageTitle: "Sign in · Freshbrick",
  title: "Sign in",
  lead: "The address that the server printed at its start signs you in once. With a password, sign in here.",
  name: "Name",
  password: "Password",
  signIn: "Sign in",
  signOut: "Sign out",
  nameMissing: "Enter your name",
  passwordMissing: "Enter your password",
  ended: "Your session has ended. Sign in again to go on where you were.",
  left: "You are signed out.",
  wrongPassword: "Name or password is wrong.",
  badLink: "This sign-in link has been used, was replaced by a newer one, or is older than 15 minutes.",
  newLink: "A new link: type this on the server's machine",
  newLinkCommand: "freshbrick user link NAME",
  throttled: (at: number, now: number) => `Too many attempts. Try again ${until(at, now)}.`,
  unreachable: "The server does not answer. Try again when it does.",
  linkUnreachable: "The server does not answer. Open the link again when it does: it is not used up.",
  signOutFailed: "You are still signed in: the server does not answer.",
  menuOf: (name: string) => `${name}, your account`,
  signedInAs: (name: string, role: "owner" | "member") => `Signed in as ${name}${ROLES[role]}`,
} as const;
