import { Link, Outlet } from "@tanstack/react-router";

export function CatalogPage() {
  return (
    <>
      <h1>Catalog</h1>
      <Link to="/parts/$partNumber" params={{ partNumber: "3001" }}>
        3001
      </Link>
      <Outlet />
    </>
  );
}
