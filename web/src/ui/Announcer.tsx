import { VisuallyHidden } from "@mantine/core";
import { createContext, type ReactNode, useContext, useState } from "react";

const Announce = createContext<(sentence: string) => void>(() => {});

/** Says a sentence to those who do not see the page, once nothing else is being said. */
export function useAnnounce(): (sentence: string) => void {
  return useContext(Announce);
}

/** The one live region of the page. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [sentence, say] = useState("");
  return (
    <Announce value={say}>
      {children}
      <VisuallyHidden role="status" aria-live="polite">
        {sentence}
      </VisuallyHidden>
    </Announce>
  );
}
