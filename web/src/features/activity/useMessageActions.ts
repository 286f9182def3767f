import { useMutation } from "@tanstack/react-query";
import { ProblemError, request } from "../../lib/http.ts";
import type { Asked, OutboxMessage } from "../../lib/wire.ts";
import { retried, outbox as texts } from "../../texts/activity.ts";
import { useAnnounce } from "../../ui/Announcer.tsx";

/** What became of a retry or a discard, in words. */
export interface ActionResult {
  readonly says: string;
  readonly isFailure: boolean;
}

export type Verb = "retry" | "discard";

/** What an owner may do to a message, and what has become of it. */
export function useMessageActions({ id }: Pick<OutboxMessage, "id">) {
  const announce = useAnnounce();
  const { mutate, data, isPending } = useMutation({
    mutationFn: (verb: Verb) => act(id, verb),
    onSuccess: ({ says }) => announce(says),
  });
  return { result: data ?? null, isBusy: isPending, act: mutate };
}

async function act(id: number, verb: Verb): Promise<ActionResult> {
  try {
    const asked = await request<Asked | undefined>("POST", `/api/outbox/${id}/${verb}`);
    return { says: asked ? retried[asked.outcome] : texts.discarded, isFailure: false };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { says: refusal(error, verb), isFailure: true };
  }
}

/** 409: whoever works on it was faster than the click. */
function refusal({ code, message }: ProblemError, verb: Verb): string {
  switch (code) {
    case "conflict":
      return verb === "discard" ? texts.beingWorkedOn : texts.notFailed;
    case "not_found":
      return texts.vanished;
    case "forbidden":
      return texts.forbidden;
    default:
      return message;
  }
}
