import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { takeLinkSecret } from "./link.ts";
import { arrive, type Session, signIn, signOut } from "./session.ts";

const SESSION = queryOptions({
  queryKey: ["session"],
  queryFn: () => arrive(takeLinkSecret(window), Date.now),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  retry: false,
  // Somebody may have signed in in another tab.
  refetchOnWindowFocus: (query) => (query.state.data?.person === null ? "always" : false),
});

/** Who is signed in: `data.person`, null if nobody is, `data` undefined while that is being asked. */
export function useSession() {
  return useQuery(SESSION);
}

/** Put another session in the place of this one. What was read for the last person is forgotten. */
export function useChangeSession(): (session: Session) => void {
  const queries = useQueryClient();
  return useCallback(
    (session) => {
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION.queryKey[0] });
      queries.setQueryData(SESSION.queryKey, session);
    },
    [queries],
  );
}

/** Sign in with a password; `error` is a ProblemError. */
export function useSignIn() {
  return useMutation({ mutationFn: signIn, onSuccess: useChangeSession() });
}

export function useSignOut() {
  return useMutation({ mutationFn: signOut, onSuccess: useChangeSession() });
}
