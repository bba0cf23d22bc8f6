"""Owns sampling: runs our program in this process and counts in which part of it the processor's time goes.

`python benchmarks/sampling.py PROGRAM RESULT WORDS…`, in the folder of the site: the result is a file of JSON with
`seconds` (of this process) and for `parts` and `code` how many samples fell upon each.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import operator
import signal
import sys
import sysconfig
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FrameType

EVERY = 0.004
"""Seconds of processor time between two samples; finer than the kernel's clock it cannot be."""
PARTS = {
    "starting: modules": ("importlib._bootstrap:_find_and_load",),
    "settings, registries, theme": ("digest.gathering:contents", "digest.dressing:wear"),
    "posts: looking for them, reading files": ("digest.output.files:read", "digest.output.unchanged:look"),
    "posts: front matter": ("digest.content.posts:read",),
    "posts: Markdown to HTML": ("digest.content.articles:_render",),
    "posts: names, facts, summary": ("digest.content.articles:read", "digest.site.library:enter"),
    "posts: keeping what was read": ("digest.output.reading:read_all",),
    "plan and links of all pages": (
        "digest.site.library:assemble",
        "digest.modelling:model_of",
        "digest.site.plan:plan",
        "digest.output.publish:publish",
    ),
    "pages: taking up what was read": ("digest.output.making:BenchWorkshop.article",),
    "pages: what templates are given": ("digest.output.making:_make",),
    "pages: JSON-LD": ("digest.site.jsonld:news_article",),
    "pages: templates": ("digest.output.making:BenchWorkshop.render",),
    "pages: feeds": ("digest.site.kinds.feeds:feed_bytes",),
    "pages: writing files": ("digest.output.files:NewFiles.write",),
    "state of the next build": (
        "digest.output.state:State.commit",
        "digest.output.files:revisit_site",
        "digest.output.unchanged:remember",
    ),
}
"""By part the functions in which it is done, as `module:name`; the innermost of them on the stack counts."""
REST = "the rest"


class Sampler:
    """Counts samples while `running`."""

    def __init__(self) -> None:
        self.stacks: Counter[tuple[CodeType, ...]] = Counter()

    def hit(self, _signal: int, frame: FrameType | None) -> None:
        """Takes one sample."""
        self.stacks[tuple(_codes(frame))] += 1

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Samples while the context lasts."""
        signal.signal(signal.SIGPROF, self.hit)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _codes(frame: FrameType | None) -> Iterator[CodeType]:
    while frame is not None:
        yield frame.f_code
        frame = frame.f_back


def marked(parts: Mapping[str, Sequence[str]]) -> dict[CodeType, str]:
    """The part of each function that is named; ImportError or AttributeError where there is none of that name."""
    return {_code(name): part for part, names in parts.items() for name in names}


def _code(name: str) -> CodeType:
    module, _, function = name.partition(":")
    found: CodeType = operator.attrgetter(f"{function}.__code__")(importlib.import_module(module))
    return found


def shares(stacks: Mapping[tuple[CodeType, ...], int], marks: Mapping[CodeType, str]) -> Counter[str]:
    """How many samples fell upon each part."""
    found: Counter[str] = Counter()
    for stack, count in stacks.items():
        found[next((marks[code] for code in stack if code in marks), REST)] += count
    return found


def owners(stacks: Mapping[tuple[CodeType, ...], int], program: Path) -> Counter[str]:
    """How many samples fell upon whose code; a template counts as Jinja's, C code as its caller's."""
    found: Counter[str] = Counter()
    for stack, count in stacks.items():
        found[_owner(stack[0].co_filename, program)] += count
    return found


def _owner(file: str, program: Path) -> str:
    packages = sysconfig.get_path("purelib")
    if file.startswith(packages):
        return Path(file).relative_to(packages).parts[0].removesuffix(".py")
    if file.endswith(".html"):
        return "jinja2"
    return "digest" if file.startswith((str(program), "<string>")) else "Python's own library"


def main() -> None:
    """Runs the program to its end, then writes what was counted."""
    program, result, *words = sys.argv[1:]
    sys.path[0] = program
    sys.argv = [f"{program}/build.py", *words]
    sampler = Sampler()
    with sampler.running():
        importlib.import_module("digest.cli").main()
    counted = {
        "seconds": time.process_time(),
        "parts": shares(sampler.stacks, marked(PARTS)),
        "code": owners(sampler.stacks, Path(program)),
    }
    Path(result).write_text(json.dumps(counted), encoding="utf-8")


if __name__ == "__main__":
    main()
