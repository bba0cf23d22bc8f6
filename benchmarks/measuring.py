"""Owns measuring: one run of a command in seconds, and the work and memory of all its processes together."""

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
    before, own, began = busy(), time.process_time(), time.perf_counter()
    process = start(command, folder, environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    _checked(process, command, folder)
    cpu = usage.ru_utime + usage.ru_stime
    rest = busy() - before - cpu - (time.process_time() - own)
    return Run(wall, cpu, max(0.0, rest) / wall)


def peak_memory(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Bytes of memory at the peak, all processes of the command together, shared pages counted once (PSS).

    In a run of its own, as looking costs time. Linux alone tells this (`/proc/<pid>/smaps_rollup`).
    """
    process = start(command, folder, environment)
    peak, done = 0, threading.Event()

    def look() -> None:
        nonlocal peak
        while not done.wait(STEP):
            peak = max(peak, shared_memory(process.pid))

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
        before, began = busy(), time.perf_counter()
        time.sleep(0.5)
        if (busy() - before) / (time.perf_counter() - began) < 0.15:
            return


def start(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], *, apart: bool = False
) -> subprocess.Popen[bytes]:
    """Starts a command, in a process group of its own if `apart`; what it says goes into the log beside the folder."""
    with log_of(folder).open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=apart,
        )


def log_of(folder: Path) -> Path:
    """Where the output of a folder's commands goes."""
    return folder.with_name(f"{folder.name}.log")


def last_words(folder: Path) -> str:
    """The end of that log."""
    return log_of(folder).read_text(encoding="utf-8", errors="replace")[-2000:]


def _checked(process: subprocess.Popen[bytes], command: Sequence[str], folder: Path) -> None:
    if process.returncode:
        raise FailedError(f"{' '.join(command)} ended with {process.returncode}:\n{last_words(folder)}")


def busy() -> float:
    """Seconds that all processors together have worked; a guest's stolen time counts, for it disturbs as well."""
    first = _text(Path("/proc/stat")).partition("\n")[0]
    user, nice, system, _idle, _wait, interrupt, soft, stolen = map(int, first.split()[1:9])
    return (user + nice + system + interrupt + soft + stolen) / TICKS


def worked(process: int) -> float:
    """Seconds that a process and all that came from it have worked, as far as they still live."""
    return sum(map(_ticks, family(process))) / TICKS


def shared_memory(process: int) -> int:
    """Bytes of memory of a process and all that came from it, shared pages counted once (PSS)."""
    return sum(map(_share, family(process)))


def family(process: int) -> list[int]:
    """A process and all that came from it."""
    found, left = [], [process]
    while left:
        one = left.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            left += map(int, _text(children).split())
    return found


def _ticks(process: int) -> int:
    fields = _text(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12]) if fields else 0


def _share(process: int) -> int:
    """A process's share of memory in bytes; nothing where it has ended."""
    lines = _text(Path(f"/proc/{process}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
