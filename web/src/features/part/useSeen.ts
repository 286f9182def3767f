import { type RefCallback, useCallback, useState } from "react";

/** Whether the element with this ref has been in view; once it was, it stays so. */
export function useSeen(): [boolean, RefCallback<Element>] {
  const [isSeen, setSeen] = useState(false);
  const ref = useCallback((element: Element | null) => {
    if (element === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      setSeen(true);
      observer.disconnect();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [isSeen, ref];
}
