"""From the names of the environment to values, with every mistake told at once and no secret in any."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from freshbrick.settings.kinds import suggestion

PREFIX: Final = "FRESHBRICK_"
KEYS: Final = (
    "bricklink_consumer_key",
    "bricklink_consumer_secret",
    "bricklink_token_value",
    "bricklink_token_secret",
)
"""BrickLink's four secrets: all or none; each may also be named as a file, `…_FILE`."""


class SettingsError(Exception):
    """The environment is wrong; the message has a line for every mistake."""

    def __init__(self, mistakes: Collection[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = tuple(mistakes)


def name_of(field: str) -> str:
    """The field's name in the environment."""
    return PREFIX + field.upper()


def known_names(fields: Mapping[str, FieldInfo]) -> dict[str, str]:
    """Every name that may be given, and the field that it stands for."""
    return {name_of(field): field for field in (*fields, *(f"{key}_file" for key in KEYS))}


def not_a_setting(name: str, known: Iterable[str]) -> str:
    """What to say of a name that means nothing."""
    return f"{name} is not a setting{suggestion(name.upper(), known, shared=PREFIX)}"


def given(environ: Mapping[str, str], fields: Mapping[str, FieldInfo]) -> tuple[dict[str, str], list[str]]:
    """The texts by field, trimmed, and what is wrong with the names; an empty text counts as not given."""
    known = known_names(fields)
    ours = {name: text.strip() for name, text in environ.items() if name.upper().startswith(PREFIX)}
    mistakes = [not_a_setting(name, known) for name in ours if name not in known]
    texts = {known[name]: text for name, text in ours.items() if name in known and text}
    for key in KEYS:
        mistakes += _read_file(texts, key)
    return texts, [*mistakes, *_missing_keys(texts)]


def in_words(
    error: ValidationError, texts: Mapping[str, str], fields: Mapping[str, FieldInfo]
) -> Iterator[str]:
    """A line for every value that is wrong; secrets and addresses with a password are not repeated."""
    for wrong in error.errors(include_url=False, include_context=False, include_input=False):
        if wrong["type"] == "default_factory_not_called":  # follows from another mistake that is told
            continue
        field = str(wrong["loc"][0])
        text = texts.get(field, "")
        shown = f" is {text!r}" if fields[field].repr and "@" not in text else ""
        reason = wrong["msg"].removeprefix("Value error, ").replace("Input should", "it should", 1)
        yield f"{name_of(field)}{shown}: {reason}"


def _read_file(texts: dict[str, str], key: str) -> Iterator[str]:
    """Replace the name of a secret's file by the secret; what is wrong with it."""
    path = texts.pop(f"{key}_file", None)
    if path is None:
        return
    name = name_of(key)
    if key in texts:
        yield f"{name} and {name}_FILE are both given: keep one"
    try:
        texts[key] = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file"
        texts[key] = "unreadable"
        yield f"{name}_FILE is {path!r}: it cannot be read ({reason})"
    if not texts[key]:
        yield f"{name}_FILE is {path!r}: the file is empty"


def _missing_keys(texts: Mapping[str, str]) -> Iterator[str]:
    missing = [name_of(key) for key in KEYS if key not in texts]
    if 0 < len(missing) < len(KEYS):
        yield f"BrickLink needs all four keys or none; missing: {', '.join(missing)}"
