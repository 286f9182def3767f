import { expect, test, vi } from "vitest";
import { browser } from "./surroundings.ts";

test("a socket that is closing is sent nothing, for the browser would complain", () => {
  const sent: string[] = [];
  const made = { readyState: 1, send: (frame: string) => sent.push(frame) };
  vi.stubGlobal(
    "WebSocket",
    Object.assign(
      vi.fn(function open() {
        return made;
      }),
      { OPEN: 1, CLOSING: 2 },
    ),
  );
  const ears = { message: () => undefined, closed: () => undefined };
  const socket = browser().openSocket("ws://127.0.0.1/api/live", [], ears);
  socket.send("first");
  made.readyState = WebSocket.CLOSING;
  socket.send("second");
  expect(sent).toEqual(["first"]);
});
