import { Button, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DemoState } from "../../lib/wire.ts";
import { tour as texts } from "../../texts/tour.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Journal } from "./journal.ts";
import { LINES } from "./lines.ts";
import { DEMO, demoState } from "./switches.ts";
import classes from "./Tour.module.css";
import { TourLine } from "./TourLine.tsx";
import { useSightings } from "./useSightings.ts";

/** Of this load of the page. The time first, so that pages are in the order in which they were loaded. */
const PAGE = `${Date.now()}-${Math.random().toString(36).slice(2)}`;

/** The list that walks a newcomer through the flow, in the demo only: a column beside the page where there is room. */
export function Tour() {
  const demo = useQuery({ queryKey: DEMO, queryFn: demoState });
  return demo.data === undefined ? null : <TourOf key={demo.data.since} demo={demo.data} />;
}

function TourOf({ demo: { since, broken } }: { readonly demo: DemoState }) {
  const [journal] = useState(() => new Journal(since, PAGE));
  const sightings = useSightings(journal);
  const [isOpen, setOpen] = useState(() => matchMedia("(min-width: 1200px)").matches);
  const ticked = LINES.filter(({ isSeen }) => isSeen(sightings));
  return (
    <aside className={classes.tour} aria-label={texts.title} data-column={isOpen || undefined}>
      <UnstyledButton
        className={classes.head}
        aria-expanded={isOpen}
        aria-controls="tour"
        onClick={() => setOpen(!isOpen)}
      >
        <span className={classes.title}>{texts.title}</span>
        <span className={classes.progress}>{texts.progress(ticked.length, LINES.length)}</span>
        <span className={classes.arrow} data-open={isOpen || undefined}>
          <Icon name="down" />
        </span>
      </UnstyledButton>
      {isOpen && (
        <div id="tour" className={classes.body}>
          <p className={classes.lead}>{texts.lead}</p>
          <ol className={classes.lines}>
            {LINES.map((line) => (
              <TourLine
                key={line.id}
                line={line}
                isTicked={ticked.includes(line)}
                note={line.id === "trouble" && broken !== null ? texts.broken[broken] : undefined}
              />
            ))}
          </ol>
          <Button size="compact-sm" variant="default" onClick={() => journal.clear()}>
            {texts.again}
          </Button>
        </div>
      )}
    </aside>
  );
}
