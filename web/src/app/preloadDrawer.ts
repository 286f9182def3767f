/** Fetches the drawer's code once the first page has been shown and nothing else is to be done. */
export function preloadDrawer(): void {
  // What cannot be fetched now is told when it is needed.
  const preload = () => void import("./PartPage.tsx").catch(() => undefined);
  // Safari knows no idle callback.
  if ("requestIdleCallback" in window) window.requestIdleCallback(preload);
  else setTimeout(preload, 2_000);
}
