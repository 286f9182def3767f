"""axe-core, the accessibility checker, looking at a page."""

from functools import cache
from pathlib import Path

from playwright.async_api import Page

SOURCE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_RUN = """
async (rules) => (await axe.run({ runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] })).violations
"""


async def no_violations(page: Page) -> None:
    """Let axe look at the page as it is now: WCAG 2.2 AA and best practices."""
    await page.evaluate(_source())  # through the devtools, which no Content-Security-Policy binds
    found = await page.evaluate(_RUN, RULES)
    assert not found, "\n".join(
        f"{violation['id']}: {violation['help']}\n    {node['html']}\n    {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    )


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")
