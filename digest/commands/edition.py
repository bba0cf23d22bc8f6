"""Owns the command `edition`."""

from __future__ import annotations

import argparse
import datetime

from digest import moments
from digest.commands.arguments import Told, add_root, check_root, moment_of
from digest.config import Config
from digest.console import Console
from digest.desk import editions, letters, stock
from digest.desk.editions import Edition, Span
from digest.errors import DONE, ContentError, Mark, UsageError, problem
from digest.gathering import gather
from digest.site.library import assemble

FORMS = {"text": letters.plain, "html": letters.page}


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `edition`."""
    span = parser.add_mutually_exclusive_group(required=True)
    span.add_argument("--day", nargs="?", const="", metavar="DATE", help=told("edition-day"))
    span.add_argument("--week", nargs="?", const="", metavar="DATE", help=told("edition-week"))
    parser.add_argument("--format", choices=tuple(FORMS), default="text", help=told("edition-format"))
    parser.add_argument("--now", default="", metavar="DATETIME", help=told("edition-now"))
    add_root(parser, told)


def run(options: argparse.Namespace, console: Console) -> int:
    """`edition --day|--week`: writes the edition; where there is no post, says so beside it and writes nothing."""
    check_root(options.root)
    found, heading = _edition(options)
    if found is None:
        console.complain("edition-empty", heading=heading)
    else:
        console.write(FORMS[options.format](found).removesuffix("\n"))
    return DONE


def _edition(options: argparse.Namespace) -> tuple[Edition | None, str]:
    """The edition and its heading. Raises ContentError where a post or the settings cannot be read."""
    now = moment_of(options.now)
    gathered = gather(options.root)
    span = _span(options, gathered.config, now)
    readings = stock.readings(options.root, gathered)
    problems = (*gathered.problems, *readings.problems)
    if any(one.severity == "error" for one in problems):
        raise ContentError(problems)
    library = assemble(readings.entries.values(), int(now.timestamp()), drafts=False)
    words = {key: text.text for key, text in gathered.theme.strings.items()}
    edition = editions.compose(library.entries, span, gathered.config, gathered.context.tables.topics, words)
    return edition, editions.heading(span, gathered.config)


def _span(options: argparse.Namespace, config: Config, now: datetime.datetime) -> Span:
    """The days that were asked for; without a date those that `now` is in, in the site's zone."""
    name, given = ("--week", options.week) if options.day is None else ("--day", options.day)
    try:
        written = moments.read(given, config.zone) if given else now.astimezone(config.zone).date().isoformat()
        when = datetime.date.fromisoformat(written)
        return editions.day(when) if name == "--day" else editions.week(when)
    except (moments.BadMomentError, ValueError, OverflowError):
        raise UsageError(problem("bad-edition-date", Mark(name), found=given)) from None
