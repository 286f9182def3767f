import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useId, useState } from "react";
import { useServerNow } from "../../hooks/useServerNow.ts";
import type { Quota } from "../../lib/wire.ts";
import { quota as texts } from "../../texts/activity.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import classes from "./Calls.module.css";
import { CallsTable } from "./CallsTable.tsx";
import { bars, leavesUpTo, MINUTE, total } from "./calls.ts";
import { DayStrip } from "./DayStrip.tsx";
import { Gauge } from "./Gauge.tsx";

/** The day's calls: what is left of them, and when they were made. */
export function Calls({ quota }: { readonly quota: Quota | undefined }) {
  const titleId = useId();
  const isPhone = useMediaQuery("(max-width: 767px)", false, { getInitialValueInEffect: false });
  return (
    <section className={classes.calls} aria-labelledby={titleId}>
      <h2 id={titleId}>{texts.title}</h2>
      {quota ? <Ledger quota={quota} isPhone={isPhone} /> : <Skeleton height={isPhone ? 320 : 236} />}
    </section>
  );
}

function Ledger({ quota, isPhone }: { readonly quota: Quota; readonly isPhone: boolean }) {
  const now = useServerNow(MINUTE);
  const [asTable, setAsTable] = useState(false);
  const minutes = isPhone ? 30 : 10;
  const leaving = quota.slots.filter(({ at }) => at <= leavesUpTo(now));
  return (
    <>
      <Gauge quota={quota} comingBack={total(leaving).all} />
      {asTable ? (
        <CallsTable slots={quota.slots} now={now} />
      ) : (
        <DayStrip bars={bars(quota.slots, now, minutes * MINUTE)} minutes={minutes} now={now} />
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.toggle}
        onClick={() => setAsTable(!asTable)}
      >
        {asTable ? texts.asChart : texts.asTable}
      </Button>
    </>
  );
}
