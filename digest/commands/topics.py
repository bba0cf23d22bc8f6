"""Owns the command `topics`."""

from __future__ import annotations

import argparse

from digest.commands.arguments import Told, add_root, check_root
from digest.console import Console
from digest.desk import renaming
from digest.desk.ground import settled
from digest.desk.replacing import replace_all
from digest.errors import DONE


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `topics`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name in ("rename", "merge"):
        one = what.add_parser(name, help=told(f"topics-{name}"))
        one.add_argument("old", metavar="OLD", help=told("topics-old"))
        one.add_argument("new", metavar="NEW", help=told("topics-new"))
        one.add_argument("--dry-run", action="store_true", help=told("topics-dry-run"))
        add_root(one, told)


def run(options: argparse.Namespace, console: Console) -> int:
    """`topics rename|merge OLD NEW`: says which files change, and changes them unless `--dry-run`."""
    check_root(options.root)
    files = renaming.rewrite(options.root, settled(options.root).tables.topics, options.what, options.old, options.new)
    if not options.dry_run:
        replace_all(options.root, {file.path: file.data for file in files})
    for file in files:
        console.say("topics-would-change" if options.dry_run else "topics-changed", path=file.path)
    console.say(
        "topics-would-be-done" if options.dry_run else "topics-done",
        count=len(files) - 1,
        old=options.old,
        new=options.new,
    )
    return DONE
