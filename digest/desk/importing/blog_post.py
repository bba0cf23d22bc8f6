"""Owns the making of a post from a record of an old blog: its front matter, and its comments beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from digest import moments
from digest.content.aliases import place_of
from digest.content.posts import DATED_STEM, SLUG, TAG_URI
from digest.desk.importing import front
from digest.desk.importing.escaping import inline, line_starts, one_line, paragraph
from digest.desk.importing.records import Note, Record, note

UNSET = "1970-01-01"
_STAMPED = re.compile(r"(\d{4})/(\d{2})/(\d{2})/(\d{6})")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9._-]+")
_TAGS = re.compile(r"<[^<>]*>")


IsFree = Callable[[str], bool]
"""Whether a place of the site may lead to the post in hand."""


class Fate(NamedTuple):
    """What was decided of a record before any body is read: dates, place, names."""

    path: str
    """From the base."""
    date: str
    updated: str
    draft: bool
    topics: tuple[str, ...]
    id: str
    notes: tuple[Note, ...]


def dated(record: Record, zone: tzinfo, fallback: str) -> tuple[str, str, list[Note]]:
    """The record's date and update in the site's zone; one without a date gets `fallback`, or 1970 and is noted."""
    notes: list[Note] = []
    date = _moment(record.date, zone) or fallback
    if not date:
        notes.append(note("import-no-entry-date", record.source, record.line))
    date = date or UNSET
    updated = _moment(record.updated, zone)
    if updated and updated[:10] < date[:10]:
        notes.append(note("import-update-dropped", record.source, record.line, updated=updated))
        updated = ""
    return date, updated if updated != date else "", notes


def _moment(written: str, zone: tzinfo) -> str:
    try:
        return moments.in_zone(moments.read(written, zone), zone) if written else ""
    except (moments.BadMomentError, OverflowError, ValueError):
        return ""


def id_of(record: Record, path: str, owners: dict[str, str], notes: list[Note]) -> str:
    """The record's old feed id, unless it cannot be one here or another post has it; `owners` are paths by id."""
    if not record.id:
        return ""
    if not TAG_URI.fullmatch(record.id):
        notes.append(note("import-id-lost", record.source, record.line, id=record.id[:80]))
        return ""
    owner = owners.setdefault(record.id, path)
    if owner != path:
        notes.append(note("import-id-taken", record.source, record.line, id=record.id[:80], other=owner))
    return record.id if owner == path else ""


def slug_of(record: Record, date: str) -> str:
    """The name of a post's file: what its old address was made of, as far as that is ASCII, else its date and time."""
    stamped = _STAMPED.fullmatch(record.name)
    if stamped:
        return "".join(stamped.groups()[:3]) + "-" + stamped[4]
    last = unicodedata.normalize("NFKC", unquote(record.name)).rstrip("/").rpartition("/")[2].lower()
    ascii_only = last.isascii()
    slug = re.sub(r"-{2,}", "-", _NOT_IN_SLUG.sub("-", last)).strip("-._")[:100].strip("-._")
    if slug and (ascii_only or len(slug) > 5) and SLUG.fullmatch(slug):
        return slug
    return (date[:10].replace("-", "") + "-" + date[11:19].replace(":", "")).rstrip("-")


def header(record: Record, fate: Fate, known_author: str, is_free: IsFree) -> tuple[str, tuple[Note, ...]]:
    """The front matter, and what of it could not be kept."""
    notes: list[Note] = []
    title = title_of(record)
    aliases = tuple(_aliases(record, is_free, notes))
    stem = fate.path.rpartition("/")[2].removesuffix(".md")
    author = one_line(record.author, 100)
    lines = front.fields(
        (
            ("title", front.scalar(title)),
            ("date", fate.date),
            ("updated", fate.updated),
            ("id", front.scalar(fate.id) if fate.id else ""),
            ("slug", front.scalar(stem) if DATED_STEM.match(stem) else ""),
            ("kind", "note"),
            ("summary", front.scalar(_plain(record.summary), 2000) if _plain(record.summary) else ""),
            ("topics", front.scalars(fate.topics)),
            ("author", front.scalar(author) if author and author != known_author else ""),
            ("draft", "true" if fate.draft else ""),
            ("aliases", front.scalars(aliases)),
        )
    )
    return front.wrap(lines), tuple(notes)


def title_of(record: Record) -> str:
    """The title that a post gets: the record's own, else the first words of its body."""
    return one_line(record.title) or _first_words(record)


def _first_words(record: Record) -> str:
    words = _plain(record.body or record.extended)
    return (words if len(words) <= 30 else words[:29] + "…") or record.date[:10] or "—"


def _plain(text: str) -> str:
    return one_line(_TAGS.sub("", text), 2000)


def _aliases(record: Record, is_free: IsFree, notes: list[Note]) -> Iterator[str]:
    """Old addresses as places of this site; one that rests on a query or is another page's cannot be one."""
    for address in dict.fromkeys(record.addresses):
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        place = "/" + parts.path.lstrip("/")
        if place_of(place) and not parts.query and place.isprintable() and is_free(place_of(place)):
            yield place
        elif parts.path.strip("/") or parts.query:
            notes.append(note("import-address-lost", record.source, record.line, address=address[:120]))


def comments(record: Record, title: str, plain: Iterable[tuple[str, str, str, str]]) -> str:
    """The sidecar: each comment under who wrote it and when; `plain` holds author, date, address and Markdown text."""
    blocks = [f"# {line_starts(inline(one_line(title or record.title)))}"]
    for author, date, url, text in plain:
        head = " · ".join(
            filter(None, (inline(one_line(author, 100)), date, f"<{url}>" if url.startswith("http") else ""))
        )
        blocks += [f"## {line_starts(head) or '—'}", text.strip() or paragraph("—")]
    return "\n\n".join(blocks) + "\n"
