import { Button } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { brokenPage, oldPage } from "../texts/app.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Failure } from "../ui/Failure.tsx";

/** What browsers and Vite say of code that is no longer, or not now, at the server. */
const NOT_LOADED = /dynamically imported module|importing a module script failed|unable to preload/i;

/** In place of a page whose code failed, or could not be loaded. */
export function BrokenPage({ error: thrown }: ErrorComponentProps) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const isOld = NOT_LOADED.test(error.message);
  const { title, text, reload } = isOld ? oldPage : brokenPage;
  return (
    <EmptyState title={title} isPage>
      <p>{text}</p>
      {!isOld && <Failure error={error} />}
      <Button onClick={() => location.reload()}>{reload}</Button>
    </EmptyState>
  );
}
