"""Owns the command `explain`: how a text is read; standard input to HTML, or to a JSON value a line."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable
from pathlib import Path

from digest.commands.arguments import Told
from digest.console import Console
from digest.errors import DONE, ContentError, Mark, UsageError, problem


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `explain`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    markdown = what.add_parser("markdown", help=told("explain-markdown"))
    markdown.add_argument("--commonmark", action="store_true", help=told("commonmark"))
    byline = what.add_parser("byline", help=told("explain-byline"))
    byline.add_argument("--trailing", action="store_true", help=told("trailing"))
    dates = what.add_parser("dates", help=told("explain-dates"))
    dates.add_argument("--ref", required=True, metavar="DATE", help=told("ref"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`explain markdown|byline|dates`: standard input to HTML, and its problems, or to a JSON value a line."""
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    if options.what == "markdown":
        from digest.text.explain import explain_markdown  # noqa: PLC0415

        html, problems = explain_markdown(text, commonmark=options.commonmark)
        console.out.write(html)
        if problems:
            console.problems(ContentError(problems), Path(), typed=text)
        return DONE
    explain = _line_explainer(options)
    for line in text.replace("\r\n", "\n").removesuffix("\n").split("\n"):
        console.write(json.dumps(explain(line), ensure_ascii=False))
    return DONE


def _line_explainer(options: argparse.Namespace) -> Callable[[str], object]:
    if options.what == "byline":
        from digest.sourcing import byline  # noqa: PLC0415

        return lambda line: byline.explain(line, trailing=options.trailing)
    from digest.sourcing import datewords  # noqa: PLC0415

    try:
        day = datetime.date.fromisoformat(options.ref)
    except ValueError:
        raise UsageError(problem("bad-ref", Mark("--ref"), found=options.ref)) from None
    return lambda line: datewords.explain(line, day)
