"""Owns the command `move`."""

from __future__ import annotations

import argparse

from digest.commands.arguments import Told, add_root, check_root, moment_of
from digest.console import Console
from digest.errors import DONE


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `move`."""
    parser.add_argument("old", metavar="OLD", help=told("move-old"))
    parser.add_argument("new", metavar="NEW", help=told("move-new"))
    add_root(parser, told)


def run(options: argparse.Namespace, console: Console) -> int:
    """`move OLD NEW`: says what moved, what leads on, and which files follow."""
    from digest.desk.moving import move  # noqa: PLC0415 - reading posts, not needed for --help

    check_root(options.root)
    moved = move(options.root, options.old, options.new, moment_of(""))
    old, new = moved.files
    console.say(moved.code, old=old, new=new, before=moved.urls[0], after=moved.urls[1])
    if moved.alias:
        console.say("moved-alias", alias=moved.alias)
    for path in moved.links:
        console.say("moved-name" if moved.code == "renamed-topic" else "moved-link", path=path)
    return DONE
