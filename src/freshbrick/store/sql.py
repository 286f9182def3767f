"""Functions that both engines have under different names."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


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
