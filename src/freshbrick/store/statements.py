"""Statements in their SQL, compiled once for a dialect: running one through SQLAlchemy costs three times as much."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Executable


class Sql(NamedTuple):
    """A statement's text, the names of its parameters in their order, and the values that it brings along."""

    text: str
    names: Sequence[str]
    own: Mapping[str, Any]

    def arguments(self, params: Mapping[str, object]) -> list[object]:
        """The values of numbered parameters."""
        own = self.own
        return [params[name] if name in params else own[name] for name in self.names]


class Statements:
    """One dialect's statements, as they were first asked for."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._compiled: dict[Executable, Sql] = {}

    def of(self, statement: Executable) -> Sql:
        """The SQL of a statement."""
        found = self._compiled.get(statement)
        if found is None:
            found = self._compiled[statement] = self._compile(statement)
        return found

    def _compile(self, statement: Executable) -> Sql:
        compiled = statement.compile(dialect=self._dialect)  # type: ignore[attr-defined]  # Executable is a mixin of ClauseElement
        own = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
        return Sql(str(compiled), tuple(compiled.positiontup or compiled.params), own)
