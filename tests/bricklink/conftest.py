from collections.abc import AsyncIterator
from random import Random

import httpx2
import pytest

from bricklink.scripted import Permits, Upstream
from freshbrick.bricklink.catalog_client import CatalogClient
from freshbrick.bricklink.oauth import Credentials, Signer
from freshbrick.bricklink.transport import http_client
from freshbrick.model.prices import PriceTerms


@pytest.fixture
def permit() -> Permits:
    return Permits()


@pytest.fixture
def credentials() -> Credentials:
    return Credentials("C0NSUMERKEY/+1", "c0nsumer&secret", "T0KENVALUE=2", "t0ken secret")


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with Upstream().listening() as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[httpx2.AsyncClient]:
    async with http_client() as client:
        yield client


@pytest.fixture
def client(upstream: Upstream, http: httpx2.AsyncClient, credentials: Credentials) -> CatalogClient:
    return CatalogClient(
        http, upstream.url + "/", Signer(credentials, Random(1)), PriceTerms("USD", region="europe")
    )
