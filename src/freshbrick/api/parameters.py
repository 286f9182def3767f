"""The words behind `?`: a misspelt one is refused by its name, since ignored it would be believed."""

from collections import Counter
from collections.abc import Collection
from urllib.parse import parse_qsl

from freshbrick.model.errors import RequestError


def parameters(query_string: bytes, known: Collection[str]) -> dict[str, str]:
    """The parameters by name, each given at most once. RequestError: `bad_request`."""
    if not query_string:
        return {}
    given = parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)
    times = Counter(name for name, _ in given)
    unknown = sorted(times.keys() - set(known))
    if unknown:
        there_are = f"there are {', '.join(sorted(known))}" if known else "there are none"
        raise RequestError(
            "bad_request", f"There is no parameter {', '.join(unknown)[:80]} here; {there_are}."
        )
    twice = sorted(name for name in times if times[name] > 1)
    if twice:
        raise RequestError("bad_request", f"Give {', '.join(twice)} only once.")
    return dict(given)
