import type { Color, PartHit, SearchResult } from "../../lib/wire.ts";
import { texts } from "../../texts/catalog.ts";
import { Swatch } from "../../ui/Swatch.tsx";
import { FacetList } from "./FacetList.tsx";
import classes from "./Facets.module.css";
import { type CatalogAddress, type Chosen, type Facet, valuesOf } from "./filters.ts";
import { categoryOptions, colorOf, colorOptions, type Option, withChosen } from "./options.ts";

const STATUSES: readonly PartHit["status"][] = ["fresh", "stale", "refreshing", "missing"];

export interface FacetsProps {
  readonly address: CatalogAddress;
  /** null until the first answer. */
  readonly facets: SearchResult["facets"] | null;
  readonly colors: readonly Color[] | null;
  readonly labelOf: (chosen: Chosen) => string;
  readonly onToggle: (chosen: Chosen) => void;
}

/** By what the parts can be narrowed, and how many each value would find. */
export function Facets({ address, facets, colors, labelOf, onToggle }: FacetsProps) {
  const list = (facet: Facet, options: readonly Option[]) => {
    const chosen = valuesOf(address[facet]);
    return {
      title: texts.facets[facet],
      options: withChosen(options, chosen, (value) => labelOf({ facet, value })),
      chosen,
      onToggle: (value: string) => onToggle({ facet, value }),
    };
  };
  const swatch = (value: string) => {
    const color = colorOf(colors, value);
    return <Swatch hexCode={color?.hexCode ?? null} type={color?.type ?? ""} size={16} />;
  };
  if (facets === null) return null;
  return (
    <div className={classes.facets}>
      <FacetList
        {...list(
          "status",
          STATUSES.map((value) => statusOption(value, facets)),
        )}
      />
      <FacetList {...list("category", categoryOptions(facets.category))} />
      <FacetList {...list("color", colorOptions(facets.color))} mark={swatch} />
    </div>
  );
}

function statusOption(value: PartHit["status"], { status }: SearchResult["facets"]): Option {
  return { value, label: texts.statuses[value], count: status[value] ?? 0 };
}
