/** What React alone takes: the page beside which `make bench` measures the catalog. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <input type="search" aria-label="Search" />
  </StrictMode>,
);
