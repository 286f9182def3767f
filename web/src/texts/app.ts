/** What the shell says: header, banner, footer, keys, and pages that are not there. */

export const app = {
  skip: "Skip to the page",
  pages: "Pages",
  catalog: "Catalog",
  inventory: "Inventory",
  activity: "Activity",
  title: (page: string) => `${page} · Freshbrick`,
  loading: "Loading the page",
} as const;

export const allowance = {
  left: (remaining: string, limit: string) => `${remaining} of ${limit} left`,
  title: "BrickLink calls that may still be made in these 24 hours",
} as const;

export const connection = {
  polling: { word: "Polling", meaning: "No live connection: values are read every few seconds" },
  offline: { word: "Offline", meaning: "No connection to the server" },
} as const;

export const colorSchemes = {
  auto: "Theme: as the system",
  light: "Theme: light",
  dark: "Theme: dark",
} as const;

export const banner = {
  /** `reason` is why it does not come back by itself, in the server's words. */
  offline: (at: string, reason: string | null) =>
    `showing what we had at ${at} · ${reason === null ? "back by itself" : `not back by itself: ${reason}`}`,
  retry: "Try now",
  howToFix: "How to fix",
} as const;

export const keys = {
  open: "Keys",
  title: "Keys",
  rows: [
    ["/", "search"],
    ["← ↑ → ↓", "walk through the parts"],
    ["Enter", "open the part"],
    ["Esc", "close it"],
    ["r", "refresh what is open"],
    ["a", "add it to the inventory"],
    ["?", "this list"],
  ],
  switch: "Letters and signs act as keys",
  switchHint: "Turn this off if you dictate, or if they get in your way.",
} as const;

export const footer = {
  bricklink:
    "The term “BrickLink” is a trademark of the LEGO Group BrickLink. This application uses the BrickLink API but is not endorsed or certified by LEGO BrickLink, Inc.",
  lego: "LEGO® is a trademark of the LEGO Group, which does not sponsor, authorise or endorse this software.",
  api: "HTTP API",
} as const;

export const missingPage = {
  title: "There is no such page",
  text: "The address may be mistyped, or from another version.",
  toCatalog: "To the catalog",
} as const;

/** Where code could not be loaded that a newer version, or nobody, has now. */
export const oldPage = {
  title: "This page is from before an upgrade",
  text: "Loading it again brings the new one. If the server does not answer just now, it will help once it does.",
  reload: "Load again",
} as const;

export const brokenPage = {
  title: "This page broke",
  text: "What you entered elsewhere is kept. Loading the page again usually helps.",
  reload: "Load again",
} as const;
