"""Owns the command `build`."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path

from digest import shortcut
from digest.commands.arguments import Told, add_root, check_root, jobs_of, moment_of
from digest.console import Console, Progress
from digest.errors import BUG, DONE, INTERRUPTED, ContentError
from digest.orders import Order, Report
from digest.output import lock
from digest.reporting import report, why
from digest.wording import say


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `build`."""
    add_root(parser, told)
    parser.add_argument("--output", type=Path, metavar="DIR", help=told("output"))
    parser.add_argument("--base-url", default="", metavar="URL", help=told("base-url"))
    parser.add_argument("--theme", default="", metavar="NAME", help=told("theme-name"))
    parser.add_argument("--clean", action="store_true", help=told("clean"))
    parser.add_argument("--drafts", action="store_true", help=told("drafts"))
    parser.add_argument("--now", default="", metavar="DATETIME", help=told("now"))
    parser.add_argument("--strict", action="store_true", help=told("strict"))
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help=told("jobs"))
    parser.add_argument("--why", default="", metavar="PATH", help=told("why"))
    parser.add_argument("--verify", action="store_true", help=told("verify"))
    parser.add_argument("--quiet", action="store_true", help=told("quiet"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`build`."""
    check_root(options.root)
    gc.disable()  # a build makes many small values that all live to its end
    order = Order(
        root=options.root,
        output=options.output or options.root / "public",
        now=moment_of(options.now),
        base_url=options.base_url,
        theme=options.theme,
        clean=options.clean,
        drafts=options.drafts,
        strict=options.strict,
        jobs=jobs_of(options.jobs),
        ask=bool(options.why),
    )
    done = _built(order, console)
    if done.problems:
        console.problems(ContentError(done.problems), options.root)
    for code, args in report(done, console.language):
        console.say(code, **args)
    if options.why:
        code, args = why(done, options.why, console.language)
        console.write(say(code, console.language, **args))
    return _verify(order, console) if options.verify else DONE


def _built(order: Order, console: Console) -> Report:
    """The report of the build; where nothing changed, without importing what a build needs."""
    progress = Progress(console)
    try:
        with lock.building(order.folder, order.output, progress.waiting):
            return shortcut.answer(order) or _planned(order, progress)
    finally:
        progress.clear()


def _planned(order: Order, progress: Progress) -> Report:
    from digest.builder import build_planned  # noqa: PLC0415 - templates, Markdown and all: not for no change

    return build_planned(order, progress)


def _verify(order: object, console: Console) -> int:
    from digest.stopping import undone_when_stopped  # noqa: PLC0415 - not where nothing is compared
    from digest.verifying import verify  # noqa: PLC0415 - as above

    try:
        with undone_when_stopped():
            differences = verify(order)  # type: ignore[arg-type]
    except KeyboardInterrupt:
        console.complain("verify-interrupted")
        return INTERRUPTED
    for path, how in differences:
        console.write(say(f"verify-{how}", console.language, path=path))
    console.say("verified" if not differences else "not-verified", count=len(differences))
    return BUG if differences else DONE
