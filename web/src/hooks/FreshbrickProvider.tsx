import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { FreshbrickClient } from "../live/client.ts";

const Client = createContext<FreshbrickClient | null>(null);

export interface FreshbrickProviderProps {
  /** One of your own: for another server, or with a token. Unless given, that of this page's origin. */
  readonly client?: FreshbrickClient;
  readonly children: ReactNode;
}

/** Connects all hooks below it; they share one socket. */
export function FreshbrickProvider({ client: given, children }: FreshbrickProviderProps) {
  const client = useMemo(() => given ?? new FreshbrickClient(), [given]);
  useEffect(() => {
    client.start();
    return () => client.stop();
  }, [client]);
  return <Client value={client}>{children}</Client>;
}

/** The client of the provider above. */
export function useFreshbrick(): FreshbrickClient {
  const client = useContext(Client);
  if (client === null) throw new Error("Freshbrick's hooks need a <FreshbrickProvider> above them.");
  return client;
}
