import { VisuallyHidden } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";

const Announce = createContext<(sentence: string) => void>(() => {});

/** Says a sentence to those who do not see the page, once nothing else is being said. */
export function useAnnounce(): (sentence: string) => void {
  return useContext(Announce);
}

/** The one live region of the page. What is said at the same moment is said together, and the same again is said again. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState<{ number: number; sentences: string[] }>({ number: 0, sentences: [] });
  const waiting = useRef(new Set<string>());
  const announce = useCallback((sentence: string) => {
    const isFirst = waiting.current.size === 0;
    waiting.current.add(sentence);
    if (!isFirst) return;
    queueMicrotask(() => {
      const sentences = [...waiting.current];
      waiting.current.clear();
      setSaid(({ number }) => ({ number: number + 1, sentences }));
    });
  }, []);
  return (
    <Announce value={announce}>
      {children}
      <VisuallyHidden component="div" role="status" aria-live="polite">
        {said.sentences.map((sentence) => (
          <p key={`${said.number} ${sentence}`}>{sentence}</p>
        ))}
      </VisuallyHidden>
    </Announce>
  );
}
