import { VisuallyHidden } from "@mantine/core";
import { getRouteApi, Outlet, useMatch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import { texts } from "../../texts/catalog.ts";
import { Failure } from "../../ui/Failure.tsx";
import classes from "./CatalogPage.module.css";
import { Facets } from "./Facets.tsx";
import { FilterSheet } from "./FilterSheet.tsx";
import {
  type CatalogAddress,
  type Chosen,
  chosenIn,
  questionOf,
  toggled,
  typedPartNumber,
  valuesOf,
  withoutFilters,
} from "./filters.ts";
import { LookUp } from "./LookUp.tsx";
import { Nothing } from "./Nothing.tsx";
import { colorOf } from "./options.ts";
import { Results } from "./Results.tsx";
import { Summary } from "./Summary.tsx";
import { useNames } from "./useNames.ts";
import { useSearch } from "./useSearch.ts";

const route = getRouteApi("/catalog");

/** The catalog: what can be searched by, what was found, and from 1200 px on the open part beside it. */
export function CatalogPage() {
  const { q, category, color, status } = route.useSearch();
  const address = useMemo<CatalogAddress>(
    () => ({ q, category, color, status }),
    [q, category, color, status],
  );
  const question = useMemo(() => questionOf(address), [address]);
  const found = useSearch(question);
  const { colors, labelOf } = useNames(address, found.facets);
  const pictures = useLiveQuery("getStatus", {}).value?.settings.pictures === "bricklink";
  const openPart =
    useMatch({ from: "/catalog/parts/$partNumber", shouldThrow: false })?.params.partNumber ?? null;
  const navigate = route.useNavigate();

  const go = (next: CatalogAddress) => void navigate({ to: ".", search: (given) => ({ ...given, ...next }) });
  const onToggle = (chosen: Chosen) => go(toggled(address, chosen));
  const onClear = () =>
    go({ ...withoutFilters(address), category: undefined, color: undefined, status: undefined });
  const chosenColors = valuesOf(color);
  const typedNumber = typedPartNumber(q);
  const isListed = found.items.some((hit) => hit.partNumber.toLowerCase() === typedNumber?.toLowerCase());
  const facets = (
    <Facets address={address} facets={found.facets} colors={colors} labelOf={labelOf} onToggle={onToggle} />
  );

  return (
    <div className={classes.page}>
      <VisuallyHidden component="h1">{texts.title}</VisuallyHidden>
      <nav className={classes.rail} aria-label={texts.filters.title}>
        {facets}
      </nav>
      <section className={classes.results} aria-label={texts.results}>
        <div className={classes.bar}>
          <Summary
            address={address}
            total={found.total}
            labelOf={labelOf}
            onRemove={onToggle}
            onClear={onClear}
          />
          <FilterSheet chosen={chosenIn(address).length} total={found.total}>
            {facets}
          </FilterSheet>
        </div>
        {found.hasChanged && (
          <p className={classes.changed}>
            {texts.changed}{" "}
            <button type="button" onClick={found.renew}>
              {texts.showAgain}
            </button>
          </p>
        )}
        {found.error ? (
          <Failure error={found.error} onRetry={found.renew} />
        ) : (
          <Results
            found={found}
            address={address}
            openPart={openPart}
            color={chosenColors.length === 1 ? colorOf(colors, chosenColors[0] ?? "") : undefined}
            pictures={pictures}
          />
        )}
        {found.moreFailed && <Failure error={{ message: texts.more }} onRetry={found.loadMore} />}
        {found.total === 0 && <Nothing address={address} onClear={onClear} />}
        {typedNumber !== null && !isListed && !found.isOlder && (
          <LookUp key={typedNumber} partNumber={typedNumber} address={address} onArrived={found.renew} />
        )}
      </section>
      {openPart !== null && (
        <aside key={openPart} className={classes.inspector} aria-label={openPart}>
          <Outlet />
        </aside>
      )}
    </div>
  );
}
