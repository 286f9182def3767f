/** What the tour of the demo says: each line is something to do, and what will be seen. */
export const tour = {
  title: "See it happen",
  lead: "Five minutes. A line is ticked when a page has seen it, not when you press it.",
  progress: (ticked: number, all: number) => `${ticked} of ${all} seen`,
  ticked: "seen",
  again: "Begin anew",
  failed: "The demo did not do that:",
  broken: {
    outage: "BrickLink answers nothing but errors now.",
    limit: "BrickLink takes no more calls now.",
    refuse: "BrickLink refuses the keys now.",
  },
  line: {
    flow: {
      title: "Open 3001",
      detail: "41 days old: the old data at once, then Queued, Refreshing, Fresh. What changed is marked.",
    },
    how: {
      title: "How this got here",
      detail: "At the foot of the part: every step of its way, in milliseconds.",
    },
    red: { title: "Choose Red", detail: "Its price guide is four calls, saved one by one: call 3 of 4." },
    tabs: {
      title: "The same in a second tab",
      detail: "Open this page once more and make 3001 old: both change, for one call.",
    },
    missing: { title: "Look up 3024", detail: "Not in the catalog: asked for, and here a second later." },
    unknown: { title: "99999x, and reload", detail: "BrickLink has no such part. The reload costs no call." },
    time: {
      title: "Watch 3020",
      detail: "It turns stale by itself, one minute after the start: time is reactive.",
    },
    retries: {
      title: "3040 fails twice",
      detail: "BrickLink is down for it. It counts down, tries again, succeeds.",
    },
    drain: { title: "Activity, at the drain", detail: "14 parts wait: 10 go after 45 seconds, then 4." },
    trouble: {
      title: "Break BrickLink, refuse the keys, mend",
      detail:
        "Each time make 3001 old. Broken, it fails and its old data stays. Refused, everything pauses and the banner says why. Mended, all goes on by itself.",
    },
    lot: {
      title: "Add 12 used 3001",
      detail: "In red, at the suggested price: it is in the table at once, in every tab.",
    },
    developers: {
      title: "For developers",
      detail: "At the foot of the part: the same answer by curl, Python and hook.",
    },
  },
  switch: {
    age: "Make 3001 old",
    almost: "Let 3020 turn stale",
    forget: "Forget 3024",
    retry: "Let 3040 fail again",
    wait: "Let 14 parts wait",
    outage: "Break BrickLink",
    limit: "Use up its calls",
    refuse: "Refuse the keys",
    heal: "Mend",
  },
} as const;
