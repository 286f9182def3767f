import { lazy, type ReactNode, Suspense, useEffect, useEffectEvent } from "react";
import { FreshbrickProvider } from "../../hooks/FreshbrickProvider.tsx";
import { useConnectionState } from "../../hooks/useConnectionState.ts";
import { afterEnd } from "./session.ts";
import { useChangeSession, useSession } from "./useSession.ts";

const SignInPage = lazy(() => import("./SignInPage.tsx").then((page) => ({ default: page.SignInPage })));

/**
 * Shows `children` to whoever is signed in, with a live client of their own, and the sign-in page to everybody else.
 * The address stays as it is, so what was asked for is shown after signing in.
 */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data: session, error, refetch } = useSession();
  useSignInLinks(refetch);
  if (session?.person) {
    return (
      <FreshbrickProvider key={session.person.id}>
        <SessionWatch />
        {children}
      </FreshbrickProvider>
    );
  }
  if (session === undefined && error === null) return null;
  return (
    <Suspense>
      <SignInPage
        notice={session?.notice ?? null}
        error={session === undefined ? error : null}
        onRetry={refetch}
      />
    </Suspense>
  );
}

/** A sign-in link that is opened in a tab which shows us already changes the address only, and loads nothing. */
function useSignInLinks(arriveAgain: () => void) {
  useEffect(() => {
    const look = () => {
      if (location.hash.startsWith("#signin=")) arriveAgain();
    };
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, [arriveAgain]);
}

/** The live connection is the first to be told that a session has ended: by a sign-out or sign-in elsewhere, by an owner. */
function SessionWatch() {
  const { state, retry } = useConnectionState();
  const change = useChangeSession();
  const look = useEffectEvent(async (isOver: AbortSignal) => {
    const session = await afterEnd();
    if (isOver.aborted) return;
    change(session);
    if (session.person) retry();
  });
  useEffect(() => {
    if (state !== "signedOut") return;
    const left = new AbortController();
    void look(left.signal);
    return () => left.abort();
  }, [state]);
  return null;
}
