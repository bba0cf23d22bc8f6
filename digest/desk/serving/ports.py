"""Owns finding a port to listen on, and who holds the one that was wanted."""

from __future__ import annotations

import contextlib
import errno
import socket
from pathlib import Path
from typing import NamedTuple

from digest.errors import Mark, Problem, UsageError, problem

TRIES = 20
"""Ports that are tried, from the wanted one on."""
LAST = 65535
LISTENING = "0A"
"""The state of a listening socket in /proc/net/tcp (proc_pid_net(5))."""


class Bound(NamedTuple):
    """Sockets that listen."""

    sockets: tuple[socket.socket, ...]
    port: int
    taken_by: str
    """Who holds the port that was wanted (`python3 (123)`, or `?`); empty where it was free."""


def bind(host: str, port: int) -> Bound:
    """Listens on the first free port from `port` on (0: any).

    Raises UsageError where there is no such host, no free port, or no right to listen.
    """
    from tornado.netutil import bind_sockets  # noqa: PLC0415 - for the preview only

    for candidate in range(port, min(port + TRIES, LAST + 1)) if port else (0,):
        try:
            sockets = tuple(bind_sockets(candidate, host))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise UsageError(_refused(error, host, candidate)) from error
            continue
        return Bound(sockets, sockets[0].getsockname()[1], "" if candidate == port else holder(port))
    raise UsageError(problem("no-free-port", Mark("--port"), first=port, last=min(port + TRIES - 1, LAST)))


def _refused(error: OSError, host: str, port: int) -> Problem:
    why = error.strerror or type(error).__name__
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return problem("bad-host", Mark("--host"), found=host, why=why)
    return problem("cannot-listen", Mark("--port"), found=port, why=why)


def holder(port: int) -> str:
    """The name and process id of who listens on a TCP port of this machine; `?` where that is not told."""
    inodes = {f"socket:[{inode}]" for inode in _inodes(port)}
    for process in sorted(Path("/proc").glob("[0-9]*")) if inodes else ():
        with contextlib.suppress(OSError):  # others' processes, and those that just ended
            if any(str(one.readlink()) in inodes for one in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text(encoding='utf-8').strip()} ({process.name})"
    return "?"


def _inodes(port: int) -> set[str]:
    """The inodes of the sockets that listen on a port, as Linux tells them."""
    found = set()
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in Path("/proc/net", table).read_text(encoding="ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    found.add(fields[9])
    return found
