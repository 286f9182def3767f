import { ActionIcon, useMantineColorScheme } from "@mantine/core";
import { colorSchemes } from "../texts/app.ts";
import { Icon } from "../ui/Icon.tsx";

const NEXT = { auto: "light", light: "dark", dark: "auto" } as const;

/** As the system, light, dark, and round again; kept in this browser. */
export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <ActionIcon
      variant="default"
      size={36}
      title={colorSchemes[colorScheme]}
      aria-label={colorSchemes[colorScheme]}
      onClick={() => setColorScheme(NEXT[colorScheme])}
    >
      <Icon name={colorScheme} />
    </ActionIcon>
  );
}
