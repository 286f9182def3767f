import { Link, useRouterState } from "@tanstack/react-router";
import { app } from "../texts/app.ts";
import { Icon } from "../ui/Icon.tsx";
import classes from "./Navigation.module.css";

const PAGES = [
  { to: "/", name: "catalog" },
  { to: "/inventory", name: "inventory" },
  { to: "/activity", name: "activity" },
] as const;

type PageName = (typeof PAGES)[number]["name"];

/** The three pages, in the header; on a phone in a bar at the bottom instead. */
export function Navigation({ place }: { readonly place: "header" | "bottom" }) {
  const current = useRouterState({ select: ({ location }) => pageOf(location.pathname) });
  return (
    <nav className={classes[place]} aria-label={app.pages}>
      {PAGES.map(({ to, name }) => (
        <Link
          key={name}
          to={to}
          className={classes.page}
          activeOptions={{ exact: true }}
          activeProps={{}}
          aria-current={name === current ? "page" : undefined}
        >
          {place === "bottom" && <Icon name={name} size={20} />}
          {app[name]}
        </Link>
      ))}
    </nav>
  );
}

/** Which of them an address belongs to: a part to the catalog, wherever it was opened from. */
export function pageOf(pathname: string): PageName | null {
  if (pathname === "/" || pathname.startsWith("/parts/")) return "catalog";
  return PAGES.find(({ to }) => to !== "/" && pathname.startsWith(to))?.name ?? null;
}
