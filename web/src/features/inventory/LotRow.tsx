import { UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { formatCount, formatPrice } from "../../lib/money.ts";
import { conditions, formatPercent, lotWords, table as texts } from "../../texts/inventory.ts";
import { Icon } from "../../ui/Icon.tsx";
import { PartPicture } from "../../ui/PartPicture.tsx";
import { Swatch } from "../../ui/Swatch.tsx";
import { EditableCell } from "./EditableCell.tsx";
import { type EditField, type Edits, editKey } from "./edits.ts";
import { Figure } from "./Figure.tsx";
import { GuideAge } from "./GuideAge.tsx";
import classes from "./LotTable.module.css";
import type { Row } from "./rows.ts";
import { type CellPlace, cellId, type Field } from "./useGrid.ts";

export interface LotRowProps {
  readonly row: Row;
  /** BrickLink's word for the color's kind, such as "Transparent"; empty while it is not known. */
  readonly colorType: string;
  readonly currency: string | null;
  readonly edits: Edits;
  /** The cell of this row that Tab reaches, and the one that is edited. */
  readonly active: Field | null;
  readonly editing: Field | null;
  readonly now: number;
  readonly staleAfterMs: number | null;
  readonly onOpen: (place: CellPlace) => void;
  readonly onClose: (place: EditPlace, ...how: Closing) => void;
  readonly onRemove: () => void;
}

export type EditPlace = CellPlace & { readonly field: EditField };

export type Closing = Parameters<React.ComponentProps<typeof EditableCell>["onClose"]>;

/** The cells of one lot. */
export function LotRow(props: LotRowProps) {
  const { row, colorType, currency, edits, active, editing, now, staleAfterMs } = props;
  const { onOpen, onClose, onRemove } = props;
  const { lot, value, difference } = row;
  const editable = (field: EditField, shown: ReactNode) => (
    <EditableCell
      lot={lot}
      field={field}
      edit={edits.get(editKey(lot.id, field))}
      isActive={active === field}
      isEditing={editing === field}
      onOpen={() => onOpen({ lotId: lot.id, field })}
      onClose={(...how) => onClose({ lotId: lot.id, field }, ...how)}
    >
      {shown}
    </EditableCell>
  );
  const color = { hexCode: lot.hexCode, type: colorType };
  return (
    <>
      <td className={classes.picture}>
        <PartPicture
          part={{ ...lot, name: lot.name ?? "", categoryName: null }}
          color={color}
          pictures={false}
          size={40}
        />
      </td>
      <td className={classes.part}>
        <Link
          id={cellId({ lotId: lot.id, field: "part" })}
          className={classes.link}
          tabIndex={active === "part" ? 0 : -1}
          to="/parts/$partNumber"
          params={{ partNumber: lot.partNumber }}
          search={{ in: lot.colorId }}
        >
          <strong>{lot.partNumber}</strong>
          <span className={classes.name}>{lot.name ?? texts.noName}</span>
        </Link>
        <div className={classes.notes}>
          <div>{editable("remarks", lot.remarks)}</div>
          <div>{editable("storage", lot.storage)}</div>
        </div>
      </td>
      <td className={classes.color}>
        <Swatch {...color} /> {lot.colorName ?? texts.noColor(lot.colorId)}
      </td>
      <td className={classes.condition}>{editable("condition", conditions[lot.condition])}</td>
      <td className={classes.quantity}>{editable("quantity", formatCount(lot.quantity))}</td>
      <td className={classes.price}>
        {editable("price", lot.price && <Figure text={formatPrice(lot.price)} />)}
        {lot.currency !== null && lot.currency !== currency && (
          <span className={classes.note}>{lot.currency}</span>
        )}
      </td>
      <td className={classes.guide}>
        {lot.guide ? (
          <Figure text={formatPrice(lot.guide.price)} />
        ) : (
          <span className={classes.none}>{texts.none}</span>
        )}
      </td>
      <td className={classes.difference}>
        {difference && <Figure text={formatPercent(difference)} places={1} />}
      </td>
      <td className={classes.value}>{value && <Figure text={formatPrice(value)} />}</td>
      <td className={classes.age}>
        {lot.guide && <GuideAge fetchedAt={lot.guide.fetchedAt} {...{ now, staleAfterMs }} />}
      </td>
      <td className={classes.remove}>
        <UnstyledButton
          id={cellId({ lotId: lot.id, field: "remove" })}
          className={classes.removeButton}
          tabIndex={active === "remove" ? 0 : -1}
          aria-label={texts.removeLot(lotWords(lot))}
          onClick={onRemove}
        >
          <Icon name="close" />
        </UnstyledButton>
      </td>
    </>
  );
}
