"""The documentation says what the code says."""

import ast
import re
import runpy
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from freshbrick.api.wire_types import ACTIONS, QUERIES
from freshbrick.catalog.actions import Outcome
from freshbrick.catalog.answers import Answer, Refresh
from freshbrick.live.protocol import ClientMessage, CloseCode, Limits, ServerMessage
from freshbrick.model.errors import RequestCode
from freshbrick.model.outbox import RefreshCode

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)")
NAMED = re.compile(r"\[`([\w/]+\.(?:py|tsx?))(?:::([\w.]+))?`\]\(([^)]*)\)")
EXPORTED = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)


@cache
def names_in(path: Path) -> set[str]:
    """Functions, classes and methods (`Class.method`) of a module, or what a module of TypeScript exports."""
    if path.suffix != ".py":
        return set(EXPORTED.findall(path.read_text()))
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = (one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
            found |= {f"{node.name}.{one.name}" for one in inner}
    return found


@pytest.mark.parametrize("page", ["settings.md", "cli.md"])
def test_what_is_made_from_the_code_is_as_the_code_is(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    made: dict[str, Any] = runpy.run_path(str(DOCS / "generate.py"))
    assert (DOCS / page).read_text() == made["PAGES"][page](), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text()):
        found = page.parent / target if target else page
        assert found.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", found.read_text(), re.MULTILINE)
            assert anchor[1:] in {re.sub(r"[^\w\- ]", "", one).lower().replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", [ROOT / "README.md", DOCS / "how-it-flows.md"], ids=lambda page: page.name)
def test_every_named_function_is_where_the_page_says(page: Path) -> None:
    named = NAMED.findall(page.read_text())
    assert len(named) >= 8
    for path, name, target in named:
        file = ROOT / path if path.startswith("web/") else ROOT / "src" / "freshbrick" / path
        assert (page.parent / target).resolve() == file
        assert not name or name in names_in(file), f"{path} has no {name}"


def test_the_readme_has_the_lines_of_the_tour() -> None:
    tour = (ROOT / "web" / "src" / "texts" / "tour.ts").read_text()
    titles = re.findall(r'title: "([^"]+)", *detail|title: "([^"]+)",\n', tour)
    lines = [one or other for one, other in titles if (one or other) != "See it happen"]
    table = re.findall(r"^\| ([^|]+?) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert len(lines) == 12
    assert [line for line in table if line in lines] == lines


def test_the_protocols_page_names_everything_that_the_protocol_has() -> None:
    page = (DOCS / "protocol.md").read_text()
    messages = [one.__struct_config__.tag for one in (*get_args(ClientMessage), *get_args(ServerMessage))]
    fields = [
        *Answer.__struct_encode_fields__,
        *Refresh.__struct_encode_fields__,
        *Limits.__struct_encode_fields__,
    ]
    words = [*messages, *fields, *QUERIES, *ACTIONS]
    words += [*get_args(RequestCode), *get_args(RefreshCode), *get_args(Outcome)]
    assert not [word for word in words if f"`{word}`" not in page]
    assert not [code for code in CloseCode if f"| {code.value} |" not in page]


def test_the_protocols_page_says_what_each_query_and_action_takes() -> None:
    page = (DOCS / "protocol.md").read_text()
    for name, exchange in {**QUERIES, **ACTIONS}.items():
        (row,) = re.findall(rf"^\| `{name}` \|([^|]*)\|", page, re.MULTILINE)
        assert re.findall(r"`(\w+)\??`", row) == list(exchange.args.__struct_encode_fields__), name


def test_the_protocols_page_names_nothing_that_the_protocol_has_not() -> None:
    page = (DOCS / "protocol.md").read_text()
    assert {int(code) for code in re.findall(r"^\| (\d{4}) \|", page, re.MULTILINE)} == set(CloseCode)
    assert set(re.findall(r"`((?:get|search|enqueueRefresh)\w+)`", page)) == {*QUERIES, *ACTIONS}


def test_the_examples_of_the_quick_start_are_python(tmp_path: Path) -> None:
    for block in re.findall(
        r"```python\n(.*?)```", (DOCS / "quickstart-developer.md").read_text(), re.DOTALL
    ):
        compile(block, str(tmp_path), "exec")


def test_every_target_that_a_page_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES:
        assert set(re.findall(r"(?:\$ |`)make ([a-z0-9]+)", page.read_text())) <= targets, page
