import { Button, Input, SegmentedControl, TextInput } from "@mantine/core";
import { useEffect, useId, useRef, useState } from "react";
import { useGetPartColors } from "../../hooks/useGetPartColors.ts";
import { useGetPriceGuide } from "../../hooks/useGetPriceGuide.ts";
import { useLiveQuery } from "../../hooks/useLiveQuery.ts";
import { useServerNow } from "../../hooks/useServerNow.ts";
import type { Lot, LotDetail } from "../../lib/wire.ts";
import { conditions, page, form as texts } from "../../texts/inventory.ts";
import { useAnnounce } from "../../ui/Announcer.tsx";
import { BusyButton } from "../../ui/BusyButton.tsx";
import { useLetterKeys } from "../../ui/letterKeys.ts";
import "./mantine.css";
import { ColorField } from "./ColorField.tsx";
import classes from "./LotForm.module.css";
import { PartField } from "./PartField.tsx";
import { PriceHint } from "./PriceHint.tsx";
import { priceHint } from "./suggestion.ts";
import { type Given, useLotForm } from "./useLotForm.ts";

export interface LotFormProps {
  /** What is fixed where the form stands beside a part: the part, and the color unless there was none at first. */
  readonly given?: { readonly partNumber: string; readonly colorId: number | null };
}

const CONDITIONS = (["new", "used"] as const).map((value) => ({ value, label: conditions[value] }));

/** Adds a lot; colors and the suggested price are live. Done by keyboard alone: after saving it begins anew. */
export function LotForm({ given }: LotFormProps) {
  const conditionId = useId();
  const first = useRef<HTMLInputElement>(null);
  const announce = useAnnounce();
  const now = useServerNow();
  const [picked, setPicked] = useState<string | null>(null);
  const [more, setMore] = useState(false);
  // Colors that are told later must not take the place of what somebody chooses here.
  const [asksColor] = useState(() => typeof given?.colorId !== "number");
  const onSaved = (lot: LotDetail, isEmpty: boolean) => {
    announce(texts.added(lot));
    if (isEmpty) first.current?.focus();
  };
  const { form, typed, submit, failure, saved, isSaving } = useLotForm(fixedBy(given, asksColor), onSaved);
  const part = given?.partNumber ?? (picked === typed.partNumber.trim() ? picked : null);
  const known = useGetPartColors(asksColor ? part : null).data ?? [];
  const all = useLiveQuery("getColors", asksColor ? {} : null).value?.data ?? [];
  const guide = useGetPriceGuide(part, part === null ? null : typed.colorId);
  const pick = (partNumber: string) => {
    form.setFieldValue("partNumber", partNumber);
    setPicked(partNumber);
  };
  // Whoever opens the form beside a part wants to fill it in; `a` leads here where it always stands.
  const isBeside = given !== undefined;
  useEffect(() => {
    if (isBeside) first.current?.focus();
  }, [isBeside]);
  useLetterKeys(isBeside ? {} : { a: () => first.current?.focus() });
  return (
    <form
      className={classes.form}
      aria-label={page.form}
      data-beside={isBeside || undefined}
      onSubmit={submit}
      noValidate
    >
      {!isBeside && (
        <PartField
          value={typed.partNumber}
          error={form.errors.partNumber}
          inputRef={first}
          onType={(text) => form.setFieldValue("partNumber", text)}
          onPick={pick}
        />
      )}
      {asksColor && (
        <ColorField
          value={typed.colorId}
          error={form.errors.colorId}
          known={known}
          all={all}
          onChange={(colorId) => form.setFieldValue("colorId", colorId)}
        />
      )}
      <Input.Wrapper label={texts.condition} labelElement="div" labelProps={{ id: conditionId }}>
        <SegmentedControl<Lot["condition"]>
          aria-labelledby={conditionId}
          data={CONDITIONS}
          value={typed.condition}
          onChange={(condition) => form.setFieldValue("condition", condition)}
          fullWidth
        />
      </Input.Wrapper>
      <TextInput
        ref={isBeside ? first : undefined}
        className={classes.quantity}
        label={texts.quantity}
        inputMode="numeric"
        autoComplete="off"
        {...form.getInputProps("quantity")}
      />
      <TextInput
        className={classes.price}
        label={guide.data ? texts.priceIn(guide.data.currency) : texts.price}
        inputMode="decimal"
        autoComplete="off"
        {...form.getInputProps("price")}
      />
      <div className={classes.hint}>
        <PriceHint
          hint={priceHint(guide, typed.condition)}
          condition={typed.condition}
          price={typed.price}
          now={now}
          onUse={(price) => form.setFieldValue("price", price)}
        />
      </div>
      <BusyButton className={classes.add} type="submit" isBusy={isSaving}>
        {texts.add}
      </BusyButton>
      <div className={classes.more}>
        <Button variant="subtle" size="compact-sm" aria-expanded={more} onClick={() => setMore(!more)}>
          {more ? texts.less : texts.more}
        </Button>
      </div>
      {more && (
        <>
          <TextInput
            className={classes.remarks}
            label={texts.remarks}
            autoComplete="off"
            {...form.getInputProps("remarks")}
          />
          <TextInput
            className={classes.storage}
            label={texts.storage}
            autoComplete="off"
            {...form.getInputProps("storage")}
          />
        </>
      )}
      {saved !== null && <p className={classes.saved}>{texts.added(saved)}</p>}
      {failure !== null && (
        <p className={classes.failure} role="alert">
          {failure}
        </p>
      )}
    </form>
  );
}

function fixedBy(given: LotFormProps["given"], asksColor: boolean): Given {
  if (given === undefined) return {};
  return { partNumber: given.partNumber, ...(asksColor ? {} : { colorId: given.colorId }) };
}
