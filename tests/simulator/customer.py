"""Somebody with a BrickLink account: signs with oauthlib what the simulator verifies with authlib."""

from collections.abc import Callable
from typing import Any

import httpx2
from oauthlib.oauth1 import Client

from freshbrick.simulator import DEFAULT_CREDENTIALS, Credentials


class Customer:
    def __init__(self, base_url: str, http: httpx2.AsyncClient, now: Callable[[], int]) -> None:
        self.base_url = base_url
        self.http = http
        self._now = now

    def signed(
        self, path: str, credentials: Credentials = DEFAULT_CREDENTIALS, method: str = "GET", **oauth: str
    ) -> httpx2.Request:
        client = Client(
            credentials.consumer_key,
            client_secret=credentials.consumer_secret,
            resource_owner_key=credentials.token_value,
            resource_owner_secret=credentials.token_secret,
            **{"timestamp": str(self._now() // 1000)} | oauth,
        )
        url, headers, _ = client.sign(self.base_url + path, http_method=method)
        return self.http.build_request(method, url, headers=headers)

    async def get(self, path: str) -> httpx2.Response:
        return await self.http.send(self.signed(path))

    async def data(self, path: str) -> Any:
        reply = (await self.get(path)).json()
        assert int(reply["meta"]["code"]) == 200, reply
        return reply["data"]

    async def meta(self, path: str) -> dict[str, Any]:
        return (await self.get(path)).json()["meta"]

    async def control(self, method: str, path: str, **options: Any) -> httpx2.Response:
        root = self.base_url.removesuffix("/api/store/v1")
        headers = {"X-Freshbrick-Sim": "1"} | options.pop("headers", {})
        return await self.http.request(method, f"{root}/_sim/{path}", headers=headers, **options)
