"""What a query answers: a value, and until when it holds if nothing is written."""

import msgspec


class Reading(msgspec.Struct, frozen=True):
    """`expires_at` (ms UTC) is when the value changes by time alone, None if never."""

    value: msgspec.Struct
    expires_at: int | None = None
