import asyncio
import logging
from random import Random
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from bricklink.answers import PART, SOLD_ROW, STOCK_ROW, envelope, failed, price
from bricklink.scripted import NOW, Permits, Upstream, says
from bricklink.verifier import parameters, verified_by_authlib
from freshbrick.bricklink.catalog_client import CatalogClient
from freshbrick.bricklink.oauth import Credentials, Signer
from freshbrick.bricklink.verdict import UpstreamError
from freshbrick.model.outbox import Failure
from freshbrick.model.parts import Category, Color, KnownColor
from freshbrick.model.prices import QUARTERS, PriceTerms, SoldRow, StockRow

KNOWN = [{"color_id": 11, "quantity": 3}]


async def refused(upstream: Upstream, client: CatalogClient, permit: Permits) -> Failure:
    with pytest.raises(UpstreamError) as error:
        await client.get_refreshed_part("3001", permit)
    return error.value.failure


async def test_a_part_costs_one_call(upstream: Upstream, client: CatalogClient, permit: Permits) -> None:
    upstream.answer = says(envelope(PART))
    part = await client.get_refreshed_part("4276A", permit)
    assert part.part_number == "4276a"
    assert upstream.targets() == ["/api/store/v1/items/part/4276A"]
    assert permit.calls == 1


async def test_colors_of_a_part_may_be_none_at_all(
    upstream: Upstream, client: CatalogClient, permit: Permits
) -> None:
    upstream.answer = says(envelope(KNOWN))
    assert await client.get_refreshed_part_colors("3001", permit) == (KnownColor(11, 3),)
    upstream.answer = says(envelope([]))
    assert await client.get_refreshed_part_colors("3001", permit) == ()
    assert upstream.targets()[0] == "/api/store/v1/items/part/3001/colors"


async def test_reference_lists_are_asked_for_as_a_whole(
    upstream: Upstream, client: CatalogClient, permit: Permits
) -> None:
    upstream.answer = says(envelope([{"color_id": 11, "color_name": "Black", "color_code": "212121"}]))
    assert (await client.get_refreshed_colors(permit))[1] == Color(11, "Black", "212121", "N/A")
    upstream.answer = says(envelope([{"category_id": 5, "category_name": "Brick", "parent_id": 0}]))
    assert await client.get_refreshed_categories(permit) == (Category(5, "Brick", None),)
    assert upstream.targets() == ["/api/store/v1/colors", "/api/store/v1/categories"]


async def test_a_reference_list_that_is_missing_is_no_unknown_item(
    upstream: Upstream, client: CatalogClient, permit: Permits
) -> None:
    upstream.answer = says(failed(404, "RESOURCE_NOT_FOUND"))
    for ask in (client.get_refreshed_colors, client.get_refreshed_categories):
        with pytest.raises(UpstreamError) as error:
            await ask(permit)
        assert error.value.failure.code == "refused"


async def test_a_price_guide_gives_each_quarter_as_it_arrives(
    upstream: Upstream, client: CatalogClient, permit: Permits
) -> None:
    async def market(writer: asyncio.StreamWriter) -> None:
        asked = parse_qs(urlsplit(upstream.targets()[-1]).query)
        row = STOCK_ROW if asked["guide_type"] == ["stock"] else SOLD_ROW
        await says(envelope(price(new_or_used=asked["new_or_used"][0], price_detail=[row])))(writer)

    upstream.answer = market
    calls = []
    async for quarter, report in client.get_refreshed_price_guide("3001", 11, permit):
        calls.append((permit.calls, permit.open, quarter))
        assert isinstance(report.rows[0], StockRow if quarter.market == "stock" else SoldRow)
        assert report.fetched_at == NOW
    assert calls == [(1, 0, QUARTERS[0]), (2, 0, QUARTERS[1]), (3, 0, QUARTERS[2]), (4, 0, QUARTERS[3])]
    assert upstream.targets()[1] == (
        "/api/store/v1/items/part/3001/price"
        "?color_id=11&guide_type=sold&new_or_used=N&currency_code=USD&vat=N&region=europe"
    )


async def test_only_the_quarters_that_are_missing_are_asked_for(
    upstream: Upstream, client: CatalogClient, permit: Permits
) -> None:
    upstream.answer = says(envelope(price(new_or_used="U")))
    guide = client.get_refreshed_price_guide("3001", 11, permit, QUARTERS[2:3])
    assert [quarter async for quarter, _ in guide] == [QUARTERS[2]]
    assert permit.calls == 1


async def test_a_quarter_that_fails_keeps_those_before_it(
    upstream: Upstream, client: CatalogClient, permit: Permits
) -> None:
    upstream.answer = says(envelope(price()))
    got = []

    async def all_quarters() -> None:
        async for quarter, _ in client.get_refreshed_price_guide("3001", 11, permit):
            got.append(quarter)
            upstream.answer = says(b"<html>", 503)

    with pytest.raises(UpstreamError) as error:
        await all_quarters()
    assert got == [QUARTERS[0]]
    assert error.value.failure.kind == "temporary"


async def test_the_terms_say_vat_and_country(
    upstream: Upstream, http: httpx2.AsyncClient, credentials: Credentials, permit: Permits
) -> None:
    terms = PriceTerms("NOK", "norway", country="UK")
    client = CatalogClient(http, upstream.url, Signer(credentials, Random(1)), terms)
    upstream.answer = says(envelope(price(currency_code="NOK")))
    assert [report async for _, report in client.get_refreshed_price_guide("3001", 11, permit, QUARTERS[:1])]
    asked = parse_qs(urlsplit(upstream.targets()[0]).query)
    assert (asked["vat"], asked["country_code"], asked["currency_code"]) == (["O"], ["UK"], ["NOK"])
    assert "region" not in asked


async def test_what_is_signed_is_what_is_sent(
    upstream: Upstream, client: CatalogClient, permit: Permits, credentials: Credentials
) -> None:
    """Checked by another library against the bytes that arrived, at the time that the permit gave."""
    upstream.answer = says(envelope(price()))
    async for _ in client.get_refreshed_price_guide("3001", 11, permit, QUARTERS[:1]):
        pass
    url = f"http://{upstream.header('Host')}{upstream.targets()[0]}"
    authorization = upstream.header("Authorization")
    assert authorization
    assert verified_by_authlib(credentials, url, authorization)
    assert parameters(authorization)["oauth_timestamp"] == str(NOW // 1000)


async def test_a_part_number_cannot_leave_its_place_in_the_address(
    upstream: Upstream, client: CatalogClient, permit: Permits
) -> None:
    with pytest.raises(UpstreamError):
        await client.get_refreshed_part("../a?b#c d%", permit)
    assert upstream.targets() == ["/api/store/v1/items/part/..%2Fa%3Fb%23c%20d%25"]


async def test_failures_come_as_the_verdict_has_them(
    upstream: Upstream, client: CatalogClient, permit: Permits
) -> None:
    upstream.answer = says(b"<html>", 429, "Retry-After: 60")
    assert (await refused(upstream, client, permit)).retry_after_ms == 60_000
    upstream.answer = says(envelope({}))
    assert (await refused(upstream, client, permit)).code == "not_found"
    upstream.answer = says(envelope(PART))
    assert (await refused(upstream, client, permit)).code == "wrong_item"
    upstream.answer = says(envelope({"no": "3001"}))
    assert (await refused(upstream, client, permit)).code == "unreadable"
    assert permit.calls == 4
    assert permit.open == 0


async def test_no_secret_reaches_an_error_or_a_log(
    upstream: Upstream,
    client: CatalogClient,
    permit: Permits,
    credentials: Credentials,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    keys = (
        credentials.consumer_key,
        credentials.consumer_secret,
        credentials.token_value,
        credentials.token_secret,
    )
    upstream.answer = says(failed(400, "ODD", f"TOKEN consumer: {' '.join(keys)} IP: [203.0.113.7]"))
    with pytest.raises(UpstreamError) as error:
        await client.get_refreshed_part("3001", permit)
    shown = f"{error.value} {error.value!r} {error.value.failure!r} {client!r} {caplog.text}"
    assert "[redacted]" in shown
    for key in keys:
        assert key not in shown
