import { type RefObject, useLayoutEffect, useState } from "react";

export interface Room {
  /** px; 0 until it was measured. */
  readonly width: number;
  /** px from the top of the document. */
  readonly top: number;
  /** Whether a part stood beside it when it was measured. */
  readonly isPartOpen: boolean;
}

/**
 * How wide an element is and where it begins, measured again whenever it or the page changes its size. A part that
 * opens or closes is told together with the width that it leaves, before anything scrolls.
 */
export function useRoom(element: RefObject<HTMLElement | null>, isPartOpen = false): Room {
  const [room, setRoom] = useState<Room>({ width: 0, top: 0, isPartOpen });
  useLayoutEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const measure = () => {
      const { width, top } = measured.getBoundingClientRect();
      const now = { width, top: Math.round(top + window.scrollY), isPartOpen };
      setRoom((before) => (isSame(before, now) ? before : now));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(measured);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [element, isPartOpen]);
  return room;
}

function isSame(one: Room, other: Room): boolean {
  return one.width === other.width && one.top === other.top && one.isPartOpen === other.isPartOpen;
}
