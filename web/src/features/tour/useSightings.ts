import { useEffect, useSyncExternalStore } from "react";
import { useGetPart } from "../../hooks/useGetPart.ts";
import { useGetPartColors } from "../../hooks/useGetPartColors.ts";
import { useGetPriceGuide } from "../../hooks/useGetPriceGuide.ts";
import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { Journal } from "./journal.ts";
import { RED } from "./lines.ts";
import { type Seen, type Sighting, seenOf } from "./sighting.ts";

/** The tour only looks: it asks BrickLink for nothing, and sees what the page beside it sees, from the same subscription. */
const LOOK = { autoRefresh: false, delayMs: 0 } as const;

/** What stands on the page only while the block is open and has something to show. */
const BLOCKS = { how: '[data-station="saved"]', developers: "[data-snippet]" } as const;

/** Notes in the journal whatever this page sees of the demo's story; all that any page has seen. */
export function useSightings(journal: Journal): readonly Sighting[] {
  useAnswer(journal, "part 3001", useGetPart("3001", LOOK));
  useAnswer(journal, "part 3020", useGetPart("3020", LOOK));
  useAnswer(journal, "part 3024", useGetPart("3024", LOOK));
  useAnswer(journal, "part 3040", useGetPart("3040", LOOK));
  useAnswer(journal, "part 99999x", useGetPart("99999x", LOOK));
  useAnswer(journal, "part_colors 3001", useGetPartColors("3001", LOOK));
  useAnswer(journal, `price_guide 3001/${RED}`, useGetPriceGuide("3001", RED, LOOK));
  useLists(journal);
  useBlocks(journal);
  useOtherTabs(journal);
  return useSyncExternalStore(journal.subscribe, () => journal.all);
}

function useAnswer(journal: Journal, subject: string, answer: LiveAnswer<unknown>): void {
  useEffect(() => {
    if (answer.status !== "pending" && !answer.isOffline) journal.note(seenOf(subject, answer));
  }, [journal, subject, answer]);
}

function useLists(journal: Journal): void {
  const waiting = useLiveQuery("getOutbox", { status: "pending" }).value;
  const upstream = useLiveQuery("getStatus", {}).value?.upstream.state;
  const lots = useLiveQuery("getLots", { limit: 100 }).value;
  useEffect(() => {
    const low = waiting?.items.filter(({ priority }) => priority === "low").length;
    if (low !== undefined) journal.note({ of: "waiting", low });
  }, [journal, waiting]);
  useEffect(() => {
    if (upstream !== undefined) journal.note({ of: "upstream", state: upstream });
  }, [journal, upstream]);
  useEffect(() => {
    for (const { partNumber, condition, quantity } of lots?.items ?? [])
      journal.note({ of: "lot", partNumber, condition, quantity });
  }, [journal, lots]);
}

/** Blocks that are opened change no value: the page itself is looked at. */
function useBlocks(journal: Journal): void {
  useEffect(() => {
    const look = () => {
      for (const [name, selector] of Object.entries(BLOCKS)) {
        if (document.querySelector(selector) !== null) journal.note({ of: "block", name } satisfies Seen);
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [journal]);
}

function useOtherTabs(journal: Journal): void {
  useEffect(() => {
    addEventListener("storage", journal.reload);
    return () => removeEventListener("storage", journal.reload);
  }, [journal]);
}
