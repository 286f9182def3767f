import type { LiveAnswer, Status } from "../../lib/answer.ts";

export interface AnswerSeen {
  readonly of: "answer";
  /** `part 3001`, `part_colors 3001`, `price_guide 3001/5`. */
  readonly subject: string;
  readonly status: Status;
  readonly hasData: boolean;
  readonly lastFetched: number | null;
  readonly messageId: number | null;
  readonly attempt: number;
  readonly callsTotal: number | null;
  readonly failure: string | null;
  readonly failedAt: number | null;
}

/** What a page saw of a value, a list or a block, when it became another. */
export type Seen =
  | AnswerSeen
  | { readonly of: "waiting"; readonly low: number }
  | { readonly of: "upstream"; readonly state: string }
  | { readonly of: "lot"; readonly partNumber: string; readonly condition: string; readonly quantity: number }
  | { readonly of: "block"; readonly name: string };

/** By which page: each load of the page is one of its own, so a reload and a second tab can be told from the first. */
export type Sighting = Seen & { readonly page: string };

/** What there is to see of a value. */
export function seenOf<T>(subject: string, answer: LiveAnswer<T>): AnswerSeen {
  return {
    of: "answer",
    subject,
    status: answer.status,
    hasData: answer.data !== null && answer.data !== undefined,
    lastFetched: answer.lastFetched,
    messageId: answer.lastMessageId,
    attempt: answer.refresh?.attempt ?? 0,
    callsTotal: answer.refresh?.callsTotal ?? null,
    failure: answer.error?.code ?? null,
    failedAt: answer.error?.at ?? null,
  };
}

/** What is compared to know whether there is anything new to see: the thing itself, whatever state it is in. */
export function thingOf(seen: Seen): string {
  switch (seen.of) {
    case "answer":
      return seen.subject;
    case "lot":
      return `lot ${seen.partNumber} ${seen.condition} ${seen.quantity}`;
    case "block":
      return `block ${seen.name}`;
    case "waiting":
    case "upstream":
      return seen.of;
    default:
      return seen satisfies never;
  }
}
