import { getRouteApi } from "@tanstack/react-router";
import { PartDrawer } from "../features/part/PartDrawer.tsx";

const route = getRouteApi("/catalog/parts/$partNumber");

/** The drawer of the part in the address. */
export function PartPage() {
  const { partNumber } = route.useParams();
  return <PartDrawer partNumber={partNumber} />;
}
