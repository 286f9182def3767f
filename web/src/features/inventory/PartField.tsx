import { Autocomplete } from "@mantine/core";
import type { Ref } from "react";
import { looksLikePartNumber } from "../../lib/partNumber.ts";
import type { PartHit } from "../../lib/wire.ts";
import { form as texts } from "../../texts/inventory.ts";
import { PartPicture } from "../../ui/PartPicture.tsx";
import classes from "./LotForm.module.css";
import { exactHit, usePartLookup } from "./usePartLookup.ts";

export interface PartFieldProps {
  readonly value: string;
  readonly error: React.ReactNode;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly onType: (text: string) => void;
  /** A part was picked, or its whole number typed and the field left: it may be asked about now. */
  readonly onPick: (partNumber: string) => void;
}

/** A part by number or words, looked up as one types. Nothing is asked of BrickLink before a part is picked. */
export function PartField({ value, error, inputRef, onType, onPick }: PartFieldProps) {
  const typed = value.trim();
  const { hits, settled } = usePartLookup(value);
  const exact = exactHit(hits, typed);
  const unknown = settled && exact === undefined && looksLikePartNumber(typed) ? typed : null;
  const numbers = hits.map((hit) => hit.partNumber);
  const leave = () => {
    const number = exact?.partNumber ?? (looksLikePartNumber(typed) ? typed : null);
    if (number !== null) onPick(number);
  };
  return (
    <Autocomplete
      ref={inputRef}
      label={texts.part}
      placeholder={texts.partHint}
      data-path="partNumber"
      value={value}
      error={error}
      data={unknown === null ? numbers : [...numbers, unknown]}
      filter={({ options }) => options}
      // It turns true once the answer is there, which is when the first option can be chosen.
      selectFirstOptionOnChange={settled && (exact !== undefined || !looksLikePartNumber(typed))}
      maxDropdownHeight={360}
      comboboxProps={{ width: "max-content", position: "bottom-start", withinPortal: false }}
      autoComplete="off"
      spellCheck={false}
      onChange={onType}
      onOptionSubmit={onPick}
      onBlur={leave}
      renderOption={({ option }) => {
        const hit = hits.find((one) => one.partNumber === option.value);
        return hit ? <Found hit={hit} /> : texts.partUnknown(option.value);
      }}
    />
  );
}

function Found({ hit }: { readonly hit: PartHit }) {
  return (
    <span className={classes.found}>
      <PartPicture part={hit} pictures={false} size={40} />
      <span className={classes.number}>{hit.partNumber}</span>
      <span className={classes.name}>{hit.name}</span>
    </span>
  );
}
