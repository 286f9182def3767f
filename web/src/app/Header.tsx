import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { SearchField } from "../features/catalog/SearchField.tsx";
import { PersonMenu } from "../features/session/PersonMenu.tsx";
import { product } from "../texts/states.ts";
import { useLetterKeys } from "../ui/letterKeys.ts";
import { Wordmark } from "../ui/Wordmark.tsx";
import { Allowance } from "./Allowance.tsx";
import { Connection } from "./Connection.tsx";
import classes from "./Header.module.css";
import { Navigation } from "./Navigation.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

/** The bar at the top; it stays in view. `/` goes to its search field. */
export function Header() {
  const search = useRef<HTMLDivElement>(null);
  useLetterKeys({ "/": () => search.current?.querySelector("input")?.select() });
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.home}>
        <Wordmark />
        <img className={classes.mark} src="/favicon.svg" alt={product} width={28} height={28} />
      </Link>
      <Navigation place="header" />
      <div ref={search} className={classes.search}>
        <SearchField />
      </div>
      <Connection />
      <Allowance />
      <ThemeSwitch />
      <PersonMenu />
    </header>
  );
}
