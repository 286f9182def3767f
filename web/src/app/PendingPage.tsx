import { app } from "../texts/app.ts";
import { Skeleton } from "../ui/Skeleton.tsx";
import classes from "./PendingPage.module.css";

/** Room for a page whose code is on its way. */
export function PendingPage() {
  return (
    <div className={classes.pending} role="status" aria-label={app.loading}>
      <Skeleton width={240} height={32} />
      <Skeleton height={320} />
    </div>
  );
}
