import { MantineProvider } from "@mantine/core";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Announcer, useAnnounce } from "./Announcer.tsx";

afterEach(cleanup);

function Speaker({ sentences }: { readonly sentences: readonly string[] }) {
  const announce = useAnnounce();
  return (
    <button type="button" onClick={() => sentences.forEach(announce)}>
      Say
    </button>
  );
}

async function saying(sentences: readonly string[]): Promise<HTMLElement> {
  render(
    <MantineProvider>
      <Announcer>
        <Speaker sentences={sentences} />
      </Announcer>
    </MantineProvider>,
  );
  await say();
  return screen.getByRole("status");
}

async function say(): Promise<void> {
  await act(async () => screen.getByRole("button").click());
}

const said = (region: HTMLElement) => [...region.children].map((sentence) => sentence.textContent);

test("all that is told at the same moment is said, none twice", async () => {
  const region = await saying(["Facts are up to date", "Used: now 0.0712", "Facts are up to date"]);
  expect(said(region)).toEqual(["Facts are up to date", "Used: now 0.0712"]);
});

test("the same sentence again is news again: a new element, which is what is read out", async () => {
  const region = await saying(["Added"]);
  const before = region.firstElementChild;
  await say();
  expect(said(region)).toEqual(["Added"]);
  expect(region.firstElementChild).not.toBe(before);
});
