import { useDebouncedCallback } from "@mantine/hooks";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type KeyboardEvent, useRef, useState } from "react";
import { texts } from "../../texts/catalog.ts";
import { Icon } from "../../ui/Icon.tsx";
import classes from "./SearchField.module.css";
import { addressed, sent, startingWith, typed } from "./searchText.ts";

const SETTLES_MS = 120;
/** Typing that pauses for longer begins a new entry of the history. */
const BURST_MS = 2_000;
/** Above this a part stands beside the results, and stays open while one searches. */
const WIDE = "(min-width: 1200px)";

/** Searches as one types, from every page. */
export function SearchField() {
  const { q = "" } = useSearch({ strict: false });
  const [field, setField] = useState(() => startingWith(q));
  const keys = useRef({ lastAt: Number.NEGATIVE_INFINITY, beginBurst: true });
  const navigate = useNavigate();
  if (q !== field.seen) setField(addressed(field, q));

  const send = (text: string) => {
    const words = text.trim();
    if (words === (field.onTheirWay.at(-1) ?? q)) return;
    const replace = !keys.current.beginBurst;
    keys.current.beginBurst = false;
    setField((now) => sent(now, words));
    const isBeside = window.matchMedia(WIDE).matches && window.location.pathname.startsWith("/parts/");
    void navigate({
      to: isBeside ? "." : "/",
      search: (given) => ({ ...given, q: words || undefined, ...(isBeside ? {} : { in: undefined }) }),
      replace,
    });
  };
  const sendSoon = useDebouncedCallback(send, SETTLES_MS);
  const type = (text: string, at: number) => {
    keys.current.beginBurst ||= at - keys.current.lastAt > BURST_MS;
    keys.current.lastAt = at;
    setField((now) => typed(now, text));
    sendSoon(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    sendSoon.flush();
    if (event.key === "ArrowDown") document.querySelector<HTMLElement>("[data-card][tabindex='0']")?.focus();
  };

  return (
    <search className={classes.field}>
      <Icon name="search" />
      <input
        id="search"
        type="search"
        value={field.text}
        maxLength={200}
        placeholder={texts.search.placeholder}
        aria-label={texts.search.label}
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        onChange={(event) => type(event.currentTarget.value, event.timeStamp)}
        onKeyDown={onKeyDown}
      />
      {field.text !== "" && (
        <button
          type="button"
          aria-label={texts.search.clear}
          onClick={(event) => {
            type("", event.timeStamp);
            sendSoon.flush();
            event.currentTarget.parentElement?.querySelector("input")?.focus();
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </search>
  );
}
