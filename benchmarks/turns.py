"""Times this program and Hugo in turns, a round at a time: a minute in which the machine is slow strikes both alike.

`make bench-turns`: see benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import measuring
import sections
from entrants import ENTRANTS, HERE, Site, prepare, python_of, work_folder, workplace
from measuring import Run
from results import YARDSTICK, line, machine
from steps import STEPS, Step, hold

OURS = ENTRANTS[0]
HUGO = next(entrant for entrant in ENTRANTS if entrant.name == YARDSTICK)
TIMED = STEPS[:3]
"""A clean build, no change, one body edit."""
LOOP = """\
import time
began = time.perf_counter()
sum(map(len, map(str, range(2_000_000))))
[number * number for number in range(3_000_000)]
print(time.perf_counter() - began)"""
NOTE = """\
`digest` (the peers' own pages) and Hugo in turns, a round at a time. The ratio is the median of the rounds' ratios,
with the least and the greatest; seconds are medians. A Python that was compiled without its makers' optimisations, as
pyenv does unless told otherwise, is slower by what the loop says; distributions ship the optimised one."""
NAMES = ["posts", "build", "Python", "ours", "Hugo", "ratio", "of processor time"]


class Python(NamedTuple):
    """An interpreter that this program is timed with."""

    command: str
    version: str
    place: str


class Round(NamedTuple):
    """One run of each."""

    hugo: Run
    ours: tuple[Run, ...]
    """By interpreter."""


def main(given: Sequence[str] | None = None) -> int:
    """Runs the benchmark."""
    options = _arguments().parse_args(given)
    lines = [line(NAMES), line(["---:", "---", "---", *["---:"] * 4])]
    with workplace(options.work, (OURS, HUGO)) as work:
        pythons = [_python(Path(one), work / "tools") for one in options.pythons.split(",")]
        for size in map(int, options.sizes.split(",")):
            lines += _of_size(size, pythons, options.rounds, work)
        told = "\n".join((*lines, "", *_loops(pythons)))
        print(told)
        if options.write:
            asked = f"--sizes {options.sizes} --rounds {options.rounds} --pythons {options.pythons}"
            again = f"To repeat it: `make bench-turns BENCH='{asked}'`."
            sections.put(HERE, "turns", "\n\n".join((f"## In turns with Hugo\n\n{NOTE}", machine(), again, told)))
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="100,10000", help="numbers of posts")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each")
    parser.add_argument("--pythons", default=sys.executable, help="interpreters to time this program with")
    work_folder(parser)
    parser.add_argument("--write", action="store_true", help="write RESULTS.md")
    return parser


def _python(given: Path, tools: Path) -> Python:
    """An interpreter in an environment with what this program needs; this very one has it already."""
    version = subprocess.run(
        (str(given), "-c", "import platform; print(platform.python_version())"),
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    same = given.absolute() == Path(sys.executable).absolute()
    command = sys.executable if same else str(python_of(given, version, tools))
    return Python(command, version, os.path.realpath(given))


def _of_size(size: int, pythons: Sequence[Python], rounds: int, work: Path) -> list[str]:
    hugo = prepare(HUGO, size, work)
    ours = [prepare(OURS._replace(name=f"digest, {one.version}"), size, work) for one in pythons]
    found: list[str] = []
    for step in TIMED:
        each = [_round(step, hugo, ours, pythons, work) for _ in range(rounds + 1)][1:]  # the first: programs are read
        found += [_line(size, step, python, number, each) for number, python in enumerate(pythons)]
        print("\n".join(found[-len(pythons) :]), file=sys.stderr, flush=True)
    return found


def _round(step: Step, hugo: Site, ours: Sequence[Site], pythons: Sequence[Python], work: Path) -> Round:
    tools = work / "tools"
    theirs = _timed(step, hugo, HUGO.command(tools), work)
    commands = ([one.command, *OURS.command(tools)[1:]] for one in pythons)
    return Round(theirs, tuple(_timed(step, *each, work) for each in zip(ours, commands, strict=True)))


def _timed(step: Step, site: Site, command: Sequence[str], work: Path) -> Run:
    check = step.change(site, f"{time.time_ns()}", work / "trash")
    run = measuring.timed(command, site.folder, {})
    hold(check, site, step)
    return run


def _line(size: int, step: Step, python: Python, number: int, rounds: Sequence[Round]) -> str:
    ratios = sorted(each.ours[number].wall / each.hugo.wall for each in rounds)
    work = statistics.median(each.ours[number].cpu / each.hugo.cpu for each in rounds)
    seconds = [
        statistics.median(walls)
        for walls in zip(*((each.ours[number].wall, each.hugo.wall) for each in rounds), strict=True)
    ]
    middle, least, most = (f"{one:.3g}" for one in (statistics.median(ratios), ratios[0], ratios[-1]))
    cells = [f"{size:,}", step.name, python.version, *(f"{one:.2f}" for one in seconds)]
    return line([*cells, f"**{middle}** ({least} to {most})", f"{work:.2g}"])


def _loops(pythons: Sequence[Python]) -> list[str]:
    """How quick each interpreter is by itself."""
    return [f"- Python {one.version}, `{one.place}`: a plain loop takes {_loop(one):.2f} s." for one in pythons]


def _loop(python: Python) -> float:
    command = (python.command, "-c", LOOP)
    return min(float(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(5))


if __name__ == "__main__":
    sys.exit(main())
