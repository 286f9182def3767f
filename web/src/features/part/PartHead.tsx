import { ActionIcon, Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { LiveAnswer } from "../../lib/answer.ts";
import type { Part, PartColor } from "../../lib/wire.ts";
import { part as texts } from "../../texts/part.ts";
import { Icon } from "../../ui/Icon.tsx";
import { PartPicture } from "../../ui/PartPicture.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import classes from "./PartHead.module.css";

interface PartHeadProps {
  readonly partNumber: string;
  readonly answer: LiveAnswer<Part>;
  readonly color: PartColor | undefined;
  readonly pictures: boolean;
  readonly onClose: () => void;
}

/** Name, number and category, and the picture in the chosen color. */
export function PartHead({ partNumber, answer, color, pictures, onClose }: PartHeadProps) {
  const part = answer.data;
  return (
    <header className={classes.head}>
      <Button className={classes.back} variant="subtle" onClick={onClose}>
        {texts.back}
      </Button>
      <ActionIcon className={classes.close} variant="subtle" aria-label={texts.close} onClick={onClose}>
        <Icon name="close" />
      </ActionIcon>
      {part && <KnownHead part={part} color={color} pictures={pictures} />}
      {!part && answer.isLoading && <HeadSkeleton partNumber={partNumber} />}
      {!part && !answer.isLoading && <h2 className={classes.title}>{texts.drawer(partNumber)}</h2>}
    </header>
  );
}

function KnownHead({
  part,
  color,
  pictures,
}: Pick<PartHeadProps, "color" | "pictures"> & { readonly part: Part }) {
  return (
    <>
      <h2 className={classes.title}>{part.name}</h2>
      <NumberLine partNumber={part.partNumber}>{part.categoryName ?? texts.noCategory}</NumberLine>
      <div
        className={classes.picture}
        role="img"
        aria-label={color ? texts.pictureIn(part.name, color.name) : part.name}
      >
        <PartPicture part={part} color={color} pictures={pictures} size={320} />
      </div>
    </>
  );
}

function NumberLine({
  partNumber,
  children,
}: {
  readonly partNumber: string;
  readonly children?: ReactNode;
}) {
  return (
    <p className={classes.number}>
      <strong>{partNumber}</strong> {children}
    </p>
  );
}

function HeadSkeleton({ partNumber }: { readonly partNumber: string }) {
  return (
    <>
      <h2 className={classes.title} aria-label={texts.drawer(partNumber)}>
        <Skeleton width="60%" height={32} />
      </h2>
      <NumberLine partNumber={partNumber} />
      <div className={classes.picture}>
        <Skeleton width={320} height={240} />
      </div>
    </>
  );
}
