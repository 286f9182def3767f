import { Link, Outlet } from "@tanstack/react-router";

/** What stands around every page. */
export function Shell() {
  return (
    <>
      <header>
        <Link to="/">freshbrick</Link> <Link to="/inventory">Inventory</Link>{" "}
        <Link to="/activity">Activity</Link>
      </header>
      <main>
        <Outlet />
      </main>
    </>
  );
}
