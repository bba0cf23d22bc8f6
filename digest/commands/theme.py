"""Owns the command `theme`: list, start and check themes."""

from __future__ import annotations

import argparse

from digest.commands.arguments import Told, add_root, check_root
from digest.console import Console
from digest.errors import DONE, PROBLEMS, ContentError
from digest.theming import check_theme_of, list_themes, new_theme_in


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `theme`."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name in ("list", "new", "check"):
        one = what.add_parser(name, help=told(f"theme-{name}"))
        add_root(one, told)
        if name != "list":
            one.add_argument("name", nargs="?" if name == "check" else None, help=told("theme-name"))
        if name == "new":
            one.add_argument("--extends", default="shimbun", metavar="NAME", help=told("extends"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`theme list|new|check`."""
    check_root(options.root)
    if options.what == "list":
        for line in list_themes(options.root):
            console.write(line)
    elif options.what == "new":
        for path in new_theme_in(options.root, options.name, options.extends):
            console.say("wrote", path=path)
    else:
        found = check_theme_of(options.root, options.name or "")
        if found:
            console.problems(ContentError(found), options.root)
        if any(one.severity == "error" for one in found):
            return PROBLEMS
        console.say("theme-good")
    return DONE
