"""A file as it is read: plain or gzip, by its first bytes; whatever could fill memory or disk is refused."""

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from freshbrick.catalog.importers.refusals import FileRefusedError

BYTES_MAX = 256 * 1024 * 1024
"""Unpacked. The largest real list has about 30 MB."""

LINE_MAX = 64 * 1024

ROWS_MAX = 2_000_000
"""The longest real list has about 200,000."""

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Source:
    """An open file that counts what it gives. Whatever is wrong with it is a FileRefusedError."""

    def __init__(self, path: Path) -> None:
        try:
            self._raw: IO[bytes] = path.open("rb")
            packed = self._raw.read(2) == _GZIP
            self._raw.seek(0)
        except OSError as error:
            raise FileRefusedError(error.strerror or str(error)) from None
        self._file = cast("IO[bytes]", gzip.GzipFile(fileobj=self._raw)) if packed else self._raw
        self._unpacked = 0
        self.size = path.stat().st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.close()

    @property
    def done(self) -> int:
        """Bytes of the file that were read, of `size`."""
        return self._raw.tell()

    def read(self, size: int) -> bytes:
        """At most `size` unpacked bytes; none at the end."""
        return self._counted(size, line=False)

    def lines(self) -> Iterator[str]:
        """The text, a line at a time, each with its end."""
        number = 0
        while raw := self._counted(LINE_MAX + 1, line=True):
            number += 1
            if len(raw) > LINE_MAX:
                raise FileRefusedError(f"is longer than {LINE_MAX:,} bytes", number)
            check_count(number)
            yield _text(raw.removeprefix(_BOM) if number == 1 else raw, number)

    def rewind(self) -> None:
        """Begin again."""
        self._file.seek(0)
        self._unpacked = 0

    def _counted(self, size: int, *, line: bool) -> bytes:
        try:
            data = self._file.readline(size) if line else self._file.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise FileRefusedError(
                f"the gzip file is cut off or damaged ({error}): download it again"
            ) from None
        except OSError as error:
            raise FileRefusedError(error.strerror or str(error)) from None
        self._unpacked += len(data)
        if self._unpacked > BYTES_MAX:
            raise FileRefusedError(
                f"it unpacks to more than {BYTES_MAX // 1024**2} MiB: that is no list of parts"
            )
        return data


def check_count(rows: int) -> None:
    """Raise FileRefusedError for more rows than any list has."""
    if rows > ROWS_MAX:
        raise FileRefusedError(f"it has more than {ROWS_MAX:,} rows: that is no list of parts")


def _text(raw: bytes, number: int) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise FileRefusedError(f"byte {error.start + 1} is not UTF-8 text", number) from None
    odd = _CONTROL.search(text)
    if odd:
        raise FileRefusedError(f"holds a control character (0x{ord(odd.group()):02x})", number)
    return text
