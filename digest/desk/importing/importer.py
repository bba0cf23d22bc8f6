"""Owns the story of an import: survey the site, read the inputs, stage every file, then put all in place or none."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from digest.desk.importing import bringing, detection, pasting
from digest.desk.importing.ground import survey
from digest.desk.importing.records import Note
from digest.desk.importing.writing import Row, Stage
from digest.errors import ContentError, Mark, problem
from digest.stopping import undone_when_stopped


class Wish(NamedTuple):
    """What to import, and how."""

    root: Path
    paths: tuple[tuple[Path, str], ...]
    """Each with the name that messages use."""
    format: str = "auto"
    into: Path | None = None
    date: str = ""
    """ISO day or time for what has no date of its own."""
    treatment: str = "summary"
    dry_run: bool = False
    force: bool = False
    encoding: str = ""
    """Python's name, or empty to find it."""
    marks: str = ""
    """Signs that begin a report in a clipping; empty for what the clipping itself uses."""
    old_url: str = ""
    """The pattern of a blog's old addresses (`permalinks.OLD`); empty for what the export tells itself."""


class Outcome(NamedTuple):
    """What an import did, or would do."""

    rows: tuple[Row, ...]
    notes: tuple[Note, ...]
    entries: int
    """Entries read."""


def bring(wish: Wish) -> Outcome:
    """Imports; raises ContentError or UsageError, and then nothing is written."""
    ground = survey(wish.root, wish.into)
    inputs = detection.inputs(wish.paths, wish.format, wish.marks)
    clippings = tuple(one for one in inputs if one.format == "pasted")
    blogs = tuple(one for one in inputs if one.format != "pasted")
    with undone_when_stopped(), Stage(ground.places.base, force=wish.force) as stage:
        pasted = pasting.bring(
            clippings, ground, stage, pasting.How(wish.date, wish.treatment, wish.encoding, wish.marks)
        )
        brought = bringing.bring(blogs, pasted.ground, stage, bringing.How(wish.date, wish.encoding, wish.old_url))
        outcome = Outcome(tuple(stage.rows), (*pasted.notes, *brought.notes), pasted.entries + brought.entries)
        if not outcome.entries:
            raise ContentError([problem("import-nothing", Mark(shown)) for _, shown in wish.paths])
        if not wish.dry_run:
            _commit(stage, wish)
    return outcome


def _commit(stage: Stage, wish: Wish) -> None:
    try:
        stage.commit()
    except OSError as error:
        where = str(error.filename or wish.root)
        raise ContentError([problem("import-not-written", Mark(where), why=error.strerror or "")]) from None
