import { getRouteApi } from "@tanstack/react-router";
import { Activity } from "../features/activity/Activity.tsx";
import { useSession } from "../features/session/useSession.ts";

const route = getRouteApi("/activity");

/** The activity of the address, with what this person may do. */
export function ActivityPage() {
  const { state } = route.useSearch();
  const { data: session } = useSession();
  return <Activity state={state ?? null} isOwner={session?.person?.role === "owner"} />;
}
