import { Button } from "@mantine/core";
import { texts } from "../../texts/catalog.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { type CatalogAddress, chosenIn } from "./filters.ts";

/** No part at all: of the catalog, or of this search. */
export function Nothing({
  address,
  onClear,
}: {
  readonly address: CatalogAddress;
  readonly onClear: () => void;
}) {
  const isFiltered = chosenIn(address).length > 0;
  if (!address.q && !isFiltered) {
    return (
      <EmptyState title={texts.empty.title}>
        <p>{texts.empty.import}</p>
        <p>
          <code>{texts.empty.command}</code>
        </p>
        <p>{texts.empty.lookUp}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={texts.nothing.title}>
      <p>{isFiltered ? texts.nothing.filters : texts.nothing.words}</p>
      {isFiltered && (
        <Button variant="default" onClick={onClear}>
          {texts.clearAll}
        </Button>
      )}
    </EmptyState>
  );
}
