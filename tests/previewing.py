"""Owns the running preview that tests talk to: `build.py serve` in a process of its own, ended as an author ends it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from queue import Empty, Queue
from urllib.parse import urlsplit

from miniature import ALLOWANCE, REPOSITORY, Site, environment


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered."""

    status: int
    headers: HTTPMessage
    text: str


@dataclass(slots=True)
class Preview:
    """A preview at work: its address (with a trailing slash), and what it has said so far."""

    process: subprocess.Popen[str]
    home: str = ""
    said: list[str] = field(default_factory=list)
    lines: Queue[str] = field(default_factory=Queue)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return urlsplit(self.home).port or 0

    def hears(self, pattern: str) -> re.Match[str]:
        """Wait until it says something like this."""
        while True:
            try:
                line = self.lines.get(timeout=ALLOWANCE)
            except Empty:
                raise AssertionError(f"nothing like {pattern!r} in:\n" + "".join(self.said)) from None
            self.said.append(line)
            found = re.search(pattern, line)
            if found:
                return found

    def ask(self, path: str, *, method: str = "GET", **headers: str) -> Reply:
        """One request, its path sent as it is; header names with underscores for hyphens."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ALLOWANCE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def interrupt(self) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(ALLOWANCE)


@contextmanager
def previewed(site: Site, *args: str) -> Iterator[Preview]:
    """Run `serve` on the site, on a free port unless `args` name one, until the context ends."""
    port = () if "--port" in args else ("--port", "0")
    process = subprocess.Popen(
        (sys.executable, str(REPOSITORY / "build.py"), "serve", "--root", str(site.root), *port, *args),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    preview = Preview(process)
    reader = threading.Thread(target=_listen, args=(preview,), daemon=True)
    reader.start()
    try:
        preview.home = preview.hears(r"the site is at (http://\S+)")[1]
        yield preview
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(ALLOWANCE)
        finally:
            process.kill()
            process.wait()
            reader.join()
            if process.stdout:
                process.stdout.close()


def _listen(preview: Preview) -> None:
    for line in preview.process.stdout or ():
        preview.lines.put(line)
