"""Owns the command `import`: clippings, exports of other blogs and folders of their posts become posts of this site."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from digest import moments
from digest.commands.arguments import Told, add_root, check_root
from digest.console import Console
from digest.desk.importing.detection import FORMATS
from digest.desk.importing.importer import Outcome, Wish, bring
from digest.desk.importing.records import Note
from digest.errors import DONE, Mark, UsageError, problem
from digest.wording import say

SHOWN = 5
"""Notes of one kind that are told; the rest are counted, unless it is a dry run."""
WARNINGS = frozenset({"import-full-text"})


def configure(parser: argparse.ArgumentParser, told: Told) -> None:
    """The arguments of `import`."""
    add_root(parser, told)
    parser.add_argument("paths", nargs="*", metavar="PATH", help=told("import-path"))
    parser.add_argument("--format", choices=FORMATS, default="auto", help=told("import-format"))
    parser.add_argument("--into", type=Path, metavar="DIR", help=told("import-into"))
    parser.add_argument("--date", default="", metavar="DATE", help=told("import-date"))
    parser.add_argument(
        "--treatment", choices=("summary", "excerpt", "full"), default="summary", help=told("import-treatment")
    )
    parser.add_argument("--marks", default="", metavar="SIGNS", help=told("import-marks"))
    parser.add_argument("--encoding", default="", metavar="NAME", help=told("import-encoding"))
    parser.add_argument("--old-url", default="", metavar="PATTERN", help=told("import-old-url"))
    parser.add_argument("--dry-run", action="store_true", help=told("import-dry-run"))
    parser.add_argument("--force", action="store_true", help=told("import-force"))


def run(options: argparse.Namespace, console: Console) -> int:
    """`import`."""
    from digest.desk.importing import encoding  # noqa: PLC0415

    check_root(options.root)
    with tempfile.TemporaryDirectory(prefix="digest-import-") as folder:
        wish = Wish(
            root=options.root,
            paths=_paths(options.paths, Path(folder)),
            format=options.format,
            into=options.into,
            date=_date(options.date),
            treatment=options.treatment,
            dry_run=options.dry_run,
            force=options.force,
            encoding=encoding.named(options.encoding) if options.encoding else "",
            marks=options.marks,
            old_url=_pattern(options.old_url),
        )
        outcome = bring(wish)
    _report(outcome, console, dry=options.dry_run)
    return DONE


def _paths(given: list[str], folder: Path) -> tuple[tuple[Path, str], ...]:
    """The inputs with their names; `-`, or none, is standard input, kept in a file meanwhile."""
    if not given and sys.stdin.isatty():
        raise UsageError(problem("import-no-path", Mark("PATH")))
    return tuple((_spooled(folder) if name == "-" else Path(name), name) for name in given or ["-"])


def _spooled(folder: Path) -> Path:
    file = folder / "stdin.txt"
    with file.open("wb") as stream:
        shutil.copyfileobj(sys.stdin.buffer, stream)
    return file


def _pattern(written: str) -> str:
    from digest.desk.importing import permalinks  # noqa: PLC0415

    unknown = permalinks.unknown_in(written)
    if unknown or (written and not written.startswith(("/", "http://", "https://"))):
        known = " ".join(f"{{{name}}}" for name in permalinks.OLD)
        raise UsageError(problem("import-bad-old-url", Mark("--old-url"), found=written, known=known))
    return written


def _date(written: str) -> str:
    try:
        return moments.read(written, moments.zone("Asia/Tokyo")) if written else ""
    except moments.BadMomentError:
        raise UsageError(problem("import-bad-date", Mark("--date"), found=written)) from None


def _report(outcome: Outcome, console: Console, *, dry: bool) -> None:
    """Every file in a dry run, when they are few or when one was left; then the notes, then the sum."""
    few = len(outcome.rows) <= SHOWN
    for row in outcome.rows:
        if dry or row.verdict == "kept" or (few and row.verdict != "same"):
            place = _place(row.source, row.line, console)
            console.say(f"import-row-{row.verdict}", path=row.path, place=place)
    told: Counter[str] = Counter()
    for note in outcome.notes:
        told[note.code] += 1
        if dry or told[note.code] <= SHOWN:
            _tell(note, console)
    for code, count in told.items():
        if count > SHOWN and not dry:
            console.say("import-more-notes", count=count - SHOWN, what=code)
    verdicts = [row.verdict for row in outcome.rows]
    sums = {verdict: verdicts.count(verdict) for verdict in ("new", "changed", "same", "kept")}
    console.say("import-would" if dry else "imported", entries=outcome.entries, **sums)


def _place(source: str, line: int, console: Console) -> str:
    """Where something stands in what was imported."""
    named = say("import-stdin", console.language) if source == "-" else source
    return f"{named}:{line}" if line else named


def _tell(note: Note, console: Console) -> None:
    place = _place(note.source, note.line, console)
    text = say(note.code, console.language, **dict(note.args))
    if note.code in WARNINGS:
        console.complain("import-warning", place=place, text=text, code=note.code)
    else:
        console.say("import-note", place=place, text=text, code=note.code)
