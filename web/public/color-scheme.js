// Runs before the first paint, so that a page chosen to be dark never flashes white.
(() => {
  const dark =
    chosen() === "dark" || (chosen() !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");

  // A browser may refuse its storage.
  function chosen() {
    try {
      return localStorage.getItem("freshbrick.colorScheme");
    } catch {
      return null;
    }
  }
})();
