"""Builds the same fictional posts with this program and its peers, step by step, and tells how long each took.

`python benchmarks/run.py` (or `make bench`): see benchmarks/README.md. Everything is kept in a work folder of its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import measuring
import results
from entrants import ENTRANTS, HERE, Entrant, Site, prepare, work_folder, workplace
from measuring import Run
from results import Figures, Row
from steps import STEPS, Step, clean, hold

DISTURBED = 0.2
"""Of a processor, kept busy by others: a run above it is made again, as often as there are runs."""
LONG = 30.0
"""Seconds: a step that takes an entrant so long is timed once, for there a passing disturbance weighs little."""
PEERS = tuple(entrant.peer for entrant in ENTRANTS if entrant.peer)


def main(given: Sequence[str] | None = None) -> int:
    """Runs the benchmark."""
    options = _arguments().parse_args(given)
    entrants = [one for one in ENTRANTS if not one.peer or one.peer in options.peers.split(",")]
    sizes = [int(size) for size in options.sizes.split(",")]
    with workplace(options.work, entrants) as work:
        plan = Plan(options.runs, options.patience, work)
        warm_up(entrants, min(sizes), plan)
        figures = [measure(entrants, size, plan) for size in sizes]
        print(results.table(figures))
        if options.write:
            asked = f"--sizes {options.sizes} --runs {options.runs} --patience {options.patience:g}"
            results.write(figures, HERE, asked)
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="100,1000,10000", help="numbers of posts (100000 takes an hour)")
    parser.add_argument("--peers", default=",".join(PEERS), help="which of %(default)s; '' for none")
    parser.add_argument("--runs", type=int, default=3, help="runs of each step; the median counts")
    work_folder(parser)
    parser.add_argument("--patience", type=float, default=20, help="seconds to wait for a quiet machine before a run")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md and results.svg")
    return parser


class Plan(NamedTuple):
    """How to measure."""

    runs: int
    patience: float
    """Seconds to wait for a quiet machine; without any, a disturbed run is not made again either."""
    work: Path


def warm_up(entrants: Sequence[Entrant], size: int, plan: Plan) -> None:
    """One build by each, not timed: the first to run would be charged with reading its program from the disk."""
    for entrant in entrants:
        measuring.timed(entrant.command(plan.work / "tools"), prepare(entrant, size, plan.work).folder, {})


def measure(entrants: Sequence[Entrant], size: int, plan: Plan) -> Figures:
    """All steps of all entrants at one size. Within a step they take turns, so that a slow minute strikes them all."""
    sites = [prepare(entrant, size, plan.work) for entrant in entrants]
    trash = plan.work / "trash"
    taken: dict[tuple[str, str], list[Run]] = {}
    for step in STEPS:
        for number in range(plan.runs):
            for site in sites:
                runs = taken.setdefault((site.entrant.name, step.name), [])
                if not runs or runs[0].wall < LONG:
                    runs.append(_timed(site, step, f"{size}x{number}", plan))
        for site in sites:
            _tell(size, step, site, taken[site.entrant.name, step.name])
    rows = [_row(site, taken, plan.work, trash) for site in sites]
    return Figures(size, tuple(rows), _disturbed([run for runs in taken.values() for run in runs]))


def _disturbed(runs: Sequence[Run]) -> str:
    many = sum(run.others >= DISTURBED for run in runs)
    return (
        f"Other programs disturbed {many} of {len(runs)} runs: these figures are not to be relied on." if many else ""
    )


def _timed(site: Site, step: Step, mark: str, plan: Plan) -> Run:
    """One run of one step, made again where others disturbed it."""
    command = site.entrant.command(plan.work / "tools")
    best: Run | None = None
    for attempt in range(3 if plan.patience else 1):
        check = step.change(site, f"{mark}x{attempt}x{time.time_ns()}", plan.work / "trash")
        os.sync()  # nobody is to pay for what the one before left to be written
        measuring.quiet(plan.patience)
        run = measuring.timed(command, site.folder, {})
        hold(check, site, step)
        best = run if best is None or run.others < best.others else best
        if best.others < DISTURBED:
            break
    assert best is not None
    return best


def _row(site: Site, taken: dict[tuple[str, str], list[Run]], work: Path, trash: Path) -> Row:
    name = site.entrant.name
    medians = {step.name: statistics.median(run.wall for run in taken[name, step.name]) for step in STEPS}
    cpu = statistics.median(run.cpu for run in taken[name, STEPS[0].name])
    command = site.entrant.command(work / "tools")
    clean(site, f"memory{time.time_ns()}", trash)
    whole = measuring.peak_memory(command, site.folder, {})
    STEPS[2].change(site, f"memory{time.time_ns()}", trash)
    edit = measuring.peak_memory(command, site.folder, {})
    files = [file for file in (site.folder / site.entrant.output).rglob("*") if file.is_file()]
    return Row(name, medians, cpu, whole, edit, len(files), sum(file.stat().st_size for file in files))


def _tell(size: int, step: Step, site: Site, runs: Sequence[Run]) -> None:
    walls = ", ".join(f"{run.wall:.3f}{'' if run.others < DISTURBED else '!'}" for run in runs)
    print(f"{size:>6} posts  {step.name:14} {site.entrant.name:18} {walls}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
