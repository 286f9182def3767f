import { Button } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { brokenPage } from "../texts/app.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Failure } from "../ui/Failure.tsx";

/** In place of a page whose code failed, or could not be loaded. */
export function BrokenPage({ error }: ErrorComponentProps) {
  return (
    <EmptyState title={brokenPage.title} isPage>
      <p>{brokenPage.text}</p>
      <Failure error={error instanceof Error ? error : new Error(String(error))} />
      <Button onClick={() => location.reload()}>{brokenPage.reload}</Button>
    </EmptyState>
  );
}
