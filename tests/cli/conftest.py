"""A command line to type into, and a small real server behind it."""

import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from client.conftest import shop, street
from freshbrick.cli import main
from support.shop import TOKEN, Shop


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]
__all__ = ["Run", "shop", "street"]  # the server is the client's, too


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `freshbrick …` as the console entry point does; whole answers, however narrow the terminal."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # typer puts its own there
    monkeypatch.setenv("COLUMNS", "120")

    def run(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["freshbrick", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


@pytest.fixture
def signed_in(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The shop, named and signed in to by the environment."""
    monkeypatch.setenv("FRESHBRICK_SERVER", shop.url)
    monkeypatch.setenv("FRESHBRICK_TOKEN", TOKEN)
    return shop
