import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { PartDrawer } from "../features/part/PartDrawer.tsx";
import { useLiveQuery } from "../hooks/useLiveQuery.ts";

const route = getRouteApi("/catalog/parts/$partNumber");

const LotForm = lazy(async () => ({ default: (await import("../features/inventory/LotForm.tsx")).LotForm }));

/** The drawer of the part in the address. */
export function PartPage() {
  const { partNumber } = route.useParams();
  const { in: colorId = null } = route.useSearch();
  const navigate = useNavigate();
  const status = useLiveQuery("getStatus", {}).value;
  return (
    <PartDrawer
      key={partNumber}
      partNumber={partNumber}
      colorId={colorId}
      onColor={(chosen) =>
        navigate({ from: "/parts/$partNumber", search: (kept) => ({ ...kept, in: chosen }), replace: true })
      }
      onClose={() => navigate({ to: "/", search: ({ in: _, ...kept }) => kept, resetScroll: false })}
      pictures={status?.settings.pictures === "bricklink"}
      form={(given) => (
        <Suspense>
          <LotForm given={given} />
        </Suspense>
      )}
    />
  );
}
