"""Which browser the browser tests use."""

import pytest

from support.chromium import NONE_FOUND, NoBrowserError, Which, find, may_install

OWN = "/cache/playwright/chrome"


def here(*programs: str) -> Which:
    """`shutil.which` on a machine with these programs, each also by its path."""
    paths = {program.rpartition("/")[2]: program for program in programs}
    return lambda name: name if name in programs else paths.get(name)


def test_the_one_that_is_named_comes_first() -> None:
    which = here("/opt/chrome", "/usr/bin/chromium", OWN)
    assert find({"BROWSER_PATH": "/opt/chrome"}, which, OWN) == "/opt/chrome"


def test_a_name_that_cannot_be_run_is_no_reason_to_take_another() -> None:
    with pytest.raises(NoBrowserError, match="BROWSER_PATH is /opt/chrom,"):
        find({"BROWSER_PATH": "/opt/chrom"}, here("/usr/bin/chromium", OWN), OWN)


@pytest.mark.parametrize(
    ("programs", "expected"),
    [
        (("/usr/bin/google-chrome", "/usr/bin/chromium", OWN), "/usr/bin/chromium"),
        (("/usr/bin/google-chrome-stable", OWN), "/usr/bin/google-chrome-stable"),
        ((OWN,), OWN),
    ],
)
def test_then_whatever_is_on_the_path_then_playwrights_own(programs: tuple[str, ...], expected: str) -> None:
    assert find({}, here(*programs), OWN) == expected
    assert find({"BROWSER_PATH": ""}, here(*programs), OWN) == expected


def test_none_is_told_in_one_sentence() -> None:
    with pytest.raises(NoBrowserError) as told:
        find({}, here(), OWN)
    assert str(told.value) == NONE_FOUND
    assert NONE_FOUND.count(".") == 1


def test_only_root_on_debian_installs() -> None:
    assert may_install(0, here("/usr/bin/apt-get"))
    assert not may_install(1000, here("/usr/bin/apt-get"))
    assert not may_install(0, here())
