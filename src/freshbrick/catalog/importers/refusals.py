"""What is wrong with a file, or with one of its rows, in words."""


class FileRefusedError(Exception):
    """The file is not imported: nothing of it was written."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why if line is None else f"line {line:,}: {why}")


class OddRowError(Exception):
    """One row among good ones that means nothing here: it is left out and counted.

    `reason` is the same for all rows of its kind, `example` what stood there.
    """

    def __init__(self, reason: str, example: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.example = example
