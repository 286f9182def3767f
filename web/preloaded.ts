/** Names the fonts in the page itself, so that they are on their way before the stylesheet that uses them is read. */
import type { Plugin } from "vite";

export function preloaded(): Plugin {
  let base = "/";
  return {
    name: "freshbrick:preloaded",
    apply: "build",
    configResolved(config) {
      base = config.base;
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle = {} }) {
        const fonts = Object.keys(bundle).filter((name) => name.endsWith(".woff2"));
        return fonts.map((name) => ({
          tag: "link",
          attrs: { rel: "preload", as: "font", type: "font/woff2", href: base + name, crossorigin: "" },
          injectTo: "head" as const,
        }));
      },
    },
  };
}
