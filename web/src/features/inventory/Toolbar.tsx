import { NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import type { Lot } from "../../lib/wire.ts";
import { conditions, sorts, filter as texts } from "../../texts/inventory.ts";
import type { LotFilter, LotSort } from "./rows.ts";
import classes from "./Toolbar.module.css";

export interface ToolbarProps {
  readonly lots: readonly Lot[];
  readonly filter: LotFilter;
  readonly sort: LotSort;
  readonly onFilter: (filter: LotFilter) => void;
  readonly onSort: (sort: LotSort) => void;
}

const CONDITIONS = [
  { value: "all", label: texts.all },
  { value: "new", label: conditions.new },
  { value: "used", label: conditions.used },
] satisfies { value: LotFilter["condition"]; label: string }[];

/** Which lots are shown; where there is no head to press, in which order, too. */
export function Toolbar({ lots, filter, sort, onFilter, onSort }: ToolbarProps) {
  return (
    <search className={classes.toolbar} aria-label={texts.label}>
      <TextInput
        className={classes.text}
        aria-label={texts.text}
        placeholder={texts.textHint}
        type="search"
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.currentTarget.value })}
      />
      <SegmentedControl<LotFilter["condition"]>
        aria-label={texts.condition}
        data={CONDITIONS}
        value={filter.condition}
        onChange={(condition) => onFilter({ ...filter, condition })}
      />
      <NativeSelect
        aria-label={texts.color}
        data={[{ value: "", label: texts.anyColor }, ...colorsOf(lots)]}
        value={filter.colorId ?? ""}
        onChange={({ currentTarget: { value } }) =>
          onFilter({ ...filter, colorId: value === "" ? null : Number(value) })
        }
      />
      <NativeSelect
        className={classes.sort}
        aria-label={texts.sort}
        data={sorts.map(({ label }) => label)}
        value={
          sorts.find(({ by, descending }) => by === sort.by && descending === sort.descending)?.label ?? ""
        }
        onChange={(event) => {
          const chosen = sorts.find(({ label }) => label === event.currentTarget.value);
          if (chosen) onSort({ by: chosen.by, descending: chosen.descending });
        }}
      />
    </search>
  );
}

/** The colors that there are lots of, by name. */
function colorsOf(lots: readonly Lot[]) {
  const names = new Map(lots.map((lot) => [lot.colorId, lot.colorName ?? texts.colorById(lot.colorId)]));
  return [...names]
    .map(([colorId, label]) => ({ value: String(colorId), label }))
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
}
