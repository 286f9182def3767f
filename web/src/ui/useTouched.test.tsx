import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { useTouched } from "./useTouched.ts";

afterEach(cleanup);

function List({ items }: { items: readonly string[] }) {
  const { isTouched, touch } = useTouched();
  return (
    <>
      <p>{isTouched ? "held" : "free"}</p>
      {items.length > 0 && (
        <ul {...touch}>
          {items.map((item) => (
            <li key={item}>
              <button type="button">{item}</button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const state = () => screen.getByRole("paragraph").textContent;

test("a list is touched while the focus is in it, wherever it goes there", async () => {
  render(<List items={["one", "two"]} />);
  expect(state()).toBe("free");
  await userEvent.tab();
  await userEvent.tab();
  expect(state()).toBe("held");
  await userEvent.tab();
  expect(state()).toBe("free");
});

test("a focused button that goes away lets the list go", async () => {
  const { rerender } = render(<List items={["one", "two"]} />);
  await userEvent.tab();
  expect(state()).toBe("held");
  rerender(<List items={["two"]} />);
  expect(state()).toBe("free");
});

test("a list that goes away under the pointer is touched no longer", async () => {
  const { rerender } = render(<List items={["one"]} />);
  await userEvent.hover(screen.getByRole("button"));
  expect(state()).toBe("held");
  rerender(<List items={[]} />);
  rerender(<List items={["one"]} />);
  expect(state()).toBe("free");
});
