import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { tour as texts } from "../../texts/tour.ts";
import { BusyButton } from "../../ui/BusyButton.tsx";
import { Icon } from "../../ui/Icon.tsx";
import type { Line, Place } from "./lines.ts";
import { DEMO, SWITCHES, turn } from "./switches.ts";
import classes from "./Tour.module.css";

interface TourLineProps {
  readonly line: Line;
  readonly isTicked: boolean;
  /** What is to be said of it now. */
  readonly note?: string | undefined;
}

/** One line: a link, what will be seen, and the switches that let it be seen again. */
export function TourLine({ line: { id, place }, isTicked, note }: TourLineProps) {
  const { title, detail } = texts.line[id];
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: turn,
    onSuccess: (state) => queries.setQueryData(DEMO, state),
  });
  return (
    <li className={classes.line} data-step={id} data-ticked={isTicked || undefined}>
      <span className={classes.tick}>
        <Icon name={isTicked ? "fresh" : "unchecked"} />
      </span>
      <div>
        <To place={place}>{title}</To>
        {isTicked && <span className={classes.unseen}> ({texts.ticked})</span>}
        <p className={classes.detail}>{detail}</p>
        <div className={classes.switches}>
          {SWITCHES[id]?.map((name) => (
            <BusyButton
              key={name}
              size="compact-xs"
              variant="default"
              isBusy={isPending}
              onClick={() => mutate(name)}
            >
              {texts.switch[name]}
            </BusyButton>
          ))}
        </div>
        {note && <p className={classes.note}>{note}</p>}
        {error && (
          <p role="alert" className={classes.failed}>
            {texts.failed} {error.message}
          </p>
        )}
      </div>
    </li>
  );
}

function To({ place, children }: { readonly place: Place; readonly children: ReactNode }) {
  if (place === "activity") return <Link to="/activity">{children}</Link>;
  if (place === "inventory") return <Link to="/inventory">{children}</Link>;
  return (
    <Link
      to="/parts/$partNumber"
      params={{ partNumber: place.part }}
      search={place.color === undefined ? {} : { in: place.color }}
    >
      {children}
    </Link>
  );
}
