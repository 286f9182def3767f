import { VisuallyHidden } from "@mantine/core";
import { Outlet } from "@tanstack/react-router";
import { useMemo } from "react";
import { texts } from "../../texts/catalog.ts";
import classes from "./CatalogPage.module.css";
import { Facets } from "./Facets.tsx";
import { FilterSheet } from "./FilterSheet.tsx";
import { Findings } from "./Findings.tsx";
import { chosenIn, questionOf, valuesOf } from "./filters.ts";
import { colorOf } from "./options.ts";
import { Summary } from "./Summary.tsx";
import { useAddress } from "./useAddress.ts";
import { useNames } from "./useNames.ts";
import { useSearch } from "./useSearch.ts";

/** The catalog: by what it can be narrowed, what was found, and from 1200 px on the open part beside it. */
export function CatalogPage() {
  const at = useAddress();
  const { address, openPart } = at;
  const found = useSearch(useMemo(() => questionOf(address), [address]));
  const { colors, labelOf } = useNames(address, found.facets);
  const [color, another] = valuesOf(address.color);
  const facets = (
    <Facets address={address} facets={found.facets} colors={colors} labelOf={labelOf} onToggle={at.toggle} />
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
            onRemove={at.toggle}
            onClear={at.clear}
          />
          <FilterSheet chosen={chosenIn(address).length} total={found.total}>
            {facets}
          </FilterSheet>
        </div>
        <Findings found={found} at={at} color={color && !another ? colorOf(colors, color) : undefined} />
      </section>
      {openPart !== null && (
        <aside className={classes.inspector} aria-label={texts.inspector(openPart)}>
          <Outlet />
        </aside>
      )}
    </div>
  );
}
