"""Owns the domain types: what a post, a source and their parts are, once read and checked; frozen, no I/O.

Times are ISO 8601 text: `2023-09-05` is a calendar day and is never shifted, `2023-09-05T21:30:00+09:00` an instant
with its offset. Post dates are in the site's zone; a source's keep the offset that was written. Dates of events are
EDTF text (`2022-11~`, `2023-09-10/2023-09-13`). Names of outlets, topics and places are as written; the registries
give the canonical ones (`digest.content.registries`).
"""

from __future__ import annotations

from typing import NamedTuple


class Reporter(NamedTuple):
    """A person named in a byline."""

    name: str
    role: str = ""
    """特派員, 聞き手, 写真 …; empty for a plain reporter."""
    place: str = ""
    """Where this reporter filed from, when the byline says so."""


class Dateline(NamedTuple):
    """Where and when a report was filed; not where the event happened."""

    places: tuple[str, ...] = ()
    date: str = ""
    """EDTF, or empty."""
    agency: str = ""


class PrintEdition(NamedTuple):
    """Where a report stood on paper."""

    kind: str = ""
    """朝刊 or 夕刊."""
    edition: str = ""
    page: str = ""
    section: str = ""


class Source(NamedTuple):
    """One outlet's report, as a post cites it."""

    key: str
    """What `[@key]` names; unique within the post."""
    outlet: str = ""
    headline: str = ""
    url: str = ""
    byline: str = ""
    """The raw byline line, kept to the letter."""
    reporters: tuple[Reporter, ...] = ()
    dateline: Dateline = Dateline()
    agency: str = ""
    published: str = ""
    modified: str = ""
    accessed: str = ""
    print_edition: PrintEdition = PrintEdition()
    via: str = ""
    paywall: bool | None = None
    treatment: str = "summary"
    kind: str = "reportage"
    lang: str = ""
    archive_url: str = ""
    cites: tuple[str, ...] = ()
    """Whose report or statement it relays: names of outlets or of official bodies."""
    rights: str = ""


class Correction(NamedTuple):
    """A dated note of what was put right in a published post."""

    date: str
    text: str


class Event(NamedTuple):
    """What a post is about: when (EDTF) and where it happened."""

    date: str = ""
    places: tuple[str, ...] = ()


class Silence(NamedTuple):
    """A rule of `check` that the author has silenced for one post, with the reason."""

    code: str
    reason: str


class Post(NamedTuple):
    """The front matter of one post, checked and normalised, before any registry is asked."""

    path: str
    """POSIX path from the root: `content/posts/2023/09/kim-putin-summit.md`."""
    title: str
    date: str
    epoch: int
    """The instant of `date` in seconds since 1970; a calendar day counts from its first moment in the site's zone."""
    slug: str
    id: str = ""
    """The frozen feed id when the front matter gives one; else derived (`digest.site.urls.post_id`)."""
    kind: str = "digest"
    """digest (has sources) or note."""
    updated: str = ""
    summary: str = ""
    kicker: str = ""
    category: str = ""
    topics: tuple[str, ...] = ()
    story: str = ""
    event: Event = Event()
    status: str = ""
    """unconfirmed, developing, confirmed, corrected, or empty. With corrections and no other it is corrected."""
    lang: str = ""
    author: str = ""
    draft: bool = False
    embargo_until: int = 0
    """Seconds since 1970 before which the post is not built; 0 for none."""
    noindex: bool = False
    type: str = ""
    backstory: str = ""
    image: str = ""
    corrections: tuple[Correction, ...] = ()
    sources: tuple[Source, ...] = ()
    reporters: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    """Old site-relative addresses that now lead here."""
    silences: tuple[Silence, ...] = ()
