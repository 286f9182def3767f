import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { BusyButton } from "./BusyButton.tsx";

afterEach(cleanup);

function formWith(isBusy: boolean, onSubmit: () => void) {
  return (
    <MantineProvider>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <BusyButton type="submit" isBusy={isBusy}>
          Add
        </BusyButton>
      </form>
    </MantineProvider>
  );
}

test("while it is busy it keeps the focus and sends nothing", async () => {
  const submit = vi.fn();
  const { rerender } = render(formWith(false, submit));
  await userEvent.click(screen.getByRole("button"));
  rerender(formWith(true, submit));
  await userEvent.click(screen.getByRole("button"));
  await userEvent.keyboard("{Enter}");
  expect(document.activeElement).toBe(screen.getByRole("button"));
  expect(submit).toHaveBeenCalledTimes(1);
});
