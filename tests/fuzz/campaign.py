"""Owns a campaign of fuzzing: `python -m fuzz.campaign [TARGET…|all] --runs N`; one target after another, then a table.

New inputs that reach new code are kept in build/fuzz/TARGET/, findings as build/fuzz/TARGET-crash-… or -timeout-…
Exit status 1 when there was a finding.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from fuzz.targets import CORPUS, TARGETS

TESTS = Path(__file__).resolve().parent.parent
HANG = 10
"""Seconds of one input of a few kilobytes, instrumented and on a busy machine; `fuzz.stretching` has the real limit."""
MEGABYTES = 2048
EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)|^#(\d+)\t|Done (\d+) runs", re.MULTILINE)


class Result(NamedTuple):
    """What came of one target."""

    target: str
    executions: int
    seconds: int
    finding: str


def main() -> int:
    """Fuzzes the targets and prints a table."""
    parser = argparse.ArgumentParser(prog="fuzz.campaign")
    parser.add_argument("targets", nargs="*", default=["all"])
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--home", type=Path, default=TESTS.parent / "build" / "fuzz")
    options = parser.parse_args()
    names = list(TARGETS) if options.targets == ["all"] else options.targets
    results = []
    for name in names:
        results.append(_fuzz(name, options.runs, options.seconds, options.home))
        one = results[-1]
        print(f"{one.target}\t{one.executions}\t{one.seconds} s\t{one.finding or 'nothing found'}", flush=True)
    print(f"all\t{sum(one.executions for one in results)}\t{sum(one.seconds for one in results)} s")
    return int(any(one.finding for one in results))


def _fuzz(name: str, runs: int, seconds: int, home: Path) -> Result:
    kept = home / name
    kept.mkdir(parents=True, exist_ok=True)
    words = home / f"{name}.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in TARGETS[name].words), encoding="ascii")
    begun = time.monotonic()
    command = [
        *(sys.executable, "-m", "fuzz.one", name, f"-runs={runs}", f"-dict={words}", f"-timeout={HANG}"),
        *(f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={home / name}-", "-print_final_stats=1", "-reload=0"),
        *([f"-max_total_time={seconds}"] if seconds else []),
        *(str(kept), str(CORPUS / name)),
    ]
    paths = os.pathsep.join((str(TESTS), str(TESTS.parent)))
    log = home / f"{name}.log"
    with log.open("wb") as output:
        done = subprocess.run(
            command, env=os.environ | {"PYTHONPATH": paths}, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    told = log.read_text(encoding="utf-8", errors="replace")
    counts = [int(next(filter(None, found))) for found in EXECUTED.findall(told)]
    finding = f"see {log.name}" if done.returncode else ""
    return Result(name, max(counts, default=0), round(time.monotonic() - begun), finding)


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
