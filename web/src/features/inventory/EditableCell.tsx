import { type FocusEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import type { Lot } from "../../lib/wire.ts";
import { conditions, lotWords, table as texts } from "../../texts/inventory.ts";
import classes from "./EditableCell.module.css";
import { type Edit, type EditField, typedOf, wrongEdit } from "./edits.ts";
import { cellId } from "./useGrid.ts";

export interface EditableCellProps {
  readonly lot: Lot;
  readonly field: EditField;
  readonly edit: Edit | undefined;
  readonly isActive: boolean;
  readonly isEditing: boolean;
  /** The value as it is shown; nothing where the field is empty. */
  readonly children: ReactNode;
  readonly onOpen: () => void;
  /** Give back, or go on: `null` closes without saving, a text is saved if it is another. */
  readonly onClose: (typed: string | null, goOn: "stay" | "next" | "back" | "leave") => void;
}

const INPUT_MODES = { quantity: "numeric", price: "decimal", remarks: "text", storage: "text" } as const;

/** A field of a lot: Enter or a press edits it, Enter saves, Tab saves and goes on, Esc gives back. */
export function EditableCell({
  lot,
  field,
  edit,
  isActive,
  isEditing,
  children,
  onOpen,
  onClose,
}: EditableCellProps) {
  const failed = edit?.state === "failed" ? edit : null;
  if (isEditing) {
    return <Editor lot={lot} field={field} typed={failed?.typed ?? typedOf(lot, field)} onClose={onClose} />;
  }
  const name = texts.fields[field];
  const value = field === "condition" ? conditions[lot.condition] : typedOf(lot, field);
  return (
    <>
      <button
        type="button"
        id={cellId({ lotId: lot.id, field })}
        className={classes.value}
        tabIndex={isActive ? 0 : -1}
        aria-label={texts.edit(name, value || texts.none)}
        data-empty={value === "" || undefined}
        data-saving={edit?.state === "saving" || undefined}
        onClick={onOpen}
      >
        {value === "" ? texts.add(name) : children}
      </button>
      {failed && (
        <span className={classes.wrong} role="alert">
          {texts.notSaved(failed.typed, failed.why)}
        </span>
      )}
    </>
  );
}

interface EditorProps extends Pick<EditableCellProps, "lot" | "field" | "onClose"> {
  readonly typed: string;
}

function Editor({ lot, field, typed: before, onClose }: EditorProps) {
  const [typed, setTyped] = useState(before);
  const [wrong, setWrong] = useState<string | null>(null);
  const close = (goOn: Parameters<typeof onClose>[1]) => {
    const problem = wrongEdit(field, typed);
    setWrong(problem);
    if (problem === null) onClose(typed.trim(), goOn);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose(null, "stay");
    else if (event.key === "Enter") close("stay");
    else if (event.key === "Tab") close(event.shiftKey ? "back" : "next");
    else return;
    event.preventDefault();
  };
  const common = {
    "aria-label": texts.editing(texts.fields[field], lotWords(lot)),
    "aria-invalid": wrong !== null,
    "aria-describedby": wrong === null ? undefined : wrongId(lot, field),
    className: classes.editor,
    value: typed,
    ref: focusOn,
    onKeyDown: press,
    onBlur: () => close("leave"),
  };
  return (
    <>
      {field === "condition" ? (
        <select {...common} onChange={(event) => setTyped(event.currentTarget.value)}>
          <option value="new">{conditions.new}</option>
          <option value="used">{conditions.used}</option>
        </select>
      ) : (
        <input
          {...common}
          inputMode={INPUT_MODES[field]}
          autoComplete="off"
          onFocus={(event: FocusEvent<HTMLInputElement>) => event.currentTarget.select()}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {wrong !== null && (
        <span className={classes.wrong} id={wrongId(lot, field)} role="alert">
          {wrong}
        </span>
      )}
    </>
  );
}

function wrongId(lot: Lot, field: EditField): string {
  return `wrong-${lot.id}-${field}`;
}

/** Whoever opens an editor wants to type. */
function focusOn(editor: HTMLElement | null): void {
  editor?.focus();
}
