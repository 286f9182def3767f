"""A whole server as its own process, on a real file, with the simulator as its BrickLink."""

import asyncio
import contextlib
import json
import os
import re
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import websockets

from freshbrick.accounts.people import ensure_owner
from freshbrick.accounts.tokens import create_token
from freshbrick.app.commands import keys_of_simulator
from freshbrick.app.databases import open_database
from freshbrick.settings import Settings
from freshbrick.simulator import DEFAULT_CREDENTIALS
from freshbrick.store.database import Tx
from support.patience import PATIENCE, eventually
from support.processes import Freshbrick, begin

SECRETS = (
    DEFAULT_CREDENTIALS.consumer_key,
    DEFAULT_CREDENTIALS.consumer_secret,
    DEFAULT_CREDENTIALS.token_value,
    DEFAULT_CREDENTIALS.token_secret,
)


class House:
    """A server process and what is needed to talk to it."""

    command: tuple[str, ...] = ("serve",)

    def __init__(self, folder: Path, bricklink_url: str | None, settings: dict[str, str]) -> None:
        self.folder = folder
        self.token = ""
        self.url = ""
        self.port = settings.get("PORT", "0")
        self.http = httpx2.AsyncClient(verify=False, timeout=PATIENCE, trust_env=False)
        self._out = folder / "stdout.log"
        self._told_before = 0
        self._commands = 0
        self._process: Freshbrick | None = None
        ours = {"DATABASE_URL": f"sqlite:///{folder / 'house.db'}", "PACE": "1000000", "POLL": "1s"}
        if bricklink_url:
            ours |= {"BRICKLINK_URL": bricklink_url, **keys_of_simulator()}
        self.environ = {
            name: value for name, value in os.environ.items() if not name.startswith("FRESHBRICK_")
        }
        self.environ |= {f"FRESHBRICK_{name}": value for name, value in (ours | settings).items()}

    @property
    def database_file(self) -> Path:
        return self.folder / "house.db"

    @property
    def log(self) -> str:
        """All that the server has written so far."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    async def start(self) -> None:
        await self.launch()
        await self.serves()

    async def launch(self) -> None:
        """Begin to start, and wait for nothing."""
        await self.enter()
        self._told_before = self._out.stat().st_size if self._out.exists() else 0
        self._process = begin(
            *self.command, "--port", self.port,
            environ=self.environ, out=self._out, err=self.folder / "stderr.log",
        )  # fmt: skip

    async def serves(self) -> None:
        """Wait until it answers."""
        told = (await eventually(self._served))[1]
        self.url = (
            told if self.port == "0" else f"http://127.0.0.1:{self.port}"
        )  # it may tell its public name
        await eventually(self.answers)

    async def enter(self) -> None:
        """Get a token of the owner's, once."""
        self.token = self.token or await self._make_token()
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self._process is not None
        self._process.terminate()
        return await self._process.wait()

    async def kill(self) -> None:
        """As a power cut would."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def get(self, path: str, **how: Any) -> Any:
        reply = await self.http.get(self.url + path, **how)
        assert reply.status_code == 200, reply.text
        return reply.json()

    async def post(self, path: str, **how: Any) -> httpx2.Response:
        return await self.http.post(self.url + path, **how)

    async def answers(self) -> bool:
        """Whether it says that it is ready."""
        with contextlib.suppress(httpx2.TransportError):
            return (await self.http.get(self.url + "/readyz")).status_code == 200
        return False

    async def run(self, *command: str, environ: dict[str, str] | None = None) -> tuple[int, str, str]:
        """A `freshbrick` command against this server: exit code, standard output, standard error."""
        process = self.begin(*command, environ=environ)
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    def begin(self, *command: str, environ: dict[str, str] | None = None) -> Freshbrick:
        """A `freshbrick` command against this server, under way."""
        reach = {"FRESHBRICK_SERVER": self.url, "FRESHBRICK_TOKEN": self.token, "COLUMNS": "120"}
        self._commands += 1
        said = self.folder / f"command-{self._commands}"
        return Freshbrick(
            *command,
            environ=self.environ | reach | (environ or {}),
            out=said.with_suffix(".out"),
            err=said.with_suffix(".err"),
        )

    @contextlib.asynccontextmanager
    async def live(self, **how: Any) -> AsyncIterator["Live"]:
        url = self.url.replace("http", "ws", 1) + "/api/live"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with websockets.connect(url, **({"additional_headers": headers} | how)) as socket:
            yield Live(socket)

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        await self.http.aclose()

    def _served(self) -> re.Match[str] | None:
        assert self._process is not None
        assert self._process.returncode is None, self.log
        said = self._out.read_text()[self._told_before :] if self._out.exists() else ""
        return re.search(r"serves at (\S+)", said)

    async def _make_token(self) -> str:
        def owners_token(tx: Tx) -> str:
            name = secrets.token_hex(4)  # the database may be a copy of another house's
            return create_token(tx, ensure_owner(tx).id, name).reveal()

        async with open_database(Settings.from_env(self.environ)) as (database, _):
            return await database.write(owners_token)


class Live:
    """A live connection as a test reads it."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket
        self._next = 0

    async def send(self, message: object) -> None:
        await self.socket.send(message if isinstance(message, str) else json.dumps(message))

    async def receive(self, kind: str) -> Any:
        """The next message of this type; others are skipped."""
        async with asyncio.timeout(PATIENCE):
            while (message := json.loads(await self.socket.recv()))["type"] != kind:
                pass
        return message

    async def subscribe(self, query: str, **args: object) -> int:
        self._next += 1
        item = {"id": self._next, "query": query, "args": args}
        await self.send({"type": "subscribe", "items": [item]})
        return self._next

    async def act(self, action: str, **args: object) -> Any:
        self._next += 1
        await self.send({"type": "action", "id": self._next, "action": action, "args": args})

    async def value(self) -> Any:
        """The next value of whatever is watched; items without one are skipped."""
        while True:
            for item in (await self.receive("update"))["items"]:
                if "value" in item:
                    return item["value"]

    async def until(self, status: str) -> list[Any]:
        """Every value up to the first with this status."""
        values = [await self.value()]
        while values[-1]["status"] != status:
            values.append(await self.value())
        return values
