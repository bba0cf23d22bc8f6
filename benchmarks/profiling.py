"""Tells where the time of a clean build goes: what stands between this program and a quicker peer, part by part.

`make bench-profile`: see benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import sections
from entrants import ENTRANTS, HERE, empty, install, prepare
from results import line, machine
from sampling import REST

LEAST = 0.005
"""Of all samples: what has less is told as the rest."""
NOTE = """\
A clean build of {posts:,} posts by `digest` (the peers' own pages), in one process: {seconds:.1f} s of processor
time, {each:.2f} ms a post. "Alone" is the share of a part; "with all above" what would be saved if it and every larger
part cost nothing at all."""


def main(given: Sequence[str] | None = None) -> int:
    """Runs the profile."""
    options = _arguments().parse_args(given)
    work: Path = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    install(work / "tools", ENTRANTS[:1])
    site = prepare(ENTRANTS[0], options.posts, work)
    result = work / "profile.json"
    words = (str(HERE / "sampling.py"), str(work / "tools/program"), str(result), "--quiet", "--jobs", "1")
    subprocess.run([sys.executable, *words], cwd=site.folder, check=True)
    text = section(options.posts, json.loads(result.read_text(encoding="utf-8")))
    print(text)
    if options.write:
        sections.put(HERE, "profile", text)
    empty(work / "trash")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--posts", type=int, default=3000, help="how many (%(default)s)")
    parser.add_argument(
        "--work", type=Path, default=HERE.parent / "build/benchmarks", help="folder for the site and the program"
    )
    parser.add_argument("--write", action="store_true", help="write the section of RESULTS.md")
    return parser


def section(posts: int, counted: Mapping[str, Mapping[str, int]]) -> str:
    """What was counted, as a section of `RESULTS.md`."""
    seconds = float(str(counted["seconds"]))
    note = NOTE.format(posts=posts, seconds=seconds, each=seconds / posts * 1000)
    again = f"To repeat it: `make bench-profile BENCH='--posts {posts}'`."
    parts = (f"## Where a clean build's time goes\n\n{note}", machine(), again, *_tables(counted, seconds / posts))
    return "\n\n".join(parts)


def _tables(counted: Mapping[str, Mapping[str, int]], each: float) -> tuple[str, str]:
    return _table("part", counted["parts"], each), _table("whose code (C code: its caller's)", counted["code"], each)


def _table(title: str, counts: Mapping[str, int], each: float) -> str:
    """Largest first; `each`: seconds of a post."""
    total, saved = sum(counts.values()), 0.0
    lines = [line([title, "alone", "with all above", "ms a post"]), line(["---", "---:", "---:", "---:"])]
    for name, count in _gathered(counts, total * LEAST):
        share = count / total
        saved += share
        lines.append(line([name, f"{share:.1%}", f"{saved:.1%}", f"{share * each * 1000:.3f}"]))
    return "\n".join(lines)


def _gathered(counts: Mapping[str, int], least: float) -> list[tuple[str, int]]:
    """The counts from the largest down; small ones and the rest as one at the end."""
    told = {name: count for name, count in counts.items() if name != REST and count >= least}
    largest = sorted(told.items(), key=lambda one: (-one[1], one[0]))
    rest = sum(counts.values()) - sum(told.values())
    return [*largest, (REST, rest)] if rest else largest


if __name__ == "__main__":
    sys.exit(main())
