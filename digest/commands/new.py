"""Owns the command `new`."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from digest.commands.arguments import Told, add_root, check_root, moment_of
from digest.console import Console
from digest.desk import drafting
from digest.desk.ground import settled
from digest.errors import DONE, Mark, UsageError, problem
from digest.wording import say


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `new`."""
    parser.add_argument("title", metavar="TITLE", help=told("new-title"))
    add_root(parser, told)
    parser.add_argument("--date", default="", metavar="DATE", help=told("new-date"))
    parser.add_argument("--topic", action="append", default=[], metavar="NAME", help=told("new-topic"))
    parser.add_argument("--story", default="", metavar="ID", help=told("new-story"))
    parser.add_argument("--slug", default="", metavar="SLUG", help=told("new-slug"))
    parser.add_argument("--edit", action="store_true", help=told("new-edit"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`new TITLE`: writes a draft and says where it is."""
    check_root(options.root)
    wish = drafting.Wish(options.title, options.date, tuple(options.topic), options.story, options.slug)
    draft = drafting.compose(wish, settled(options.root), options.root, moment_of(""), _asker(console))
    file = drafting.write(draft, options.root)
    console.say("wrote", path=file)
    if options.edit:
        _edit(file)
    return DONE


def _asker(console: Console) -> Callable[[str], str]:
    """Asks on a terminal; elsewhere the proposal stands."""

    def tell(proposed: str) -> str:
        console.complain("new-slug-proposed", proposed=proposed)
        return ""

    def ask(proposed: str) -> str:
        console.err.write(say("new-ask-slug", console.language, proposed=proposed))
        console.err.flush()
        return sys.stdin.readline().strip()

    return ask if sys.stdin.isatty() else tell


def _edit(file: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not editor:
        raise UsageError(problem("new-no-editor", Mark("--edit")))
    try:
        subprocess.run([*shlex.split(editor), str(file)], check=False)  # noqa: S603 - the author's own editor
    except (OSError, ValueError):
        raise UsageError(problem("new-bad-editor", Mark("--edit"), editor=editor)) from None
