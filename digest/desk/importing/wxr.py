"""Owns WordPress exports as inputs: one XML file, or a zip of it with its pictures, as note gives it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from digest.desk.importing import archives, encoding, wxr_items
from digest.desk.importing.detection import Input
from digest.desk.importing.lines import Lines, open_text
from digest.desk.importing.records import Note, Record, note
from digest.desk.importing.xmlstream import XmlStream
from digest.errors import ContentError, Mark, problem


class WordPress:
    """A WXR export."""

    def __init__(self, source: Input, given: str, stack: ExitStack) -> None:
        """`given` is the encoding that the author named; what a zip holds is unpacked until `stack` closes."""
        self.shown, self.base = source.shown, ""
        self.notes: list[Note] = []
        self._given = given
        self._assets: dict[str, Path] = {}
        self._parts = [(source.path, source.shown)]
        with source.path.open("rb") as stream:
            zipped = stream.read(4) == b"PK\x03\x04"
        if zipped:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="digest-import-")))
            self._unpack(source, folder)
        self._encodings = [given or encoding.detect(path, shown).name for path, shown in self._parts]

    def _unpack(self, source: Input, folder: Path) -> None:
        files = archives.unpack(source.path, source.shown, folder)
        self._parts = [
            (file, f"{source.shown}:{name}") for name, file in files.items() if name.lower().endswith(".xml")
        ]
        if not self._parts:
            raise ContentError([problem("import-zip-without-xml", Mark(source.shown))])
        self._assets = {
            PurePosixPath(name).name: file for name, file in files.items() if not name.lower().endswith(".xml")
        }

    def records(self) -> Iterator[Record]:
        """Every post and page of every part."""
        self.notes = []
        for (path, shown), name in zip(self._parts, self._encodings, strict=True):
            if not name.startswith("utf-8"):
                self.notes.append(note("import-encoding", shown, 0, name=name))
            with open_text(path, name, given=bool(self._given)) as stream:
                yield from self._part(XmlStream(Lines(stream, shown), shown), shown)

    def _part(self, stream: XmlStream, shown: str) -> Iterator[Record]:
        for item in stream.items():
            self.base = self.base or stream.base
            record = wxr_items.record(item.element, shown, item.line)
            if record is not None:
                yield record
            elif (why := wxr_items.skipped(item.element, shown, item.line)) is not None:
                self.notes.append(why)
        self.notes += stream.notes

    def file(self, address: str, _record: Record) -> Path | None:
        """The picture of that name in the zip."""
        try:
            return self._assets.get(PurePosixPath(unquote(urlsplit(address).path)).name) if self._assets else None
        except ValueError:
            return None

    def bare(self, address: str, _record: Record) -> str:
        """As it is."""
        return address
