"""Owns the command `deploy`."""

from __future__ import annotations

import argparse

from digest.commands.arguments import Told, add_root, check_root, moment_of
from digest.console import Console, Progress
from digest.errors import DONE, ContentError
from digest.orders import Order
from digest.reporting import report

MOST_NAMED = 20
"""Changed files that are named; the rest are counted."""


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `deploy`."""
    add_root(parser, told)
    parser.add_argument("--remote", default="origin", metavar="NAME", help=told("deploy-remote"))
    parser.add_argument("--branch", default="gh-pages", metavar="NAME", help=told("deploy-branch"))
    parser.add_argument("--dry-run", action="store_true", help=told("deploy-dry-run"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`deploy`: says what was built, and what changed on the branch."""
    from digest.desk.deploying import Target, deploy  # noqa: PLC0415 - a build and git, not needed for --help

    check_root(options.root)
    order = Order(options.root, options.root / "public", moment_of(""))
    progress = Progress(console)
    try:
        done = deploy(order, Target(options.remote, options.branch), progress, dry_run=options.dry_run)
    finally:
        progress.clear()
    if done.report.problems:
        console.problems(ContentError(done.report.problems), options.root)
    for code, args in report(done.report, console.language):
        console.say(code, **args)
    for how, path in done.changes[:MOST_NAMED]:
        console.say(f"deploy-{ {'A': 'added', 'D': 'deleted'}.get(how, 'changed') }", path=path)
    where = {"remote": options.remote, "branch": options.branch}
    code = "deploy-nothing" if not done.commit else "deploy-would" if options.dry_run else "deployed"
    console.say(code, count=len(done.changes), commit=done.commit, source=done.source, **where)
    if done.noted:
        console.say("deploy-ledger")
    return DONE
