import { Button } from "@mantine/core";
import { useState } from "react";
import { banner } from "../texts/app.ts";
import type { UpstreamNotice } from "../texts/upstream.ts";
import { Dialog } from "../ui/Dialog.tsx";
import classes from "./HowToFix.module.css";

/** What to do about a BrickLink that is not asked, and what happens by itself. */
export function HowToFix({ notice }: { readonly notice: UpstreamNotice }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {banner.howToFix}
      </Button>
      {isOpen && (
        <Dialog title={notice.why} onClose={() => setOpen(false)}>
          <div className={classes.steps}>
            <p>
              {notice.remedy}
              {notice.command ? ":" : "."}
            </p>
            {notice.command && <code className={classes.command}>{notice.command}</code>}
            {notice.next && <p>{notice.next}.</p>}
          </div>
        </Dialog>
      )}
    </>
  );
}
