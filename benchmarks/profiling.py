"""Tells where the time of a clean build goes: what stands between this program and a quicker peer, part by part.

`make bench-profile`: see benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import sections
from entrants import ENTRANTS, HERE, Site, prepare, work_folder, workplace
from results import line, machine
from sampling import REST
from steps import clean

LEAST = 0.005
"""Of all samples: what has less is told as the rest."""
ENOUGH = 1000
"""Posts: of fewer, so many builds are sampled that they come to as many."""
NOTE = """\
Clean builds by `digest` (the peers' own pages), each in one process. "Alone" is the share of a part; "with all above"
what would be saved if it and every larger part cost nothing at all."""


class Profile(NamedTuple):
    """What the builds of one size took."""

    posts: int
    builds: int
    seconds: float
    """Of processor time, all builds together."""
    parts: Mapping[str, int]
    """Samples by part."""
    code: Mapping[str, int]
    """Samples by whose code it is."""


def main(given: Sequence[str] | None = None) -> int:
    """Runs the profile."""
    options = _arguments().parse_args(given)
    with workplace(options.work, ENTRANTS[:1]) as work:
        text = section([profile(int(size), work) for size in options.sizes.split(",")])
        print(text)
        if options.write:
            sections.put(HERE, "profile", text)
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="100,10000", help="numbers of posts (%(default)s)")
    work_folder(parser)
    parser.add_argument("--write", action="store_true", help="write the section of RESULTS.md")
    return parser


def profile(posts: int, work: Path) -> Profile:
    """Builds so many posts, and again where they are few, and counts."""
    site = prepare(ENTRANTS[0], posts, work)
    builds = -(-ENOUGH // posts)
    counted = [_sampled(site, work) for _ in range(builds)]
    parts, code = (sum((Counter(one[kind]) for one in counted), Counter()) for kind in ("parts", "code"))
    return Profile(posts, builds, sum(one["seconds"] for one in counted), parts, code)


def _sampled(site: Site, work: Path) -> Any:  # noqa: ANN401 - as `sampling` writes it
    clean(site, "", work / "trash")
    result = work / "profile.json"
    words = (str(HERE / "sampling.py"), str(work / "tools/program"), str(result), "--quiet", "--jobs", "1")
    subprocess.run([sys.executable, *words], cwd=site.folder, check=True)
    return json.loads(result.read_text(encoding="utf-8"))


def section(profiles: Sequence[Profile]) -> str:
    """The profiles as a section of `RESULTS.md`."""
    sizes = ",".join(str(one.posts) for one in profiles)
    again = f"To repeat it: `make bench-profile BENCH='--sizes {sizes}'`."
    return "\n\n".join(
        (f"## Where a clean build's time goes\n\n{NOTE}", machine("processor time"), again, *map(_told, profiles))
    )


def _told(one: Profile) -> str:
    each = one.seconds / one.builds
    head = f"### Of {one.posts:,} posts\n\n{each:.2f} s of processor time, {each / one.posts * 1000:.2f} ms a post."
    tables = _table("part", one.parts, each), _table("whose code (C code: its caller's)", one.code, each)
    return "\n\n".join((head, *tables))


def _table(title: str, counts: Mapping[str, int], each: float) -> str:
    """Largest first; `each`: seconds of a build."""
    total, saved = sum(counts.values()), 0.0
    lines = [line([title, "alone", "with all above", "seconds"]), line(["---", "---:", "---:", "---:"])]
    for name, count in _gathered(counts, total * LEAST):
        share = count / total
        saved += share
        lines.append(line([name, f"{share:.1%}", f"{saved:.1%}", f"{share * each:.3f}"]))
    return "\n".join(lines)


def _gathered(counts: Mapping[str, int], least: float) -> list[tuple[str, int]]:
    """The counts from the largest down; small ones and the rest as one at the end."""
    told = {name: count for name, count in counts.items() if name != REST and count >= least}
    largest = sorted(told.items(), key=lambda one: (-one[1], one[0]))
    rest = sum(counts.values()) - sum(told.values())
    return [*largest, (REST, rest)] if rest else largest


if __name__ == "__main__":
    sys.exit(main())
