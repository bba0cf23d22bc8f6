"""Owns the bodies of old blogs on their way: HTML or Markdown in, Markdown of ours out, files that they show staged.

An address is moved to the imported post or file that it means, made absolute where the old site's address is known, or
else given up, with its text kept.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from digest.desk.importing import atlas as addresses
from digest.desk.importing import hatena, pictures
from digest.desk.importing.atlas import Atlas
from digest.desk.importing.exports import Export
from digest.desk.importing.ground import Ground
from digest.desk.importing.hatena import Translated
from digest.desk.importing.mending import Resolve
from digest.desk.importing.paragraphs import with_paragraphs
from digest.desk.importing.records import Note, Record, note
from digest.desk.importing.writing import Stage
from digest.text.body import Hole

_HTML = re.compile(r"<(?:p|div|br|ul|ol|table|h[1-6]|blockquote|pre)\b", re.IGNORECASE)
"""What tells a body of HTML."""


class Rewriter(NamedTuple):
    """What rewriting a body asks beside the body."""

    export: Export
    atlas: Atlas
    ground: Ground
    stage: Stage

    def body(self, record: Record, path: str) -> tuple[str, tuple[Note, ...]]:
        """The Markdown of a record's body that will stand at `path`, and what was lost."""
        whole = f"{record.body}\n\n{record.extended}" if record.extended.strip() else record.body
        translated = _translated(whole, record)
        if translated is not None:
            markdown, notes = self._markdown(translated.text, record, path)
            return markdown, (*_told(translated, record), *notes)
        if record.markup == "markdown":
            return self._markdown(whole, record, path)
        return self._html(with_paragraphs(whole) if record.markup == "breaks" else whole, record, path)

    def _html(self, text: str, record: Record, path: str) -> tuple[str, tuple[Note, ...]]:
        from digest.desk.importing.html_to_markdown import convert  # noqa: PLC0415 - nh3 and bs4, where there is HTML

        done = convert(text, lambda kind, address: self.moved(kind, address, record, path))
        notes = [note("import-link-dropped", record.source, record.line, what=one) for one in done.dropped]
        notes += [note("import-flattened", record.source, record.line)] if done.flattened else []
        return done.markdown, tuple(notes)

    def _markdown(self, text: str, record: Record, path: str) -> tuple[str, tuple[Note, ...]]:
        from digest.desk.importing.islands import without_html  # noqa: PLC0415 - markdown-it, where there is Markdown

        notes: list[Note] = []

        def convert(html: str) -> str:
            markdown, more = self._html(html, record, path)
            notes.extend(more)
            return markdown.strip("\n")

        done = without_html(text, convert)
        notes += [note("import-html-converted", record.source, record.line, count=done.blocks)] if done.blocks else []
        return done.text.strip("\n") + "\n", tuple(notes)

    def comment(self, text: str) -> str:
        """A comment's text as Markdown; its links stay where they were."""
        from digest.desk.importing.html_to_markdown import convert  # noqa: PLC0415

        return convert(
            with_paragraphs(text), lambda _kind, address: address if addresses.stays(address) else None
        ).markdown

    def resolver(self, record: Record, path: str) -> Resolve:
        """What becomes of local addresses in finished Markdown: those that lead to what is imported stay."""

        def resolve(hole: Hole) -> str | None:
            local = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(hole.value)))
            if hole.value.startswith("#"):
                return None
            if self._is_ours(local):
                return hole.value
            return self.moved(hole.kind, hole.value, record, path)

        return resolve

    def _is_ours(self, local: str) -> bool:
        """Whether a path is a post of this import that a link may lead to, or a staged file of media."""
        places = self.ground.places
        return self.atlas.lands(local) or (local.startswith(places.media + "/") and self.stage.holds(local))

    def moved(self, kind: str, address: str, record: Record, path: str) -> str | None:
        """Where an address of a record's body shall lead, as the post at `path` writes it; None for nowhere."""
        if address.startswith("#"):
            return address if kind == "href" else None
        if addresses.scheme_of(address) not in {"", *addresses.SCHEMES}:
            return None
        file = self.export.file(address, record)
        if file is not None:
            landing = self.atlas.find_file(str(file.resolve()))
            linked = addresses.relative(landing.path, path) if landing and landing.linkable else None
            return linked if landing else self._staged_file(file, address, record, path)
        bare = self.export.bare(address, record)
        if not bare:
            return None
        own = next((one for one in record.addresses if addresses.stays(one)), "") or self.export.base
        whole = addresses.absolute(bare, own)
        landing = self.atlas.find(whole) if kind == "href" else None
        if landing is not None and landing.linkable:
            return addresses.relative(landing.path, path)
        return whole if addresses.stays(whole) and not (kind == "src" and whole.startswith("mailto:")) else None

    def _staged_file(self, file: Path, address: str, record: Record, path: str) -> str | None:
        """The address of a file that came with the export, which goes into the media; None where it may not."""
        data = pictures.safe(file)
        if data is None:
            return None
        name = pictures.name(urlsplit(address.rpartition("}")[2]).path or file.name)
        target = posixpath.join(self.ground.places.media, "imported", name)
        if self._differs(target, data):
            target = posixpath.join(self.ground.places.media, "imported", pictures.distinct(name, data))
        if not self.stage.is_staged(target):
            self.stage.add(target, data, record.source, record.line)
        return re.sub(r"[\s()]", lambda found: f"%{ord(found[0]):02X}", addresses.relative(target, path))

    def _differs(self, target: str, data: bytes) -> bool:
        """Whether another file was staged under this name in this very run."""
        return self.stage.is_staged(target) and self.stage.staged(target) != data


def _translated(text: str, record: Record) -> Translated | None:
    """The Markdown of a text that is, or holds, Hatena's notation; None for others."""
    if not record.body_line or (record.markup != "markdown" and _HTML.search(text)):
        return None
    if hatena.is_notation(text, doubtful=record.markup == "markdown"):
        return hatena.markdown(text)
    return hatena.within_markdown(text) if record.markup == "markdown" and hatena.is_mixed(text) else None


def _told(translated: Translated, record: Record) -> Iterator[Note]:
    yield note("import-hatena", record.source, record.body_line)
    for what, line in translated.kept:
        yield note("import-hatena-kept", record.source, record.body_line + line - 1, what=what)
