"""What a program that reads the log can rely on: one line of JSON an event, whoever tells it."""

import json
import subprocess
import sys

TELL = """
import logging, sys, warnings
import structlog
from freshbrick.app import logs

logs.configure(sys.argv[1])
log = structlog.get_logger()
with structlog.contextvars.bound_contextvars(request_id="abcdefgh"):
    log.info("thing.done", ms=3)
    log.debug("thing.seen")
logging.getLogger("uvicorn.error").warning("Invalid %s request", "HTTP")
logging.getLogger("websockets.server").debug("> HTTP header Authorization: a-secret")
warnings.warn("this is old", stacklevel=1)
password = "a-secret"
try:
    int("x")
except ValueError:
    log.exception("thing.broke")
    logging.getLogger("asyncio").exception("Task exception was never retrieved")
"""


def test_every_event_is_one_line_of_json_with_its_time_its_level_and_the_request() -> None:
    told = subprocess.run(
        [sys.executable, "-c", TELL, "info"], capture_output=True, text=True, check=True, timeout=60
    )
    assert "a-secret" not in told.stdout + told.stderr
    done, invalid, old, *broke = (json.loads(line) for line in told.stderr.splitlines())
    assert done.pop("timestamp") < broke[0]["timestamp"]
    assert done == {"event": "thing.done", "level": "info", "request_id": "abcdefgh", "ms": 3}
    assert (invalid["event"], invalid["level"], invalid["logger"]) == (
        "Invalid HTTP request",
        "warning",
        "uvicorn.error",
    )
    assert "this is old" in old["event"]
    assert [(line["level"], line.get("logger")) for line in broke] == [("error", None), ("error", "asyncio")]
    assert all("ValueError" in line["exception"] for line in broke)
