"""The settings: where each comes from."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from freshbrick.app.doctor.findings import Finding, well
from freshbrick.settings import Settings
from freshbrick.settings.env_file import EnvFile
from freshbrick.settings.environment import known_names

HIDDEN: Final = "(not shown)"
WHERE: Final = "docs/settings.md lists every setting"

Source = Literal["default", "file", "environment"]


class Origin(msgspec.Struct, frozen=True):
    """A setting as it was given; `value` is None where it has its default, and no secret is ever told."""

    name: str
    source: Source
    value: str | None


def origins(file: EnvFile, environ: Mapping[str, str]) -> list[Origin]:
    """Every setting, as far as its name is known."""
    used = file.used(environ)
    found = []
    for name, field in known_names(Settings.model_fields).items():
        text = used.get(name) or environ.get(name, "").strip()
        source: Source = "file" if name in used else "environment" if text else "default"
        if text or field in Settings.model_fields:  # the `…_FILE` of a key is a way to give it, no setting
            found.append(Origin(name, source, _shown(field, text) if text else None))
    return found


def summary(file: EnvFile, found: list[Origin]) -> Finding:
    """How many come from where."""
    counts = {
        source: sum(one.source == source for one in found) for source in ("environment", "file", "default")
    }
    there = f" ({file.path})" if counts["file"] else ""
    return well(
        "settings",
        f"{counts['environment']} from the environment, {counts['file']} from the file{there}, "
        f"{counts['default']} by default.",
    )


def _shown(field: str, text: str) -> str:
    """Secrets have no repr, nor has the database's address: it may hold a password."""
    known = Settings.model_fields.get(field)
    may_be_told = known is None or known.repr or (field == "database_url" and "@" not in text)
    return text if may_be_told else HIDDEN
