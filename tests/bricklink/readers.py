"""How a reader may meet JSON that no reader expects."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st

from bricklink.answers import PART
from freshbrick.bricklink.verdict import UpstreamError

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
_NAMES = st.sampled_from([*PART, "color_id", "quantity"])


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3)


JSON = _SCALARS | _around(_SCALARS | _around(_SCALARS | _around(_SCALARS)))
"""Three levels, which hypothesis draws in a third of the time that it needs for st.recursive."""


def refusal(read: Callable[[], object]) -> str:
    with pytest.raises(UpstreamError) as error:
        read()
    assert error.value.failure.kind == "refused"
    return error.value.failure.code


def only_refused(read: Callable[[bytes], object], data: bytes) -> None:
    """Reads, or refuses in words; what was read can be saved and sent."""
    try:
        value = read(data)
    except UpstreamError:
        return
    msgspec.json.encode(value)
    for leaf in leaves(msgspec.to_builtins(value, builtin_types=(Decimal,))):
        assert "\x00" not in str(leaf)
        assert not isinstance(leaf, Decimal) or leaf.is_finite()
        assert not isinstance(leaf, int) or 0 <= leaf < 2**53


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value
