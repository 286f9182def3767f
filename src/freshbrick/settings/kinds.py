"""The kinds of values that settings have: each reads a text, or says in words what was meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import PurePath
from typing import Annotated, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.settings.places import COUNTRIES, CURRENCIES, REGIONS

_UNITS: Final = {"ms": 1, "s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY}
_DURATION: Final = re.compile(r"(\d{1,9})(ms|[smhd])")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def suggestion(word: str, known: Iterable[str], *, shared: str = "") -> str:
    """`; did you mean …?` where a known word is close to this one beyond the beginning that all share."""
    endings = [candidate.removeprefix(shared) for candidate in known]
    close = get_close_matches(word.removeprefix(shared), endings, n=1, cutoff=0.7)
    return f"; did you mean {shared}{close[0]}?" if close else ""


def _duration(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = _DURATION.fullmatch(value.replace(" ", "").lower())
    if match is None:
        raise ValueError("a duration is a whole number and a unit, such as 30d, 12h, 10m, 2s or 500ms")
    return int(match[1]) * _UNITS[match[2]]


def _currency(value: str) -> str:
    code = value.upper()
    if code not in CURRENCIES:
        raise ValueError(f"BrickLink offers no such currency{suggestion(code, CURRENCIES)}")
    return code


def _region(value: str) -> str:
    region = value.lower().replace(" ", "_").replace("-", "_")
    if region not in REGIONS:
        raise ValueError(f"BrickLink's regions are {', '.join(sorted(REGIONS))}{suggestion(region, REGIONS)}")
    return region


def _country(value: str) -> str:
    code = value.upper()
    if code == "GB":
        raise ValueError("BrickLink calls this country UK")
    if code not in COUNTRIES:
        raise ValueError("a country is two letters as BrickLink writes them, such as DE, US or UK")
    return code


def _parts(url: str) -> SplitResult:
    """The parts of an http(s) address with a host; no name, password, query or fragment belongs there."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address starts with https:// or http:// and a host")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("an address holds no name, password, query or fragment")
    return parts


def _origin(url: str) -> str:
    """The origin as browsers write it: lower case, no port where it is the scheme's own."""
    parts = _parts(url)
    if parts.path not in ("", "/"):
        raise ValueError("an origin has no path, such as https://bricks.example.org")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    own_port = parts.port is None or parts.port == {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" if own_port else f"{parts.scheme}://{host}:{parts.port}"


def _origins(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(_origin(word.strip()) for word in value.split(",") if word.strip())


def _address(url: str) -> str:
    _parts(url)
    return url.rstrip("/")


def _upstream(url: str) -> str:
    parts = _parts(url)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ValueError("plain http is for a BrickLink on this machine; elsewhere write https://")
    return url.rstrip("/")


def _server(url: str) -> str:
    try:
        _ = urlsplit(url).port
    except ValueError:  # its own words repeat what may be a part of the password
        raise ValueError("a password's @ : / ? # are written %40 %3A %2F %3F %23") from None
    return url


def _database(url: str) -> str:
    if url.startswith(("postgresql://", "postgres://")):
        return _server(url)
    path = url.removeprefix("sqlite:///")
    if path == url or not PurePath(path).is_absolute():
        raise ValueError("a database is sqlite:////absolute/path.db or postgresql://…")
    return url


Milliseconds = Annotated[int, BeforeValidator(_duration), Field(ge=0)]
"""A duration that may be nothing, in ms; written as `30d`."""
Duration = Annotated[int, BeforeValidator(_duration), Field(gt=0)]
"""A duration in ms; written as `30d`."""
Count = Annotated[int, Field(ge=1)]
Lower = BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value)
Currency = Annotated[str, AfterValidator(_currency)]
Region = Annotated[str, AfterValidator(_region)]
Country = Annotated[str, AfterValidator(_country)]
Origin = Annotated[str, AfterValidator(_origin)]
Origins = Annotated[tuple[str, ...], BeforeValidator(_origins)]
Address = Annotated[str, AfterValidator(_address)]
UpstreamAddress = Annotated[str, AfterValidator(_upstream)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
