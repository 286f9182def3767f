import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { app, missingPage } from "../texts/app.ts";
import { EmptyState } from "../ui/EmptyState.tsx";

/** For an address that names no page. */
export function MissingPage() {
  return (
    <EmptyState title={missingPage.title} isPage>
      <title>{app.title(missingPage.title)}</title>
      <p>{missingPage.text}</p>
      <Button component={Link} to="/">
        {missingPage.toCatalog}
      </Button>
    </EmptyState>
  );
}
