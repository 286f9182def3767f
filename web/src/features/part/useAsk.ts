import { useState } from "react";
import { useFreshbrick } from "../../hooks/FreshbrickProvider.tsx";
import type { LiveAnswer } from "../../lib/answer.ts";
import { span } from "../../lib/time.ts";
import type { Actions, Asked } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { useAnnounce } from "../../ui/Announcer.tsx";

/** A person's ask for newer data, and what to say where nothing came of it. */
export interface Ask {
  readonly press: () => void;
  readonly note: string | null;
}

/**
 * Asks as a person does: what failed lately is asked for all the same. `note` says why nothing was queued, until the
 * next press or until a refresh is under way.
 */
export function useAsk<Name extends keyof Actions>(
  action: Name,
  args: Actions[Name]["args"] | null,
  answer: LiveAnswer<unknown>,
): Ask {
  const client = useFreshbrick();
  const announce = useAnnounce();
  const [note, setNote] = useState<string | null>(null);
  const say = (sentence: string | null) => {
    setNote(sentence);
    if (sentence !== null) announce(sentence);
  };
  const press = () => {
    if (args === null) return;
    setNote(null);
    client
      .act(action, { ...args, force: answer.error !== null })
      .then((asked) => say(nothingQueued(asked)))
      .catch((error: unknown) => say(texts.askFailed(error instanceof Error ? error.message : String(error))));
  };
  return { press, note: answer.refresh === null ? note : null };
}

/** Why an ask queued nothing; null if it did. */
export function nothingQueued({ outcome, retryAfterMs }: Asked): string | null {
  const wait = span(retryAfterMs ?? 0);
  switch (outcome) {
    case "enqueued":
    case "already_queued":
      return null;
    case "fresh":
    case "keys_missing":
      return texts.asked[outcome];
    case "throttled":
    case "not_found":
    case "backing_off":
      return texts.asked[outcome](wait);
    default:
      throw outcome satisfies never;
  }
}
