/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./compressed.ts";
import { preloaded } from "./preloaded.ts";

const SERVER = process.env.FRESHBRICK_SERVER ?? "http://127.0.0.1:8000";

/** Tests that need no page: where none is made, they take a tenth of the time. */
const RULES = ["src/{live,hooks,lib}/**/*.test.ts"];

export default defineConfig({
  plugins: [react(), preloaded(), compressed()],
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "../src/freshbrick/api/ui",
    emptyOutDir: true,
    manifest: true,
    target: "es2023",
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { "/api": { target: SERVER, ws: true } },
  },
  test: {
    restoreMocks: true,
    unstubGlobals: true,
    projects: [
      { extends: true, test: { name: "rules", environment: "node", include: RULES } },
      {
        extends: true,
        test: {
          name: "pages",
          environment: "happy-dom",
          include: ["src/**/*.test.{ts,tsx}"],
          exclude: RULES,
        },
      },
    ],
  },
});
