import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useEffectEvent, useRef } from "react";
import { useConnectionState } from "../hooks/useConnectionState.ts";
import { useLiveQuery } from "../hooks/useLiveQuery.ts";
import { app } from "../texts/app.ts";
import { useAnnounce } from "../ui/Announcer.tsx";
import { Banner } from "./Banner.tsx";
import { Footer } from "./Footer.tsx";
import { Header } from "./Header.tsx";
import { Navigation, pageOf } from "./Navigation.tsx";
import classes from "./Shell.module.css";
import { useTitle } from "./useTitle.ts";

const Tour = lazy(async () => {
  // A tour that cannot be loaded is no reason to show nothing else.
  const loaded = await import("../features/tour/Tour.tsx").catch(() => null);
  return { default: loaded?.Tour ?? (() => undefined) };
});

/** What stands around every page. */
export function Shell() {
  const { state } = useConnectionState();
  const isDemo = useLiveQuery("getStatus", {}).value?.settings.demo === true;
  const main = useRef<HTMLElement>(null);
  const title = useTitle();
  useSpokenTitle(title);
  return (
    <div className={classes.shell} data-offline={state === "offline" || undefined}>
      <title>{title}</title>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        {app.skip}
      </button>
      <Header />
      <Banner />
      <div className={classes.middle}>
        {isDemo && (
          <Suspense>
            <Tour />
          </Suspense>
        )}
        <main id="page" ref={main} className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Footer />
      <Navigation place="bottom" />
    </div>
  );
}

/** A page that is changed without loading says its title, as a loaded one does by itself. */
function useSpokenTitle(title: string): void {
  const announce = useAnnounce();
  const page = useRouterState({ select: ({ location }) => pageOf(location.pathname) });
  const spoken = useRef(page);
  const speak = useEffectEvent(() => announce(title));
  useEffect(() => {
    if (page !== spoken.current) speak();
    spoken.current = page;
  }, [page]);
}
