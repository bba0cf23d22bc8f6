"""Owns `move` for topics: a new slug or a new name, the old one kept among the aliases, so page and feed lead on."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from digest.content.registries import RESERVED, SLUG, Registry, Term
from digest.desk.readdressing import reslugged
from digest.desk.renaming import rewrite
from digest.desk.replacing import replace_all
from digest.errors import Mark, UsageError, problem
from digest.gathering import Gathered

TABLE = "content/topics.yaml"


class Moved(NamedTuple):
    """What a move did."""

    code: str
    """moved-post, moved-topic or renamed-topic."""
    files: tuple[str, str]
    urls: tuple[str, str]
    alias: str
    """The old address that now leads on; empty where none was needed."""
    links: tuple[str, ...]
    """Files whose links followed."""


def move_topic(root: Path, gathered: Gathered, old: str, new: str) -> Moved | None:
    """Gives the topic `old` (name, alias, slug or `topics/slug`) the slug or name `new`; None where there is none.

    Raises UsageError for a slug that is taken, ContentError where the table or a post cannot be changed.
    """
    topics = gathered.context.tables.topics
    term = topics.find(old.strip("/").removeprefix("topics/"))
    if term is None:
        return None
    slug = new.strip("/").removeprefix("topics/")
    if not SLUG.fullmatch(slug):
        return _rename(root, topics, term, new)
    if slug in RESERVED:
        raise UsageError(problem("move-taken", Mark("NEW"), found=f"/topics/{slug}/"))
    other = topics.find(slug)
    if other and other.name != term.name:
        raise UsageError(problem("move-taken", Mark("NEW"), found=f"/topics/{slug}/"))
    if slug != term.slug:
        data = (root / TABLE).read_bytes()
        replace_all(root, {TABLE: reslugged(data, TABLE, term.name, term.slug, slug)})
    places = f"/topics/{term.slug}/", f"/topics/{slug}/"
    return Moved("moved-topic", (term.name, term.name), places, places[0] if slug != term.slug else "", ())


def _rename(root: Path, topics: Registry, term: Term, name: str) -> Moved:
    """Another name, as `topics rename` gives it: the address stays, posts that have the topic follow."""
    files = rewrite(root, topics, "rename", term.name, name)
    replace_all(root, {file.path: file.data for file in files})
    place = f"/topics/{term.slug}/"
    return Moved("renamed-topic", (term.name, name), (place, place), "", tuple(file.path for file in files))
