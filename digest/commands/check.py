"""Owns the command `check`."""

from __future__ import annotations

import argparse
import gc

from digest.commands.arguments import Told, add_root, check_root, moment_of
from digest.console import Console, Progress
from digest.desk.fixing import mend
from digest.desk.surveying import Survey, survey
from digest.drawing import as_json
from digest.errors import DONE, PROBLEMS, ContentError, Problem


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `check`."""
    add_root(parser, told)
    parser.add_argument("--strict", action="store_true", help=told("check-strict"))
    parser.add_argument("--json", action="store_true", help=told("check-json"))
    parser.add_argument("--links", action="store_true", help=told("check-links"))
    parser.add_argument("--fix", action="store_true", help=told("check-fix"))
    parser.add_argument("--now", default="", metavar="DATETIME", help=told("now"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`check`: 0 where nothing is wrong, 1 for errors, and for warnings when strict; notes never fail."""
    check_root(options.root)
    gc.disable()  # as for a build: what is read lives to the end
    found = _survey(options, console)
    if options.fix:
        mended = mend(options.root, found.findings)
        for one in mended:
            if not options.json:
                console.say("fixed", **one._asdict())
        found = _survey(options, console) if mended else found
    if options.links:
        told, counts = _links(options, console)
        found = found._replace(problems=ContentError([*found.problems, *told]).problems)
    if options.json:
        console.write(as_json(found.problems, console.language))
    else:
        _tell(found, options, console)
        if options.links and counts:
            console.say("links-checked", **counts)
    failing = {"error", "warning"} if options.strict else {"error"}
    return PROBLEMS if any(one.severity in failing for one in found.problems) else DONE


def _survey(options: argparse.Namespace, console: Console) -> Survey:
    progress = Progress(console)
    try:
        return survey(options.root, moment_of(options.now), progress)
    except ContentError as error:
        return Survey(error.problems, (), 0, 0, 0, 0)
    finally:
        progress.clear()


def _links(options: argparse.Namespace, console: Console) -> tuple[tuple[Problem, ...], dict[str, int]]:
    """The dead among the external links, and how many are what; asks for them."""
    from digest.desk.linking import check  # noqa: PLC0415 - the network, only when it is asked for

    progress = Progress(console)
    try:
        told, *counts = check(options.root, moment_of(options.now), progress)
    except ContentError as error:
        return error.problems, {}
    else:
        return told, dict(zip(("links", "fresh", "well", "dead", "silent", "blocked"), counts, strict=True))
    finally:
        progress.clear()


def _tell(found: Survey, options: argparse.Namespace, console: Console) -> None:
    if found.problems:
        console.problems(ContentError(found.problems), options.root)
    counts = {"posts": found.posts, "sources": found.sources, "quotations": found.quotations}
    console.say("checked", **counts, silenced=found.silenced)
    if not found.problems:
        console.say("check-good")
