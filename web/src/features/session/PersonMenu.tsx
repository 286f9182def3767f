import { Button, Menu } from "@mantine/core";
import { session as texts } from "../../texts/session.ts";
import { Icon } from "../../ui/Icon.tsx";
import classes from "./PersonMenu.module.css";
import { useSession, useSignOut } from "./useSession.ts";

/** Who is signed in, and the way out. */
export function PersonMenu() {
  const { data: session } = useSession();
  const signOut = useSignOut();
  if (!session?.person) return null;
  const { name, role } = session.person;
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" className={classes.person} aria-label={texts.menuOf(name)}>
          <Icon name="person" />
          <span className={classes.name}>{name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.signedInAs(name, role)}</Menu.Label>
        <Menu.Item onClick={() => signOut.mutate()} disabled={signOut.isPending} closeMenuOnClick={false}>
          {texts.signOut}
        </Menu.Item>
        {signOut.error && <p className={classes.failed}>{texts.signOutFailed}</p>}
      </Menu.Dropdown>
    </Menu>
  );
}
