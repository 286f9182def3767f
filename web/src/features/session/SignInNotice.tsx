import { useNow } from "../../hooks/useNow.ts";
import { ProblemError } from "../../lib/http.ts";
import { session as texts } from "../../texts/session.ts";
import classes from "./SignInNotice.module.css";
import type { Notice, SignInFailure } from "./session.ts";

/** Why the sign-in page is shown again. */
export function SignInNotice({ notice }: { readonly notice: Notice }) {
  const now = useNow(1000);
  if (notice === null) return null;
  if (notice === "ended" || notice === "left") return <p className={classes.notice}>{texts[notice]}</p>;
  return (
    <div className={classes.notice} role="alert" data-tone="error">
      <p>{whatWentWrong(notice, now)}</p>
      {notice.by === "link" && codeOf(notice.error) === "not_signed_in" && (
        <p>
          {texts.newLink} <code>{texts.newLinkCommand}</code>
        </p>
      )}
    </div>
  );
}

function whatWentWrong({ by, error, at }: SignInFailure, now: number): string {
  switch (codeOf(error)) {
    case "not_signed_in":
      return by === "link" ? texts.badLink : texts.wrongPassword;
    case "throttled":
      return texts.throttled(at + retryAfter(error), now);
    case "unreachable":
      return by === "link" ? texts.linkUnreachable : texts.unreachable;
    default:
      return error.message;
  }
}

function codeOf(error: Error): ProblemError["code"] | null {
  return error instanceof ProblemError ? error.code : null;
}

function retryAfter(error: Error): number {
  return (error instanceof ProblemError && error.retryAfterMs) || 0;
}
