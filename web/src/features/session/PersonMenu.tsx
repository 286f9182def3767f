import { Button } from "@mantine/core";
import { useId } from "react";
import { session as texts } from "../../texts/session.ts";
import { BusyButton } from "../../ui/BusyButton.tsx";
import { Icon } from "../../ui/Icon.tsx";
import classes from "./PersonMenu.module.css";
import { useSession, useSignOut } from "./useSession.ts";

/** Who is signed in, and the way out; opened and closed by the browser itself. */
export function PersonMenu() {
  const { data: session } = useSession();
  const signOut = useSignOut();
  const menuId = useId();
  if (!session?.person) return null;
  const { name, role } = session.person;
  return (
    <>
      <Button
        variant="default"
        className={classes.person}
        aria-label={texts.menuOf(name)}
        popoverTarget={menuId}
      >
        <Icon name="person" />
        <span className={classes.name}>{name}</span>
      </Button>
      <div id={menuId} popover="auto" className={classes.menu}>
        <p className={classes.who}>{texts.signedInAs(name, role)}</p>
        <BusyButton variant="default" fullWidth onClick={() => signOut.mutate()} isBusy={signOut.isPending}>
          {texts.signOut}
        </BusyButton>
        {signOut.error && <p className={classes.failed}>{texts.signOutFailed}</p>}
      </div>
    </>
  );
}
