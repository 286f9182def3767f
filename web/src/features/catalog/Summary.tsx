import { texts } from "../../texts/catalog.ts";
import { Icon } from "../../ui/Icon.tsx";
import { type CatalogAddress, type Chosen, chosenIn } from "./filters.ts";
import classes from "./Summary.module.css";

export interface SummaryProps {
  readonly address: CatalogAddress;
  /** null until the first answer. */
  readonly total: number | null;
  readonly labelOf: (chosen: Chosen) => string;
  readonly onRemove: (chosen: Chosen) => void;
  readonly onClear: () => void;
}

/** In words what the list shows: how many parts, of which search, and every filter to take away again. */
export function Summary({ address, total, labelOf, onRemove, onClear }: SummaryProps) {
  const chosen = chosenIn(address);
  return (
    <div className={classes.summary}>
      <output className={classes.total}>{total === null ? "" : texts.parts(total)}</output>
      {address.q && <span className={classes.words}>{address.q}</span>}
      {chosen.map((one) => (
        <button
          key={`${one.facet}/${one.value}`}
          type="button"
          className={classes.filter}
          aria-label={texts.remove(labelOf(one))}
          onClick={() => onRemove(one)}
        >
          {labelOf(one)}
          <Icon name="close" size={12} />
        </button>
      ))}
      {chosen.length > 1 && (
        <button type="button" className={classes.clear} onClick={onClear}>
          {texts.clearAll}
        </button>
      )}
    </div>
  );
}
