/** What the package `freshbrick-react` offers; within this project import the files themselves. */
export type { LiveAnswer, Status } from "../lib/answer.ts";
export type * from "../lib/wire.ts";
export {
  ActionError,
  type ClientOptions,
  type ConnectionState,
  FreshbrickClient,
  type QueryName,
  type Value,
} from "../live/client.ts";
export { FreshbrickProvider, type FreshbrickProviderProps, useFreshbrick } from "./FreshbrickProvider.tsx";
export { useConnectionState } from "./useConnectionState.ts";
export { useGetPart } from "./useGetPart.ts";
export { useGetPartColors } from "./useGetPartColors.ts";
export { useGetPriceGuide } from "./useGetPriceGuide.ts";
export type { LiveOptions } from "./useLiveAnswer.ts";
export { type LiveQuery, useLiveQuery } from "./useLiveQuery.ts";
