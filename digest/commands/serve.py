"""Owns the command `serve`: the preview, and what it tells the author."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from digest.commands.arguments import Told, add_root, check_root
from digest.console import Console, Progress
from digest.desk.serving.guarding import is_loopback
from digest.desk.serving.ports import bind
from digest.desk.serving.rebuilding import STATE, Place, Rebuilder
from digest.desk.serving.running import run as run_preview
from digest.desk.serving.shown import News, Outcome
from digest.errors import DONE, ContentError, Mark, Problem, UsageError, problem
from digest.output import lock

PORT = 8000
NAMED = 3
"""Files named in the line of a rebuild; the rest are counted."""


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `serve`."""
    add_root(parser, told)
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help=told("serve-host"))
    parser.add_argument("--port", type=int, default=PORT, metavar="PORT", help=told("serve-port"))
    parser.add_argument("--drafts", action="store_true", help=told("serve-drafts"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`serve`: an interrupt is how it ends, so that is no failure."""
    check_root(options.root)
    if not 0 <= options.port <= 65535:
        raise UsageError(problem("bad-port", Mark("--port"), found=options.port))
    with _alone(options.root):
        bound = bind(options.host, options.port)
        if bound.taken_by:
            console.complain("port-taken", wanted=options.port, holder=bound.taken_by, port=bound.port)
        if not is_loopback(options.host):
            console.complain("preview-open", host=options.host)
        place = Place(options.root, f"{_shown_host(options.host)}:{bound.port}")
        progress = Progress(console)
        screen = ConsoleScreen(console, progress, options.root)
        with contextlib.suppress(KeyboardInterrupt):
            run_preview(Rebuilder(place, progress), bound, options.host, screen, console.language)
        progress.clear()
        console.say("preview-ended")
    return DONE


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Raises UsageError where this site is being previewed already: two would undo each other's pages."""
    try:
        with lock.held(root / STATE / "serving", patience=0):
            yield
    except UsageError as error:
        if error.problem.code != "locked":
            raise
        holder = dict(error.problem.args)["holder"]
        raise UsageError(problem("preview-twice", Mark("serve"), holder=holder)) from None


def _shown_host(host: str) -> str:
    """The host in the address that the author opens: this machine where all its addresses are listened on."""
    if host in {"", "0.0.0.0", "::"}:  # noqa: S104 - not listened on here, only told
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


class ConsoleScreen:
    """Tells of the preview on the console."""

    def __init__(self, console: Console, progress: Progress, root: Path) -> None:
        """Problems are drawn with the lines of files below `root`."""
        self._console, self._progress, self._root = console, progress, root
        self._warned: frozenset[Problem] = frozenset()

    def serving(self, address: str) -> None:
        """Where the site is to be seen."""
        self._console.say("preview-serving", address=address)
        self._console.out.flush()

    def built(self, outcome: Outcome, news: News) -> None:
        """What was made, in what time, after which files changed; what is wrong, drawn. Nothing new is not told."""
        self._progress.clear()
        fresh = frozenset(outcome.problems) - self._warned
        if fresh and (outcome.report or not news.nothing):
            self._console.problems(ContentError(fresh if outcome.report else outcome.problems), self._root)
        self._warned = frozenset(outcome.problems) if outcome.report else self._warned
        report = outcome.report
        if report and not news.nothing:
            published = report.published
            self._console.say(
                "preview-built",
                clock=time.strftime("%H:%M:%S"),
                rendered=len(published.rendered),
                kept=published.kept,
                deleted=len(published.deleted),
                seconds=f"{outcome.seconds:.2f}",
                files=self._named(outcome.paths),
            )
        elif not report and not news.nothing:
            self._console.complain("preview-failed", clock=time.strftime("%H:%M:%S"))
        self._console.out.flush()

    def _named(self, paths: frozenset[str]) -> str:
        """The files that changed, in brackets, as far as they are few."""
        named = sorted(paths)[:NAMED]
        more = f" +{len(paths) - NAMED}" if len(paths) > NAMED else ""
        return f" [{' '.join(named)}{more}]" if named else ""
