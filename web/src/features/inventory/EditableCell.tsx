import { type FocusEvent, type KeyboardEvent, type ReactNode, useRef, useState } from "react";
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
  /** `typed` is null where it is given back; `wrong` is why it cannot be saved. */
  readonly onClose: (typed: string | null, wrong: string | null, goOn: GoOn) => void;
}

/** Where the focus goes: to the cell, the next one or the one before it, or wherever it has gone already. */
export type GoOn = "stay" | "next" | "back" | "leave";

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
    <div className={classes.cell} data-field={field}>
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
    </div>
  );
}

interface EditorProps extends Pick<EditableCellProps, "lot" | "field" | "onClose"> {
  readonly typed: string;
}

function Editor({ lot, field, typed: before, onClose }: EditorProps) {
  const [typed, setTyped] = useState(before);
  const [wrong, setWrong] = useState<string | null>(null);
  // An editor that goes away loses the focus: that is no second answer.
  const isDone = useRef(false);
  const end = (...how: Parameters<typeof onClose>) => {
    isDone.current = true;
    onClose(...how);
  };
  const save = (goOn: GoOn) => {
    const problem = wrongEdit(field, typed);
    setWrong(problem);
    if (problem === null || goOn === "leave") end(typed.trim(), problem, goOn);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") end(null, null, "stay");
    else if (event.key === "Enter") save("stay");
    else if (event.key === "Tab") save(event.shiftKey ? "back" : "next");
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
    onBlur: () => isDone.current || save("leave"),
  };
  return (
    <div className={classes.cell} data-field={field}>
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
    </div>
  );
}

function wrongId(lot: Lot, field: EditField): string {
  return `wrong-${lot.id}-${field}`;
}

/** Whoever opens an editor wants to type. */
function focusOn(editor: HTMLElement | null): void {
  editor?.focus();
}
