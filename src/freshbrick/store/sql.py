"""What both engines can say, each in its own words."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


class position(FunctionElement[int]):  # noqa: N801 - reads as SQL in a statement
    """Where the second text stands in the first, counted from 1; 0 where it does not."""

    name = "position"
    inherit_cache = True


@compiles(position, "sqlite")
def _instr(element: position, compiler: SQLCompiler, **how: Any) -> str:
    return f"instr({compiler.process(element.clauses, **how)})"


@compiles(position, "postgresql")
def _strpos(element: position, compiler: SQLCompiler, **how: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **how)})"


class lines_of(FunctionElement[str]):  # noqa: N801 - reads as SQL in a statement
    """All values of a group, a line each."""

    name = "lines_of"
    type = Text()
    inherit_cache = True


@compiles(lines_of, "sqlite")
def _group_concat(element: lines_of, compiler: SQLCompiler, **how: Any) -> str:
    # The separator as a parameter costs half as much again.
    return f"group_concat({compiler.process(element.clauses, **how)}, '\n')"


@compiles(lines_of, "postgresql")
def _string_agg(element: lines_of, compiler: SQLCompiler, **how: Any) -> str:
    return f"string_agg(CAST({compiler.process(element.clauses, **how)} AS text), E'\\n')"


class among(FunctionElement[Any]):  # noqa: N801 - reads as SQL in a statement
    """Whether a column is one of the whole numbers in a JSON list: as many as there are, by one statement."""

    name = "among"
    type = NullType()  # as a Boolean SQLite would be asked whether it is 1
    inherit_cache = True


@compiles(among, "sqlite")
def _json_each(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, numbers = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - what SQLAlchemy has compiled


@compiles(among, "postgresql")
def _any(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, numbers = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} = ANY (ARRAY(SELECT json_array_elements_text(CAST({numbers} AS json))::bigint))"
