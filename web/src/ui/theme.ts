/** Mantine in our colors: every color that its components use is a token of tokens.css. */
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

/** Ten shades that are all the same token: a component that picks a shade by number stays within our pairs. */
function shades(token: string): MantineColorsTuple {
  const shade = `var(--${token})`;
  return [shade, shade, shade, shade, shade, shade, shade, shade, shade, shade];
}

/** Buttons and the like: `red` is for what cannot be undone, everything else is the primary color. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const isDanger = input.color === "red";
  const color = isDanger ? "var(--error)" : "var(--fresh)";
  const ground = isDanger ? "var(--error-ground)" : "var(--fresh-ground)";
  switch (input.variant) {
    case "filled":
      return isDanger
        ? { background: color, hover: color, color: "var(--paper)", border: "1px solid transparent" }
        : {
            background: "var(--primary)",
            hover: "var(--primary-hover)",
            color: "var(--on-primary)",
            border: "1px solid transparent",
          };
    case "light":
      return { background: ground, hover: ground, color, border: "1px solid transparent" };
    case "outline":
      return { background: "transparent", hover: ground, color, border: `1px solid ${color}` };
    case "subtle":
      return { background: "transparent", hover: ground, color, border: "1px solid transparent" };
    default:
      return defaultVariantColorsResolver(input);
  }
};

export const cssVariablesResolver: CSSVariablesResolver = () => {
  const tokens = {
    "--mantine-color-white": "var(--surface)",
    "--mantine-color-black": "var(--ink)",
    "--mantine-color-bright": "var(--ink)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-body": "var(--paper)",
    "--mantine-color-error": "var(--error)",
    "--mantine-color-success": "var(--fresh)",
    "--mantine-color-placeholder": "var(--muted)",
    "--mantine-color-anchor": "var(--ink)",
    "--mantine-color-default": "var(--surface)",
    "--mantine-color-default-hover": "var(--hover)",
    "--mantine-color-default-color": "var(--ink)",
    "--mantine-color-default-border": "var(--edge)",
    "--mantine-color-dimmed": "var(--muted)",
    "--mantine-color-disabled": "var(--missing-ground)",
    "--mantine-color-disabled-color": "var(--muted)",
    "--mantine-color-disabled-border": "var(--hairline)",
    "--mantine-color-fresh-filled": "var(--primary)",
    "--mantine-color-fresh-filled-hover": "var(--primary-hover)",
    "--mantine-color-fresh-light": "var(--fresh-ground)",
    "--mantine-color-fresh-light-hover": "var(--fresh-ground)",
    "--mantine-color-fresh-light-color": "var(--fresh)",
    "--mantine-color-fresh-outline": "var(--fresh)",
    "--mantine-color-fresh-outline-hover": "var(--fresh-ground)",
    "--mantine-primary-color-contrast": "var(--on-primary)",
  };
  // What is white on light pages is a ground, and on dark ones a text.
  return { variables: {}, light: tokens, dark: { ...tokens, "--mantine-color-white": "var(--ink)" } };
};

export const theme = createTheme({
  primaryColor: "fresh",
  colors: {
    fresh: shades("fresh"),
    red: shades("error"),
    gray: [
      "var(--hover)",
      "var(--hover)",
      "var(--hairline)",
      "var(--hairline)",
      "var(--edge)",
      "var(--edge)",
      "var(--muted)",
      "var(--muted)",
      "var(--ink)",
      "var(--ink)",
    ],
    dark: [
      "var(--ink)",
      "var(--ink)",
      "var(--muted)",
      "var(--muted)",
      "var(--edge)",
      "var(--hover)",
      "var(--surface)",
      "var(--paper)",
      "var(--paper)",
      "var(--paper)",
    ],
  },
  variantColorResolver,
  fontFamily: "var(--font-text)",
  fontFamilyMonospace: "var(--font-code)",
  headings: { fontFamily: "var(--font-title)", fontWeight: "650" },
  fontSizes: { xs: "13px", sm: "15px", md: "15px", lg: "17px", xl: "20px" },
  lineHeights: { xs: "18px", sm: "22px", md: "22px", lg: "24px", xl: "28px" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  radius: { xs: "4px", sm: "6px", md: "6px", lg: "6px", xl: "6px" },
  defaultRadius: "sm",
  shadows: { xs: "none", sm: "none", md: "none", lg: "none", xl: "none" },
  cursorType: "pointer",
  respectReducedMotion: true,
});
