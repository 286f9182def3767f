"""The file in which `setup` keeps settings: they hold where the environment says nothing."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from secrets import token_hex
from typing import Final

import msgspec
from dotenv.parser import Binding, parse_stream
from platformdirs import user_config_path

from freshbrick.settings.environment import KEYS, SettingsError, known_names, name_of, not_a_setting
from freshbrick.settings.values import Settings

OTHERS: Final = 0o077
_PLAIN: Final = re.compile(r"[\w.:/@%+,=-]+", re.ASCII)
_NAME: Final = re.compile(r"\w+")


def _instead() -> dict[str, str]:
    """Of two that exclude each other, which takes the place of which."""
    pairs = [(name_of(key), f"{name_of(key)}_FILE") for key in KEYS] + [
        (name_of("region"), name_of("country"))
    ]
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


_INSTEAD: Final = _instead()


class EnvFile(msgspec.Struct, frozen=True):
    """What stands in the file, trimmed, and in which line; it may hold secrets, so no repr shows the texts.

    `exposed` says that others than its owner may read or write it.
    """

    path: Path
    texts: Mapping[str, str] = {}
    lines: Mapping[str, int] = {}
    mistakes: tuple[str, ...] = ()
    exposed: bool = False

    def __repr__(self) -> str:
        return f"EnvFile({str(self.path)!r}, {sorted(self.texts)})"

    def used(self, environ: Mapping[str, str]) -> dict[str, str]:
        """The file's settings that the environment does not replace; an empty text there replaces nothing."""
        given = {name for name, text in environ.items() if text.strip()}
        replaced = given | {_INSTEAD[name] for name in given if name in _INSTEAD}
        return {name: text for name, text in self.texts.items() if name not in replaced}

    def settings(self, environ: Mapping[str, str]) -> Settings:
        """The environment's settings with the file's below them; SettingsError lists all that is wrong."""
        used = self.used(environ)
        mistakes = [*self.mistakes]
        if self.exposed:
            mistakes.append(f"Others may read {self.path}, which is for secrets: chmod 600 {self.path}")
        try:
            settings = Settings.from_env({**environ, **used})
        except SettingsError as error:
            mistakes += [self._placed(mistake, used) for mistake in error.mistakes]
            raise SettingsError(mistakes) from None
        if mistakes:
            raise SettingsError(mistakes)
        return settings

    def _placed(self, mistake: str, used: Mapping[str, str]) -> str:
        """A mistake in the file, with its line."""
        name = _NAME.match(mistake)
        return f"{self.path}:{self.lines[name[0]]}: {mistake}" if name and name[0] in used else mistake


def place() -> Path:
    """Where the file is, or will be: in the platform's folder for configuration."""
    return user_config_path("freshbrick", appauthor=False) / "freshbrick.env"


def read(path: Path) -> EnvFile:
    """The file; one that is not there, or whose folder is closed to us, holds nothing."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return EnvFile(path)
    try:
        bindings = _bindings(path)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file"
        return EnvFile(path, mistakes=(f"{path} cannot be read ({reason})",))
    given = {b.key: b for b in bindings if b.key is not None and not _wrong(b)}
    return EnvFile(
        path,
        texts={name: text for name, b in given.items() if (text := (b.value or "").strip())},
        lines={name: _line(b) for name, b in given.items()},
        mistakes=tuple(f"{path}:{_line(b)}: {wrong}" for b in bindings if (wrong := _wrong(b))),
        exposed=os.name == "posix" and bool(mode & OTHERS),
    )


def write(path: Path, values: Mapping[str, str]) -> None:
    """Put `values` into the file, whole or not at all, for its owner alone; what else stands in it stays."""
    path = path.resolve()  # a link stays a link
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    dropped = {*values, *(_INSTEAD[name] for name in values if name in _INSTEAD)}
    kept = [b.original.string for b in _bindings(path) if b.key not in dropped] if path.exists() else []
    text = "".join(kept)
    text += "\n" if text and not text.endswith("\n") else ""
    _replace(path, text + "".join(f"{name}={_quoted(value)}\n" for name, value in values.items()))


def _bindings(path: Path) -> list[Binding]:
    return list(parse_stream(StringIO(path.read_text(encoding="utf-8-sig"))))


def _line(binding: Binding) -> int:
    """Counted from 1; blank lines before it belong to a binding, too."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _wrong(binding: Binding) -> str | None:
    if binding.error or (binding.key is not None and binding.value is None):
        return "a line is NAME=value, or a comment that begins with #"
    known = known_names(Settings.model_fields)
    return not_a_setting(binding.key, known) if binding.key is not None and binding.key not in known else None


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _replace(path: Path, text: str) -> None:
    """A crash leaves the old file or the new one."""
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with os.fdopen(
            os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
