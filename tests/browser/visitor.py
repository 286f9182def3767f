"""A person at a browser of their own, every page of which is watched for what must not happen."""

import re
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket

PHONE = 360
DESK = 1280
HEIGHTS = {PHONE: 740, DESK: 800}

_TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const { violatedDirective, blockedURI, sourceFile, lineNumber } = event;
  console.error(`Content-Security-Policy: ${violatedDirective} blocks ${blockedURI} (${sourceFile}:${lineNumber})`);
});
"""
_LOUD = ("warning", "error")


class Served(Protocol):
    """What can be visited: a Shop or a Demo."""

    @property
    def url(self) -> str: ...
    async def link(self, name: str) -> str: ...


class Visitor:
    """A browser with its own cookies and storage; `problems` are what its pages did that no page may do."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self._allowed: list[str] = []
        self._seen: list[str] = []
        context.on("console", self._listen)
        context.on("weberror", self._catch)
        context.on("request", self._follow)
        context.on("page", lambda page: page.on("websocket", self._follow))

    async def begin(self) -> Self:
        await self.context.add_init_script(_TELL_VIOLATIONS)
        return self

    async def open(self, path: str = "/") -> Page:
        """One more tab."""
        page = await self.context.new_page()
        await page.goto(self.url + path)
        return page

    def allow(self, pattern: str) -> None:
        """What a page says or asks for is no problem if this regular expression is found in it."""
        self._allowed.append(pattern)

    async def leave(self, keep_in: Path | None) -> None:
        """Close the browser; keep a picture of each page, and the trace, in that folder if there is one."""
        if keep_in is None:
            await self.context.tracing.stop()
        else:
            for number, page in enumerate(self.context.pages):
                await page.screenshot(path=keep_in / f"page-{number}.png", full_page=True)
            await self.context.tracing.stop(path=keep_in / "trace.zip")
        await self.context.close()

    @property
    def problems(self) -> list[str]:
        return [seen for seen in self._seen if not any(re.search(allowed, seen) for allowed in self._allowed)]

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in _LOUD:
            self._seen.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def _catch(self, error: WebError) -> None:
        self._seen.append(f"page error: {error.error}")

    def _follow(self, request: Request | WebSocket) -> None:
        to = urlsplit(request.url)
        if to.scheme not in {"data", "blob"} and to.netloc != urlsplit(self.url).netloc:
            self._seen.append(f"request to another host: {request.url}")


async def hide(page: Page, *, hidden: bool = True) -> None:
    """Tell a page that its tab went to the background, or came back: headless Chromium itself never hides one."""
    await page.evaluate(
        """(state) => {
          Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
          Object.defineProperty(document, "hidden", { configurable: true, get: () => state === "hidden" });
          document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
        }""",
        "hidden" if hidden else "visible",
    )
