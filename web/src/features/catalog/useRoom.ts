import { type RefObject, useLayoutEffect, useState } from "react";

export interface Room {
  /** px; 0 until it was measured. */
  readonly width: number;
  /** px from the top of the document. */
  readonly top: number;
}

/** How wide an element is and where it begins, measured again whenever it or the page changes its size. */
export function useRoom(element: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>({ width: 0, top: 0 });
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const measure = () => {
      const { width, top } = measured.getBoundingClientRect();
      const now = { width, top: Math.round(top + window.scrollY) };
      setRoom((before) => (before.width === now.width && before.top === now.top ? before : now));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(measured);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [element]);
  return room;
}
