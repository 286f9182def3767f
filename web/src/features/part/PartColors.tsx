import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { formatCount } from "../../lib/money.ts";
import type { PartColor } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { Swatch } from "../../ui/Swatch.tsx";
import { FIRST_COLORS, shownColors, usualOrder } from "./colorOrder.ts";
import classes from "./PartColors.module.css";

interface PartColorsProps {
  readonly colors: readonly PartColor[];
  readonly chosen: number | null;
  readonly onChoose: (colorId: number) => void;
}

/** The known colors as one group of radio buttons, those known most first. */
export function PartColors({ colors, chosen, onChoose }: PartColorsProps) {
  const name = useId();
  const [isWhole, setWhole] = useState(false);
  const [order, setOrder] = useState(() => usualOrder(colors, []));
  const current = usualOrder(colors, order);
  if (current.length !== order.length || current.some((id, index) => id !== order[index])) setOrder(current);
  if (colors.length === 0) return <p className={classes.none}>{texts.noColors}</p>;
  const shown = shownColors(colors, current, chosen, isWhole);
  return (
    <>
      <div role="radiogroup" aria-label={texts.colors} className={classes.colors}>
        {shown.map((color) => (
          <ColorChoice key={color.colorId} color={color} group={name} chosen={chosen} onChoose={onChoose} />
        ))}
      </div>
      <div className={classes.below}>
        <ChosenColor colors={colors} chosen={chosen} />
        {colors.length > FIRST_COLORS && (
          <Button size="compact-sm" variant="subtle" onClick={() => setWhole(!isWhole)}>
            {isWhole ? texts.fewerColors : texts.moreColors(colors.length)}
          </Button>
        )}
      </div>
    </>
  );
}

interface ColorChoiceProps {
  readonly color: PartColor;
  readonly group: string;
  readonly chosen: number | null;
  readonly onChoose: (colorId: number) => void;
}

function ColorChoice({ color, group, chosen, onChoose }: ColorChoiceProps) {
  const spoken = texts.colorName(color.name, formatCount(color.quantity));
  return (
    <label className={classes.color} title={spoken}>
      <input
        type="radio"
        name={group}
        checked={color.colorId === chosen}
        aria-label={spoken}
        onChange={() => onChoose(color.colorId)}
      />
      <Swatch hexCode={color.hexCode} type={color.type} size={28} />
    </label>
  );
}

function ChosenColor({ colors, chosen }: Pick<PartColorsProps, "colors" | "chosen">) {
  if (chosen === null) return null;
  const color = colors.find((known) => known.colorId === chosen);
  if (color === undefined) return <p>{texts.otherColor(chosen)}</p>;
  return <p>{texts.chosenColor(color.name, formatCount(color.quantity))}</p>;
}

/** In the size of what comes. */
export function PartColorsSkeleton() {
  return (
    <>
      <div className={classes.colors}>
        {Array.from({ length: FIRST_COLORS }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal placeholders
          <Skeleton key={index} width={28} height={28} />
        ))}
      </div>
      <div className={classes.below} />
    </>
  );
}
