/** What a row of the outbox says of its message. Times are ms UTC of the server's clock. */
import { clockTime, until } from "../../lib/time.ts";
import type { OutboxMessage, RefreshError } from "../../lib/wire.ts";
import { sayings } from "../../texts/activity.ts";
import { failures, sentences } from "../../texts/states.ts";

/** Why it waits, or how it ended. */
export function goingOn(message: OutboxMessage, now: number): string {
  const ended = message.processedAt ?? message.createdAt;
  switch (message.status) {
    case "pending":
      return message.attempt > 0 ? `${waiting(message)}, ${failure(message)}` : waiting(message);
    case "inflight":
      return sayings.asking;
    case "succeeded":
      return `${sayings.saved(ended, now)}, ${sayings.savedIn(message.calls, message.upstreamMs)}`;
    case "failed":
      return `${failure(message)}, ${sayings.failed(ended, now)}`;
    default:
      throw message.status satisfies never;
  }
}

/** What the server has to say of a failure beyond the plain words; null if nothing. */
export function detail({ status, failureCode, lastError }: OutboxMessage): string | null {
  return status === "failed" && isKnown(failureCode) && failureCode !== "not_found" ? lastError : null;
}

/** When it is tried next, as far as anybody can say. */
export function nextTry({ status, waitingFor, nextAttemptAt, retryAt }: OutboxMessage, now: number): string {
  if (status === "failed" && retryAt !== null) return sayings.askedAgain(retryAt, now);
  if (status !== "pending" || waitingFor === "turn" || nextAttemptAt === null) return sayings.none;
  return waitingFor === "quota" ? clockTime(nextAttemptAt, now) : until(nextAttemptAt, now);
}

/** How often BrickLink was tried: `attempt` counts only the tries that failed and are to be made again. */
export function triesMade({ status, attempt, failureCode }: OutboxMessage): number {
  return status === "pending" || failureCode === "attempts_exhausted" ? attempt : attempt + 1;
}

function waiting({ waitingFor, priority, attempt }: OutboxMessage): string {
  switch (waitingFor) {
    case "retry":
      return sayings.tryAgain(attempt + 1);
    case "quota":
      return sentences.quota(null);
    case "pause":
      return sentences.pause;
    case "turn":
    case null:
      return priority === "low" ? sentences.turnLow : sentences.turn;
    default:
      throw waitingFor satisfies never;
  }
}

/** A code that is newer than this page is told in the server's words. */
function failure({ failureCode, lastError }: OutboxMessage): string {
  return isKnown(failureCode) ? failures[failureCode] : (lastError ?? sayings.unknownFailure);
}

function isKnown(code: string | null): code is RefreshError["code"] {
  return code !== null && Object.hasOwn(failures, code);
}
