"""Measures from the save of a post to a browser showing it, for our preview and for those of the peers.

`make bench-serve`: see benchmarks/README.md. Needs the root of the repository in PYTHONPATH, and Chromium.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import measuring
import sections
import serving_results
from entrants import HERE, SERVERS, Site, prepare, work_folder, workplace
from measuring import FailedError
from playwright.sync_api import Browser, Error
from previews import Preview, running
from seeing import AskingEye, BrowserEye, Eye
from serving_results import Row
from steps import sentence

from scripts import browsing

EDIT = 60.0
"""Seconds until a save that was not shown counts as never shown."""
AGAIN = 20.0
"""Seconds until the first save is made again: a server may serve before it watches."""
GRACE = 5.0
"""Seconds for which a browser may lag behind what its server answers before it counts as one that does not reload."""
PEERS = tuple(entrant.peer for entrant in SERVERS if entrant.peer)


class Plan(NamedTuple):
    """How to measure."""

    edits: int
    longest: float
    """Seconds after which an entrant is given no further edit."""
    patience: float
    """Seconds to wait before each edit for others to leave the machine alone."""
    work: Path


class Taken(NamedTuple):
    """One edit."""

    wall: float
    others: float
    """Seconds of processors that other programs worked meanwhile."""


def main(given: Sequence[str] | None = None) -> int:
    """Runs the benchmark."""
    options = _arguments().parse_args(given)
    executable = browsing.chromium()
    if executable is None:
        sys.exit("there is no browser: apt-get install chromium")
    signal.signal(signal.SIGTERM, _ended)
    entrants = [one for one in SERVERS if not one.peer or one.peer in options.peers.split(",")]
    with workplace(options.work, entrants) as work:
        plan = Plan(options.edits, options.longest, options.patience, work)
        sites = [prepare(entrant, options.posts, work) for entrant in entrants]
        with browsing.opened(executable) as browser:
            rows = [measure(site, plan, browser) for site in sites]
            text = serving_results.section(options.posts, options.edits, rows, browser.version)
        print(text)
        if options.write:
            sections.put(HERE, "serving", text)
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--posts", type=int, default=10_000, help="number of posts (%(default)s)")
    parser.add_argument("--edits", type=int, default=15, help="edits, each of another post (%(default)s)")
    parser.add_argument("--peers", default=",".join(PEERS), help="which of %(default)s; '' for none")
    parser.add_argument("--longest", type=float, default=90, help="seconds after which no further edit is begun")
    parser.add_argument("--patience", type=float, default=5, help="seconds to wait for a quiet machine before an edit")
    work_folder(parser)
    parser.add_argument("--write", action="store_true", help="write the section into RESULTS.md")
    return parser


def _ended(number: int, _frame: object) -> None:
    """A polite kill ends the servers and the browser as well."""
    sys.exit(128 + number)


def measure(site: Site, plan: Plan, browser: Browser) -> Row:
    """What one entrant took; where it fails, why."""
    name = site.entrant.name
    try:
        with running(site, plan.work / "tools") as (preview, start), browser.new_context() as context:
            preview.rest()
            eye = _eye(preview, BrowserEye(context, preview), AskingEye(preview))
            taken = _edits(preview, eye, plan)
            memory = measuring.shared_memory(preview.process.pid)
    except (FailedError, Error) as error:  # a browser's error is that of a server which does not answer
        print(f"{name}: {error}", file=sys.stderr, flush=True)
        return Row(name, failed=str(error).partition("\n")[0])
    walls = tuple(one.wall for one in taken)
    return Row(name, walls, start, memory, eye.manner, sum(one.others for one in taken) / sum(walls))


def _eye(preview: Preview, browser: BrowserEye, asking: AskingEye) -> Eye:
    """The way to see this server's work, found with a first edit that is not counted: the browser, if it follows."""
    post = preview.site.subject
    for attempt in range(3):
        browser.open(post)
        asking.open(post)
        preview.rest()
        mark = _mark(f"first{attempt}")
        _save(post, mark)
        if asking.sees(mark, AGAIN if attempt < 2 else EDIT) is not None:
            return browser if browser.sees(mark, GRACE) is not None else asking
        if browser.sees(mark, 0) is not None:
            return browser
    raise FailedError("never showed the first edit")


def _edits(preview: Preview, eye: Eye, plan: Plan) -> list[Taken]:
    """Edits of posts from old to new, the server at rest before each."""
    taken: list[Taken] = []
    end = time.perf_counter() + plan.longest
    posts = preview.site.posts
    for number in range(plan.edits):
        post = posts[(2 * number + 1) * len(posts) // (2 * plan.edits)]
        eye.open(post)
        preview.rest()
        measuring.quiet(plan.patience)
        taken.append(_edit(preview, eye, post, _mark(str(number))))
        print(f"{preview.site.entrant.name:18} {taken[-1].wall:.3f} s", file=sys.stderr, flush=True)
        if time.perf_counter() > end:
            break
    return taken


def _edit(preview: Preview, eye: Eye, post: Path, mark: str) -> Taken:
    busy, own = measuring.busy(), measuring.worked(os.getpid())
    began = _save(post, mark)
    seen = eye.sees(mark, EDIT)
    others = measuring.busy() - busy - (measuring.worked(os.getpid()) - own)
    if seen is None:
        raise FailedError(f"did not show an edit of {preview.path(post)} within {EDIT:.0f} s")
    return Taken(seen - began, max(0.0, others))


def _save(post: Path, mark: str) -> float:
    """Appends a sentence, written in place as many editors do; the moment when the saving began."""
    text = post.read_text(encoding="utf-8") + sentence(mark)
    began = time.time()
    post.write_text(text, encoding="utf-8")
    return began


def _mark(number: str) -> str:
    return f"{number}x{time.time_ns()}x"


if __name__ == "__main__":
    sys.exit(main())
