import { useMatches } from "@tanstack/react-router";
import { app } from "../texts/app.ts";

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** The page's name in the tab; a part is named by its number. */
    readonly title?: string;
  }
}

/** The title of the tab: of the innermost page that has one. */
export function useTitle(): string {
  return useMatches({
    select: (matches) => {
      const innermost = matches.at(-1);
      if (innermost && "partNumber" in innermost.params) return app.title(innermost.params.partNumber);
      const title = matches.findLast(({ staticData }) => staticData.title !== undefined)?.staticData.title;
      return app.title(title ?? app.catalog);
    },
  });
}
