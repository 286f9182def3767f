import { useEffect, useState } from "react";
import type { LiveAnswer } from "../../lib/answer.ts";
import { span } from "../../lib/time.ts";
import { part as texts } from "../../texts/part.ts";
import { useAnnounce } from "../../ui/Announcer.tsx";

/** Why the last press of Refresh queued nothing, in words, for as long as that holds; null if it did. */
export function useThrottled({ asked }: LiveAnswer<unknown>): string | null {
  const announce = useAnnounce();
  const [over, setOver] = useState(asked);
  const note = asked === over ? null : noteOf(asked);
  useEffect(() => {
    if (note === null) return;
    announce(note);
    const timer = setTimeout(() => setOver(asked), asked?.retryAfterMs ?? 0);
    return () => clearTimeout(timer);
  }, [note, asked, announce]);
  return note;
}

function noteOf(asked: LiveAnswer<unknown>["asked"]): string | null {
  return asked?.outcome === "throttled" ? texts.throttled(span(asked.retryAfterMs ?? 0)) : null;
}
