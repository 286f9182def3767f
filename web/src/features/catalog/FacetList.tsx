import { type ReactNode, useId, useState } from "react";
import { texts } from "../../texts/catalog.ts";
import classes from "./FacetList.module.css";
import { FEW, few, matching, type Option } from "./options.ts";

export interface FacetListProps {
  readonly title: string;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly onToggle: (value: string) => void;
  /** A swatch, for colors. */
  readonly mark?: (value: string) => ReactNode;
}

/** The values of one facet as check boxes; of a long list the most common, until all are asked for. */
export function FacetList({ title, options, chosen, onToggle, mark }: FacetListProps) {
  const [isWhole, setWhole] = useState(false);
  const [typed, setTyped] = useState("");
  const name = useId();
  if (options.length === 0) return null;
  const shown = isWhole ? matching(options, typed) : few(options, chosen);
  return (
    <fieldset className={classes.facet}>
      <legend>{title}</legend>
      {isWhole && (
        <input
          className={classes.find}
          value={typed}
          aria-label={texts.facet.find(title)}
          placeholder={texts.facet.find(title)}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: it is there because somebody asked for it just now
          autoFocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <div className={classes.options} data-whole={isWhole || undefined}>
        {shown.map(({ value, label, count }) => (
          <label key={value} className={classes.option} data-none={count === 0 || undefined}>
            <input
              type="checkbox"
              name={name}
              checked={chosen.includes(value)}
              onChange={() => onToggle(value)}
            />
            {mark?.(value)}
            <span className={classes.label}>{label}</span>
            <span className={classes.count}>{texts.facet.count(count)}</span>
          </label>
        ))}
        {shown.length === 0 && <p className={classes.none}>{texts.facet.none}</p>}
      </div>
      {options.length > FEW && (
        <button
          type="button"
          className={classes.more}
          aria-expanded={isWhole}
          onClick={() => {
            setWhole(!isWhole);
            setTyped("");
          }}
        >
          {isWhole ? texts.facet.fewer : texts.facet.more(options.length)}
        </button>
      )}
    </fieldset>
  );
}
