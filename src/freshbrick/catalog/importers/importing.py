"""Import files: all are checked before the first is written, and their order is put right."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from freshbrick.catalog.importers.checking import CheckedFile, Watch, check
from freshbrick.catalog.importers.format import ORDER
from freshbrick.catalog.importers.refusals import FileRefusedError
from freshbrick.catalog.importers.report import FileReport
from freshbrick.catalog.importers.writing import Writer
from freshbrick.model.clock import Clock
from freshbrick.store.database import Database


@contextmanager
def checked_files(paths: Iterable[Path], watch: Watch) -> Iterator[list[CheckedFile]]:
    """Every file checked. Raises FileRefusedError, which names each that is refused, and why."""
    checked: list[CheckedFile] = []
    refused: list[str] = []
    try:
        for path in paths:
            try:
                checked.append(check(path, watch))
            except FileRefusedError as error:
                refused.append(f"{path}: {error}.")
        if refused:
            raise FileRefusedError("\n".join([*refused, "Nothing was imported."]))
        yield checked
    finally:
        for file in checked:
            file.staged.close()


async def import_files(
    database: Database, clock: Clock, files: Iterable[CheckedFile], watch: Watch
) -> list[FileReport]:
    """Write checked files, lists of names first. Cut short at any moment, it is completed by doing it again."""
    writer = Writer(database, clock, watch)
    in_order = sorted(files, key=lambda file: ORDER.index(file.format.writes))
    for file in in_order:
        await writer.write(file)
    await writer.tidy()
    return [file.report for file in in_order]
