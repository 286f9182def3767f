"""Every route on one page."""

from typing import Any

from litestar import Router, delete, get, patch, post

from freshbrick.api import (
    catalog,
    demo,
    health,
    inventory,
    metrics,
    outbox,
    plain,
    refreshes,
    search,
    session,
    status,
    ui,
)
from freshbrick.api.guard import Guard
from freshbrick.api.request import PUBLIC, known_parameters, near_or_signed_in, owner_only, signed_in

PART = "/catalog/parts/{partNumber:str}"
COLORS = f"{PART}/colors"
GUIDE = f"{COLORS}/{{colorId:str}}/price-guide"
LOTS = "/inventory/lots"
LOT = f"{LOTS}/{{lotId:str}}"
MESSAGE = "/outbox/{messageId:str}"


def routes(guard: Guard, *, with_demo: bool = False) -> list[Router]:
    """What is answered to whom: below `/api` to people, unless a route says that it is public.

    `/api/live` is a socket; `/api/schema` and `/api/docs` are made of this table. The last ones are in a demo only.
    """
    api: list[Any] = [
        get("/catalog/parts", **catalog.WITH_ETAG)(search.search_parts),
        get(PART, **catalog.WITH_ETAG)(catalog.get_part),
        get(COLORS, **catalog.WITH_ETAG)(catalog.get_part_colors),
        get(GUIDE, **catalog.WITH_ETAG)(catalog.get_price_guide),
        get(f"{GUIDE}/details")(catalog.get_price_guide_details),
        get("/catalog/colors", **catalog.WITH_ETAG)(catalog.get_colors),
        get("/catalog/categories", **catalog.WITH_ETAG)(catalog.get_categories),
        post(f"{PART}/refresh", **refreshes.ANSWERS)(refreshes.refresh_part),
        post(f"{COLORS}/refresh", **refreshes.ANSWERS)(refreshes.refresh_part_colors),
        post(f"{GUIDE}/refresh", **refreshes.ANSWERS)(refreshes.refresh_price_guide),
        post("/catalog/refresh", status_code=200)(refreshes.refresh_many),
        get(LOTS, **catalog.WITH_ETAG)(inventory.get_lots),
        post(LOTS)(inventory.add_lot),
        get(LOT)(inventory.get_lot),
        patch(LOT)(inventory.change_lot),
        delete(LOT)(inventory.remove_lot),
        get("/outbox", **catalog.WITH_ETAG)(outbox.get_outbox),
        get("/outbox/progress", **catalog.WITH_ETAG)(outbox.get_progress),
        get(MESSAGE)(outbox.get_message),
        post(f"{MESSAGE}/retry", guards=[owner_only], **refreshes.ANSWERS)(outbox.retry_message),
        post(f"{MESSAGE}/discard", guards=[owner_only], status_code=204)(outbox.discard_message),
        get("/status", **catalog.WITH_ETAG)(status.get_status),
        get("/session")(session.who_am_i),
        post("/session", status_code=200, opt=PUBLIC)(session.sign_in),
        delete("/session")(session.sign_out),
    ]
    outside: list[Any] = [
        get("/healthz")(health.healthz),
        get("/readyz")(health.readyz),
        get("/metrics", guards=[near_or_signed_in(guard)], **metrics.ANSWER)(metrics.get_metrics),
        get("/api/plain.css", include_in_schema=False)(plain.style),
        get("/assets/{path:path}", include_in_schema=False)(ui.get_asset),
        get(["/", "/{path:path}"], include_in_schema=False)(ui.get_page),
    ]
    switches: list[Any] = [
        get("/")(demo.get_state),
        post("/age", status_code=200)(demo.age),
        post("/forget", status_code=200)(demo.forget),
        post("/wait", status_code=200)(demo.wait),
        post("/heal", status_code=200)(demo.heal),
        post("/{breakage:str}", status_code=200)(demo.break_bricklink),
    ]
    people = [signed_in(guard), known_parameters]
    return [
        Router("/api", route_handlers=api, guards=people),
        Router("/", route_handlers=outside),
        *([Router("/api/demo", route_handlers=switches, guards=[*people, owner_only])] if with_demo else ()),
    ]
