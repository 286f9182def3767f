import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemError, request } from "../../lib/http.ts";
import type { LotDetail, NewLot } from "../../lib/wire.ts";
import { form as texts } from "../../texts/inventory.ts";
import { readLastChoices, rememberChoices } from "./lastChoices.ts";
import {
  EMPTY,
  fieldOf,
  isEmpty,
  newLot,
  type TypedLot,
  typedSince,
  wrongColor,
  wrongWith,
} from "./rules.ts";

/** The fields that are fixed from outside: nobody fills them in. */
export type Given = Partial<Pick<TypedLot, "partNumber" | "colorId">>;

interface Sent {
  readonly lot: NewLot;
  /** The form as it stood then. */
  readonly values: TypedLot;
}

/**
 * The form's values, and its way to the server. What is refused stands at its field, `failure` is what belongs to
 * none, `saved` the last lot until one types again; what was typed stays until it is saved, and what is typed while it
 * is being saved belongs to the next lot: `onSaved` is told whether the form is empty.
 */
export function useLotForm(given: Given, onSaved: (lot: LotDetail, isEmpty: boolean) => void) {
  const [failure, setFailure] = useState<string | null>(null);
  const [saved, setSaved] = useState<LotDetail | null>(null);
  const form = useForm<TypedLot>({
    initialValues: { ...EMPTY, ...readLastChoices() },
    onValuesChange: () => setSaved(null),
    validate: (values) => problemsOf({ ...values, ...given }),
    validateInputOnBlur: ["quantity", "price", "remarks", "storage"],
  });
  const typed: TypedLot = { ...form.values, ...given };
  const save = useMutation({
    mutationFn: ({ lot }: Sent) => request<LotDetail>("POST", "/api/inventory/lots", { body: lot }),
    onMutate: () => setFailure(null),
    onSuccess: (lot, { values }) => {
      rememberChoices(lot);
      const next = typedSince(values, form.getValues());
      form.setValues(next);
      setSaved(lot);
      onSaved(lot, isEmpty(next));
    },
    onError: (error) => {
      const field =
        error instanceof ProblemError && error.code === "bad_request" ? fieldOf(error.message) : null;
      if (field !== null) form.setFieldError(field, error.message);
      else setFailure(isUnanswered(error) ? texts.notAnswered : error.message);
    },
  });
  const submit = form.onSubmit(
    (values) => {
      const lot = newLot(typed);
      if (lot !== null && !save.isPending) save.mutate({ lot, values });
    },
    (errors) => form.getInputNode(Object.keys(errors)[0] as keyof TypedLot)?.focus(),
  );
  return { form, typed, submit, failure, saved, isSaving: save.isPending };
}

function isUnanswered(error: Error): boolean {
  return error instanceof ProblemError && error.code === "unreachable";
}

/** What is wrong with each field, in the order of the form; only fields that are. */
function problemsOf(typed: TypedLot): Partial<Record<keyof TypedLot, string>> {
  const wrong = {
    partNumber: wrongWith.partNumber(typed.partNumber),
    colorId: wrongColor(typed.colorId),
    quantity: wrongWith.quantity(typed.quantity),
    price: wrongWith.price(typed.price),
    remarks: wrongWith.remarks(typed.remarks),
    storage: wrongWith.storage(typed.storage),
  };
  return Object.fromEntries(Object.entries(wrong).filter(([, problem]) => problem !== null));
}
