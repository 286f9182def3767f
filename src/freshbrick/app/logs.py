"""Where the log goes and how its lines look: standard error, one line an event, no value of any variable."""

import logging
import sys
from contextlib import suppress
from typing import Any, Final, TextIO

import structlog
from structlog.typing import Processor

_LEVELS = logging.getLevelNamesMapping()
_LIBRARIES: Final = logging.WARNING
"""What libraries tell below this is about frames and headers, secrets among them."""


def configure(level: str, *extra: Processor) -> None:
    """Set up logging for a whole process; `extra` processors see every event of our own first."""
    renderer = _renderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *extra,
            structlog.processors.add_log_level,
            _now,
            structlog.processors.format_exc_info,  # without the locals that a pretty traceback would show
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level.upper()]),
        logger_factory=lambda *_: _Lines(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.captureWarnings(capture=True)
    logging.basicConfig(level=max(_LIBRARIES, _LEVELS[level.upper()]), handlers=[_of_libraries(renderer)])


_now: Final = structlog.processors.TimeStamper(fmt="iso", utc=True)


def _of_libraries(renderer: Processor) -> logging.Handler:
    """What libraries tell, as lines like our own: `event` is their sentence, `logger` says whose."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_logger_name,
                structlog.processors.add_log_level,
                _now,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    return handler


class _Lines:
    """Writes a line an event. Whoever read them may be gone: that must not end the work that they tell of."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def msg(self, line: str) -> None:
        with suppress(OSError, ValueError):
            self._out.write(line + "\n")
            self._out.flush()

    debug = info = warning = error = critical = exception = msg


def _renderer() -> Any:
    if sys.stderr.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer()
