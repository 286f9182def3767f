import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { LiveAnswer } from "../../lib/answer.ts";
import { part as texts } from "../../texts/part.ts";
import { Fold } from "./Fold.tsx";
import classes from "./ForDevelopers.module.css";
import { curl, hook, json, python, type Subject } from "./snippets.ts";
import type { PartView } from "./usePartView.ts";

const FORMS = ["json", "curl", "python", "hook"] as const;
type Form = (typeof FORMS)[number];

interface ForDevelopersProps {
  readonly partNumber: string;
  readonly view: PartView;
}

/** What this page holds of the part, and how a program gets the same. */
export function ForDevelopers({ partNumber, view }: ForDevelopersProps) {
  return (
    <Fold title={texts.developers}>
      <Snippets partNumber={partNumber} view={view} />
    </Fold>
  );
}

function Snippets({ partNumber, view }: ForDevelopersProps) {
  const [query, setQuery] = useState<Subject["query"]>("getPart");
  const [form, setForm] = useState<Form>("json");
  const [subject, answer] = chosen(query, partNumber, view);
  const text = snippet(form, subject, answer);
  return (
    <div className={classes.snippets}>
      <SegmentedControl
        size="xs"
        aria-label={texts.which}
        value={query}
        onChange={setQuery}
        data={queries(view).map((value) => ({ value, label: texts.subject[value] }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={texts.how}
        value={form}
        onChange={setForm}
        data={FORMS.map((value) => ({ value, label: texts.form[value] }))}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <section className={classes.code} tabIndex={0} aria-label={texts.form[form]} data-snippet={form}>
        <pre>{text}</pre>
      </section>
      <Copy key={`${query} ${form}`} text={text} />
    </div>
  );
}

function Copy({ text }: { readonly text: string }) {
  const [outcome, setOutcome] = useState<"copied" | "notCopied" | null>(null);
  const copy = () => {
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
    written.then(
      () => setOutcome("copied"),
      () => setOutcome("notCopied"),
    );
  };
  return (
    <div className={classes.copy}>
      <Button size="compact-sm" variant="default" onClick={copy}>
        {texts.copy}
      </Button>
      <span role="status">{outcome && texts[outcome]}</span>
    </div>
  );
}

function queries({ part, colorId }: PartView): Subject["query"][] {
  if (!part.data) return ["getPart"];
  return colorId === null ? ["getPart", "getPartColors"] : ["getPart", "getPartColors", "getPriceGuide"];
}

function chosen(
  query: Subject["query"],
  partNumber: string,
  { part, colors, guide, colorId }: PartView,
): [Subject, LiveAnswer<unknown>] {
  if (query === "getPartColors") return [{ query, partNumber }, colors];
  if (query === "getPriceGuide" && colorId !== null) return [{ query, partNumber, colorId }, guide];
  return [{ query: "getPart", partNumber }, part];
}

function snippet(form: Form, subject: Subject, answer: LiveAnswer<unknown>): string {
  switch (form) {
    case "json":
      return json(answer);
    case "curl":
      return curl(subject, location.origin);
    case "python":
      return python(subject);
    case "hook":
      return hook(subject);
    default:
      throw form satisfies never;
  }
}
