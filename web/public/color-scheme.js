// Runs before the first paint, so that a page chosen to be dark never flashes white.
(() => {
  const chosen = localStorage.getItem("freshbrick.colorScheme");
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
