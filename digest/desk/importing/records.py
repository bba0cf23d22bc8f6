"""Owns what every importer's reader gives: records with their lines, and notes of each decision."""

from __future__ import annotations

from typing import Literal, NamedTuple

Markup = Literal["html", "breaks", "markdown"]
"""How a body is written: HTML; HTML whose line breaks count (Movable Type's CONVERT BREAKS, WordPress); Markdown."""


class Note(NamedTuple):
    """A decision that the importer made, and where; worded by `digest/messages/import.toml`."""

    code: str
    source: str
    """The export's path as the author gave it."""
    line: int
    """From 1; 0 for the file as a whole."""
    args: tuple[tuple[str, str], ...] = ()


def note(code: str, source: str, line: int, /, **args: object) -> Note:
    """A note; `args` name what its sentence needs."""
    return Note(code, source, line, tuple((name, str(value)) for name, value in args.items()))


class Comment(NamedTuple):
    """A reader's comment; addresses of mail and network are personal and are never read."""

    author: str
    date: str
    url: str
    text: str
    """HTML or plain text, as exported."""
    kind: str = "comment"
    """comment or ping."""
    private: bool = False
    """Written for the blog's owner only."""


class Topic(NamedTuple):
    """A category or tag."""

    name: str
    slug: str = ""
    """As the export gives it, or empty."""


class Picture(NamedTuple):
    """A file that came with the export: by the address that bodies use, and its bytes' place."""

    address: str
    file: str


class Record(NamedTuple):
    """One entry of an export."""

    source: str
    line: int
    title: str = ""
    date: str = ""
    """ISO day or time; without an offset it is in the site's zone; empty when the export has none."""
    updated: str = ""
    body: str = ""
    markup: Markup = "html"
    body_line: int = 0
    """Where the body begins in the source; 0 where nothing is told of its lines."""
    extended: str = ""
    """The part behind the fold; it follows the body."""
    summary: str = ""
    name: str = ""
    """What the address was made of (BASENAME, post name, file name); may hold `/`."""
    draft: bool = False
    future: bool = False
    author: str = ""
    topics: tuple[Topic, ...] = ()
    image: str = ""
    id: str = ""
    """The guid that feeds used."""
    addresses: tuple[str, ...] = ()
    """Old addresses, absolute or from the site's root."""
    comments: tuple[Comment, ...] = ()
    notes: tuple[Note, ...] = ()
    file: str = ""
    """The file that a record is, where each has its own; relative addresses start from its folder. Else empty."""
