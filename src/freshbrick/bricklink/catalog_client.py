"""The calls that bring fresh parts, colors and prices from BrickLink."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Protocol, TypeVar
from urllib.parse import quote, urlencode

import httpx2

from freshbrick.bricklink import wire, wire_prices
from freshbrick.bricklink.oauth import Signer
from freshbrick.bricklink.transport import exchange
from freshbrick.bricklink.verdict import Success, UpstreamError, verdict
from freshbrick.model.parts import Category, Color, KnownColor, Part
from freshbrick.model.prices import QUARTERS, MarketReport, PriceTerms, Quarter

T = TypeVar("T")

VAT = {"without": "N", "with": "Y", "norway": "O"}


class Permit(Protocol):
    """Leave to make exactly one HTTP call.

    Entering waits until the call is paid for and its turn has come, and gives the time to sign it with (ms UTC).
    Leaving it by an UpstreamError says that the call failed.
    """

    def __call__(self) -> AbstractAsyncContextManager[int]: ...


class CatalogClient:
    """Asks BrickLink; each call takes one permit, at most 20 s and 4 MiB, and raises UpstreamError if it fails."""

    def __init__(self, http: httpx2.AsyncClient, base_url: str, signer: Signer, terms: PriceTerms) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._signer = signer
        self._terms = terms

    async def get_refreshed_part(self, part_number: str, permit: Permit) -> Part:
        """One call."""
        return await self._get(_item(part_number), permit, lambda data, _: wire.part(data, part_number))

    async def get_refreshed_part_colors(self, part_number: str, permit: Permit) -> tuple[KnownColor, ...]:
        """One call; none is an answer, largest quantity first."""
        return await self._get(f"{_item(part_number)}/colors", permit, lambda data, _: wire.part_colors(data))

    async def get_refreshed_price_guide(
        self, part_number: str, color_id: int, permit: Permit, quarters: Iterable[Quarter] = QUARTERS
    ) -> AsyncIterator[tuple[Quarter, MarketReport]]:
        """A call for each of `quarters`, one after the other, each given out as it arrives."""
        for quarter in quarters:
            path = f"{_item(part_number)}/price?{_price_query(color_id, quarter, self._terms)}"
            read = partial(self._report, quarter, part_number)
            yield quarter, await self._get(path, permit, read)

    async def get_refreshed_colors(self, permit: Permit) -> tuple[Color, ...]:
        """One call; all colors by id, "(Not Applicable)" included."""
        return await self._get("/colors", permit, lambda data, _: wire.colors(data), of_item=False)

    async def get_refreshed_categories(self, permit: Permit) -> tuple[Category, ...]:
        """One call; all categories by id."""
        return await self._get("/categories", permit, lambda data, _: wire.categories(data), of_item=False)

    def _report(self, quarter: Quarter, part_number: str, data: bytes, at_ms: int) -> MarketReport:
        return wire_prices.market_report(data, quarter, part_number, self._terms, at_ms)

    async def _get(
        self, path: str, permit: Permit, read: Callable[[bytes, int], T], *, of_item: bool = True
    ) -> T:
        """What `read` makes of the JSON under `data` and of the time when the call left (ms UTC)."""
        async with permit() as at_ms:
            reply = await exchange(self._http, self._request(path, at_ms))
            outcome = verdict(reply, of_item=of_item, now=at_ms, redact=self._signer.redact)
            if not isinstance(outcome, Success):
                raise UpstreamError(outcome)
            return read(outcome.data, at_ms)

    def _request(self, path: str, at_ms: int) -> httpx2.Request:
        # Signed after httpx2 has normalized the address: what is signed is what is sent.
        request = self._http.build_request("GET", self._base_url + path)
        request.headers["Authorization"] = self._signer.authorization("GET", str(request.url), at_ms)
        return request


def _item(part_number: str) -> str:
    return f"/items/part/{quote(part_number, safe='')}"


def _price_query(color_id: int, quarter: Quarter, terms: PriceTerms) -> str:
    asked = {
        "color_id": color_id,
        "guide_type": quarter.market,
        "new_or_used": wire_prices.CONDITIONS[quarter.condition],
        "currency_code": terms.currency,
        "vat": VAT[terms.vat],
        "region": terms.region,
        "country_code": terms.country,
    }
    return urlencode({name: value for name, value in asked.items() if value is not None}, quote_via=quote)
