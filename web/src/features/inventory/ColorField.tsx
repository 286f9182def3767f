import { Select } from "@mantine/core";
import type { KeyboardEvent } from "react";
import type { Color, PartColor } from "../../lib/wire.ts";
import { form as texts } from "../../texts/inventory.ts";
import { Swatch } from "../../ui/Swatch.tsx";
import classes from "./LotForm.module.css";

export interface ColorFieldProps {
  readonly value: number | null;
  readonly error: React.ReactNode;
  /** Those in which the part is known, most of all first; they stand before all others. */
  readonly known: readonly PartColor[];
  readonly all: readonly Color[];
  /** `known` is still on its way. */
  readonly isLoading: boolean;
  readonly onChange: (colorId: number | null) => void;
}

/** A color by its swatch and name, found by typing. */
export function ColorField({ value, error, known, all, isLoading, onChange }: ColorFieldProps) {
  const { data, byId } = choices(known, all);
  const chosen = value === null ? undefined : byId.get(value);
  return (
    <Select
      label={texts.color}
      placeholder={texts.colorHint}
      data-path="colorId"
      value={value}
      error={error}
      data={data}
      searchable
      allowDeselect={false}
      // It turns true once the known colors are there: a list that changes forgets which option was the first.
      selectFirstOptionOnChange={!isLoading}
      withCheckIcon={false}
      maxDropdownHeight={320}
      nothingFoundMessage={texts.colorNone}
      leftSection={chosen && <Swatch hexCode={chosen.hexCode} type={chosen.type} size={16} />}
      comboboxProps={{ width: "max-content", position: "bottom-start", withinPortal: false }}
      onChange={onChange}
      onKeyDown={choose}
      renderOption={({ option }) => {
        const color = byId.get(option.value);
        return color && <Choice color={color} />;
      }}
    />
  );
}

/**
 * Enter chooses what is marked. A list that has just changed has nothing marked, or shows a mark that the field itself
 * has forgotten: then the first, or what is seen to be marked, is meant.
 */
function choose(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== "Enter" || event.currentTarget.value === "") return;
  const list = document.getElementById(event.currentTarget.getAttribute("aria-controls") ?? "");
  const option =
    list?.querySelector<HTMLElement>("[data-combobox-selected]") ??
    list?.querySelector<HTMLElement>("[data-combobox-option]");
  if (!option) return;
  event.preventDefault();
  option.click();
}

function Choice({ color }: { readonly color: Color | PartColor }) {
  return (
    <span className={classes.choice}>
      <Swatch hexCode={color.hexCode} type={color.type} size={16} />
      <span>{color.name}</span>
      {"quantity" in color && <span className={classes.count}>{texts.colorCount(color.quantity)}</span>}
    </span>
  );
}

function choices(known: readonly PartColor[], all: readonly Color[]) {
  const knownIds = new Set(known.map((color) => color.colorId));
  const others = all.filter((color) => !knownIds.has(color.colorId));
  const byId = new Map<number, Color | PartColor>(
    [...others, ...known].map((color) => [color.colorId, color]),
  );
  const data =
    known.length > 0 ? [group(texts.colorKnown, known), group(texts.colorOther, others)] : others.map(option);
  return { data, byId };
}

function group(name: string, colors: readonly (Color | PartColor)[]) {
  return { group: name, items: colors.map(option) };
}

function option(color: Color | PartColor) {
  return { value: color.colorId, label: color.name };
}
