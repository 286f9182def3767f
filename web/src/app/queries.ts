import { QueryClient } from "@tanstack/react-query";

/**
 * Asks the server whatever the browser thinks of its network: the server may be this very machine, and a request that
 * cannot be made shall fail and say so, not wait unseen.
 */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { networkMode: "always" }, mutations: { networkMode: "always" } },
  });
}
