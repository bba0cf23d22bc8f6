"""Owns a running preview server of an entrant: from its start until it serves and rests, and its certain end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple

import measuring
from entrants import Site
from measuring import FailedError

START = 180.0
"""Seconds that a server may take until it serves."""
REST, RESTLESS = 1.0, 0.03
"""A server rests when in so many seconds it works no longer than so many."""
RESTING = 60.0
"""Seconds after which a server that does not rest is measured all the same."""
STEP = 0.1
GRACE = 10.0


class Preview(NamedTuple):
    """A server at work."""

    site: Site
    process: subprocess.Popen[bytes]
    port: int

    def path(self, post: Path) -> str:
        """The path of a post's page."""
        return f"/{self.site.page(post).parent.relative_to(self.site.folder / self.site.entrant.output).as_posix()}/"

    def address(self, post: Path) -> str:
        """The address of a post's page."""
        return f"http://127.0.0.1:{self.port}{self.path(post)}"

    def ask(self, post: Path, patience: float) -> str:
        """A post's page as the server answers it within so many seconds; empty where there is none."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            connection.request("GET", self.path(post))
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, HTTPException):
            return ""
        else:
            return text if response.status == 200 else ""
        finally:
            connection.close()

    def alive(self) -> None:
        """Raises `FailedError` where the server has ended."""
        if self.process.poll() is not None:
            told = measuring.last_words(self.site.folder)
            raise FailedError(f"the server ended with {self.process.returncode}: {told}")

    def rest(self) -> None:
        """Waits until the server works no more."""
        end = time.perf_counter() + RESTING
        while time.perf_counter() < end:
            before = measuring.worked(self.process.pid)
            time.sleep(REST)
            if measuring.worked(self.process.pid) - before <= RESTLESS:
                return

    def await_start(self) -> None:
        """Waits until a page is served; raises `FailedError` where the server ends or takes too long."""
        end = time.perf_counter() + START
        while not self.ask(self.site.subject, START):
            self.alive()
            if time.perf_counter() > end:
                raise FailedError(f"served nothing in {START:.0f} s")
            time.sleep(STEP)


@contextmanager
def running(site: Site, tools: Path) -> Iterator[tuple[Preview, float]]:
    """Runs the entrant's server; with it come the seconds that it took until it served. Ends all its processes."""
    port = _free_port()
    began = time.perf_counter()
    process = measuring.start(site.entrant.serving(tools, port), site.folder, {}, apart=True)
    preview = Preview(site, process, port)
    try:
        preview.await_start()
        yield preview, time.perf_counter() - began
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """First by asking, then by force: the group that the server was started as."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
