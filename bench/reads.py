"""Reads of a part over HTTP, by wrk: one kept in the cache, and any of a whole catalog."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from random import Random
from urllib.parse import quote

import httpx2

from bench.figure import Figure, speed
from bench.processes import run, running
from bench.shop import Shop, catalog, open_shop, stock

SECONDS = 4
ROUNDS = 5
CONNECTIONS = 32


async def measure(folder: Path) -> AsyncIterator[Figure]:
    """Both beside a bare application that answers the same bytes, headers included."""
    file = folder / "reads.db"
    token = await stock(file)
    numbers = [part.part_number for part in catalog()]
    Random(3001).shuffle(numbers)
    everything = _script(folder / "every.lua", numbers, token)
    one = _script(folder / "one.lua", numbers[:1], token)
    async with open_shop(file, token, "--no-worker") as shop:
        answer = folder / "answer"
        answer.write_bytes(_answer(shop, numbers[0]))
        async with running("-m", "bench.bare", str(answer)) as process:
            bare = await process.address()
            yield await _compare("cached read of a part", shop.url, bare, one, 0.7)
            yield await _compare("uncached read of any part", shop.url, bare, everything, 0.35)


async def _compare(name: str, ours: str, bare: str, script: Path, at_least: float) -> Figure:
    pairs = [(await _rate(ours, script), await _rate(bare, script)) for _ in range(ROUNDS)]
    values, references = zip(*pairs, strict=True)
    return speed(name, values, "requests/s", references, at_least)


async def _rate(url: str, script: Path) -> float:
    """Requests a second; RuntimeError if any was not answered with 200."""
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script)]
    said = await run(["wrk", *options, url])
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"not every request was answered: {said}")
    found = re.search(r"Requests/sec:\s+([0-9.]+)", said)
    if found is None:
        raise RuntimeError(f"wrk said nothing of its rate: {said}")
    return float(found[1])


def _answer(shop: Shop, number: str) -> bytes:
    """The very bytes that a part is answered with, but for the date, which the server adds to any answer."""
    reply = httpx2.get(f"{shop.url}/api/catalog/parts/{number}", headers=shop.headers, trust_env=False)
    reply.raise_for_status()
    head = [b"%s: %s" % (name.lower(), value) for name, value in reply.headers.raw if name.lower() != b"date"]
    return b"\n".join(head) + b"\n\n" + reply.content


def _script(file: Path, numbers: Sequence[str], token: str) -> Path:
    """A program for wrk that asks for these parts in turn, signed in."""
    paths = ",".join(json.dumps(f"/api/catalog/parts/{quote(number)}") for number in numbers)
    file.write_text(
        f"""
local paths = {{{paths}}}
local requests, at = {{}}, 0
init = function()
  wrk.headers["Authorization"] = "Bearer {token}"
  for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
end
request = function()
  at = at % #requests + 1
  return requests[at]
end
""",
        encoding="utf-8",
    )
    return file
