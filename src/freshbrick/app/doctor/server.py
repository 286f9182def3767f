"""The server that the commands talk to: whether it answers, and whether it knows our token."""

from typing import Final

import httpx2
import msgspec

from freshbrick.api.health import Readiness
from freshbrick.api.session import SignedIn
from freshbrick.app.doctor.findings import Finding, skipped, todo, well
from freshbrick.settings import Settings

TIMEOUT: Final = httpx2.Timeout(5.0)
GET_ONE: Final = "Make one with `freshbrick token create NAME`, and set FRESHBRICK_TOKEN."


async def look(settings: Settings) -> list[Finding]:
    """Two requests at most."""
    async with httpx2.AsyncClient(base_url=settings.server, timeout=TIMEOUT, trust_env=False) as http:
        try:
            return await _look(settings, http)
        except (httpx2.HTTPError, httpx2.InvalidURL):
            return [
                todo(
                    "server",
                    f"None answers at {settings.server}.",
                    "Start `freshbrick serve`, or name another with FRESHBRICK_SERVER.",
                )
            ]
        except msgspec.MsgspecError:
            return [
                todo(
                    "server",
                    f"Something else than Freshbrick answers at {settings.server}.",
                    "Name the right one with FRESHBRICK_SERVER.",
                )
            ]


async def _look(settings: Settings, http: httpx2.AsyncClient) -> list[Finding]:
    readiness = msgspec.json.decode((await http.get("/readyz")).content, type=Readiness)
    if not readiness.ready:
        return [
            todo(
                "server", f"{settings.server} is not ready: {' '.join(readiness.reasons)}", "Look at its log."
            )
        ]
    return [well("server", f"{settings.server} answers."), await _token(settings, http)]


async def _token(settings: Settings, http: httpx2.AsyncClient) -> Finding:
    if settings.token is None:
        return skipped("server", f"The commands have no token to sign in with. {GET_ONE}")
    token = settings.token.get_secret_value()
    if not (token.isascii() and token.isprintable()):
        return todo("server", "The token holds a character that no token has.", GET_ONE)
    reply = await http.get("/api/session", headers={"Authorization": f"Bearer {token}"})
    if reply.status_code == 401:
        return todo("server", "It does not accept the token.", GET_ONE)
    person = msgspec.json.decode(reply.content, type=SignedIn).person
    return well("server", f"The token is {person.name}'s.")
