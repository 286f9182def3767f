import { MutationObserver, onlineManager } from "@tanstack/react-query";
import { afterEach, expect, test } from "vitest";
import { newQueryClient } from "./queries.ts";

afterEach(() => onlineManager.setOnline(true));

test("what is asked and what is written go out although the browser says that it is offline", async () => {
  onlineManager.setOnline(false);
  const queries = newQueryClient();
  await expect(queries.fetchQuery({ queryKey: ["a"], queryFn: async () => 1 })).resolves.toBe(1);
  const write = new MutationObserver(queries, { mutationFn: async () => 2 });
  await expect(write.mutate()).resolves.toBe(2);
});
