"""Owns measuring: one run of a command in seconds, and the peak memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

STEP = 0.04
"""Seconds between two looks at the memory."""
TICKS = os.sysconf("SC_CLK_TCK")


class Run(NamedTuple):
    """What one run took."""

    wall: float
    cpu: float
    others: float
    """Processors that other programs kept busy meanwhile; over a fifth of one, the run is not believed."""


class FailedError(Exception):
    """A command ended with another status than 0, or did not do what it was measured for."""


def timed(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Runs a command in a folder from start to end; raises `FailedError`."""
    os.sync()
    busy, own, began = _busy(), time.process_time(), time.perf_counter()
    process = _start(command, folder, environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    _checked(process, command, folder)
    cpu = usage.ru_utime + usage.ru_stime
    rest = _busy() - busy - cpu - (time.process_time() - own)
    return Run(wall, cpu, max(0.0, rest) / wall)


def peak_memory(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Bytes of memory at the peak, all processes of the command together, shared pages counted once (PSS).

    In a run of its own, as looking costs time. Linux alone tells this (`/proc/<pid>/smaps_rollup`).
    """
    process = _start(command, folder, environment)
    peak, done = 0, threading.Event()

    def look() -> None:
        nonlocal peak
        while not done.wait(STEP):
            peak = max(peak, sum(map(_share, _family(process.pid))))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    process.wait()
    done.set()
    watcher.join()
    _checked(process, command, folder)
    return peak


def quiet(longest: float) -> None:
    """Waits until other programs leave the machine alone, so many seconds at most."""
    end = time.perf_counter() + longest
    while time.perf_counter() < end:
        busy, began = _busy(), time.perf_counter()
        time.sleep(0.5)
        if (_busy() - busy) / (time.perf_counter() - began) < 0.15:
            return


def _start(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    with _log(folder).open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _log(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.log")


def _checked(process: subprocess.Popen[bytes], command: Sequence[str], folder: Path) -> None:
    if process.returncode:
        told = _log(folder).read_text(encoding="utf-8", errors="replace")[-2000:]
        raise FailedError(f"{' '.join(command)} ended with {process.returncode}:\n{told}")


def _busy() -> float:
    """Seconds that all processors together have worked; a guest's stolen time counts, for it disturbs as well."""
    first = _text(Path("/proc/stat")).partition("\n")[0]
    user, nice, system, _idle, _wait, interrupt, soft, stolen = map(int, first.split()[1:9])
    return (user + nice + system + interrupt + soft + stolen) / TICKS


def _family(process: int) -> list[int]:
    """A process and all that came from it."""
    found, left = [], [process]
    while left:
        one = left.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            left += map(int, _text(children).split())
    return found


def _share(process: int) -> int:
    """A process's share of memory in bytes; nothing where it has ended."""
    lines = _text(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
