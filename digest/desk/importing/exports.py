"""Owns the inputs that hold a blog as the importer sees them: records to read, as often as needed, and files beside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from digest.desk.importing import encoding, mt_records
from digest.desk.importing.detection import Input
from digest.desk.importing.lines import Lines, open_text
from digest.desk.importing.movabletype import entries
from digest.desk.importing.records import Note, Record, note


class Export(Protocol):
    """A blog to import."""

    shown: str
    base: str
    """The old site's address, or empty where nothing tells it."""
    notes: list[Note]
    """What concerns the export as a whole; complete once its records are read."""

    def records(self) -> Iterator[Record]:
        """Every entry; the same ones each time. Raises ContentError for what cannot be read."""

    def file(self, address: str, record: Record) -> Path | None:
        """The file that an address of this record's body means, where it came with the export."""

    def bare(self, address: str, record: Record) -> str:
        """An address without marks of the generator's own; empty where nothing but the generator could read it."""


def open_export(source: Input, given: str, stack: ExitStack) -> Export:
    """The export of an input; what it opens is closed with `stack`. `given` is the encoding that the author named."""
    if source.format == "mt":
        return MovableType(source, given)
    if source.format == "wxr":
        from digest.desk.importing.wxr import WordPress  # noqa: PLC0415 - lxml, where there is XML

        return WordPress(source, given, stack)
    from digest.desk.importing.markdown_blogs import MarkdownBlog  # noqa: PLC0415

    return MarkdownBlog(source, given)


class MovableType:
    """A text export; nothing comes beside it."""

    base = ""

    def __init__(self, source: Input, given: str) -> None:
        """`given` is the encoding that the author named, or empty."""
        self.shown = source.shown
        self.notes: list[Note] = []
        self._path, self._given = source.path, given
        self._encoding = given or encoding.detect(source.path, source.shown).name
        if not self._encoding.startswith("utf-8"):
            self.notes.append(note("import-encoding", self.shown, 0, name=self._encoding))

    def records(self) -> Iterator[Record]:
        """Every entry with a text of its own."""
        with open_text(self._path, self._encoding, given=bool(self._given)) as stream:
            for entry in entries(Lines(stream, self.shown), self.shown):
                record = mt_records.record(entry, self.shown)
                if record is not None:
                    yield record

    def file(self, _address: str, _record: Record) -> Path | None:
        """None."""
        return None

    def bare(self, address: str, _record: Record) -> str:
        """As it is."""
        return address
