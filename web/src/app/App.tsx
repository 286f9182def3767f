import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { CatchBoundary, RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/mantine.css";
import { SessionGate } from "../features/session/SessionGate.tsx";
import { Announcer } from "../ui/Announcer.tsx";
import { cssVariablesResolver, theme } from "../ui/theme.ts";
import { BrokenPage } from "./BrokenPage.tsx";
import { newQueryClient } from "./queries.ts";
import { router } from "./router.tsx";

/** The same key as in public/color-scheme.js, which sets the scheme before the first paint. */
const colorScheme = localStorageColorSchemeManager({ key: "freshbrick.colorScheme" });

/** The nonce of this very page, which the server made for it: styles that Mantine adds are allowed by it. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}

export function App() {
  const [queries] = useState(newQueryClient);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Announcer>
        <QueryClientProvider client={queries}>
          <CatchBoundary getResetKey={() => "never"} errorComponent={BrokenPage}>
            <SessionGate>
              <RouterProvider router={router} />
            </SessionGate>
          </CatchBoundary>
        </QueryClientProvider>
      </Announcer>
    </MantineProvider>
  );
}
