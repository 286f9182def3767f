"""A real nginx with the configuration that we give away, its ports and paths replaced."""

import asyncio
import contextlib
import os
import re
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from random import SystemRandom

import pytest

from e2e.house import eventually

COMMITTED = Path(__file__).parents[2] / "deploy" / "nginx" / "freshbrick.conf"
NAME = "bricks.example.org"
_MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/freshbrick.conf;
}}
"""


# A server that is told to stop closes the connections that nginx keeps, maybe as a request comes in: another takes it.
_NEXT = "proxy_next_upstream error timeout non_idempotent;"


def free_port() -> str:
    """A port that nobody has, and that the system gives nobody until it is used: those it gives lie above.

    Those that no browser opens lie below.
    """
    for port in SystemRandom().sample(range(11_000, 32_000), 1_000):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return str(port)
    raise OSError("there is no free port")


def needed(program: str, package: str) -> str:
    """Where the program is; without it the test is skipped, in CI it fails."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        why = f"{program} is missing, so nothing was tried behind it (Debian: apt-get install {package})"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)
    return found


def certificate(folder: Path) -> Path:
    """A certificate for the name that signs itself; its key lies beside it as `key.pem`."""
    made = folder / "certificate.pem"
    subprocess.run(
        [needed("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1",
         "-keyout", str(folder / "key.pem"), "-out", str(made)],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


def configuration(folder: Path, upstreams: Sequence[str], https: str, http: str, *, tls: bool) -> str:
    """What we give away, with each of these put in its one place; without `tls` the https port speaks plain http."""
    # With several servers, one that did not answer is not left alone for ten seconds: another may restart meanwhile.
    servers = [f"server 127.0.0.1:{port}{' max_fails=0' if upstreams[1:] else ''};" for port in upstreams]
    text = COMMITTED.read_text()
    for pattern, instead in (
        (r"server 127\.0\.0\.1:8000;", " ".join(servers)),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{https}{' ssl' if tls else ''};"),
        (r"listen 80;", f"listen 127.0.0.1:{http};"),
        (r"/etc/letsencrypt/\S+/fullchain\.pem", f"{folder}/certificate.pem"),
        (r"/etc/letsencrypt/\S+/privkey\.pem", f"{folder}/key.pem"),
        (r"(?=proxy_pass )", f"{_NEXT} " if upstreams[1:] else ""),
    ):
        text, times = re.subn(pattern, instead, text)
        assert times == 1, pattern
    return text


@contextlib.asynccontextmanager
async def nginx(folder: Path, *upstreams: str, tls: bool = True) -> AsyncIterator[tuple[str, str]]:
    """Run it before the servers on these ports; yields its https port and its http port."""
    program = needed("nginx", "nginx-light")
    https, http = free_port(), free_port()
    certificate(folder)
    (folder / "freshbrick.conf").write_text(configuration(folder, upstreams, https, http, tls=tls))
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder))
    process = await asyncio.create_subprocess_exec(
        program, "-p", str(folder), "-c", str(folder / "nginx.conf")
    )

    def listens() -> bool:
        assert process.returncode is None, "nginx did not start"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(https))):
            return True
        return False

    try:
        await eventually(listens)
        yield https, http
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
