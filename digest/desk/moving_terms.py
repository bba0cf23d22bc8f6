"""Owns `move` for topics, outlets and places: a new slug, or for a topic a new name; what led there before still does.

The old slug is kept among the aliases, so page and feed lead on (`digest.site.kinds.redirects`).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from digest.content.registries import RESERVED, SLUG, Registry, Term
from digest.content.resolving import Registries
from digest.desk.readdressing import reslugged
from digest.desk.renaming import rewrite
from digest.desk.replacing import replace_all
from digest.desk.trying import replace_and_try
from digest.errors import Mark, UsageError, problem
from digest.gathering import Gathered


class Moved(NamedTuple):
    """What a move did."""

    code: str
    """moved-post, moved-address, retitled, moved-file, moved-topic (-outlet, -place) or renamed-topic."""
    files: tuple[str, str]
    urls: tuple[str, str]
    alias: str
    """The old address that now leads on; empty where none was needed."""
    links: tuple[str, ...]
    """Files whose links or names followed."""


def move_term(root: Path, gathered: Gathered, old: str, new: str) -> Moved | None:
    """Gives the topic, outlet or place `old` (name, alias, slug or `topics/slug`) the slug or name `new`.

    Returns None where there is none. Raises UsageError for a slug that is taken or a name that cannot be given here,
    ContentError where a table or post cannot be changed, or the site would have problems then.
    """
    registry, term = _find(gathered.context.tables, old)
    if registry is None or term is None:
        return None
    kind, table = registry.kind, f"content/{registry.kind}.yaml"
    slug = new.strip("/").removeprefix(f"{kind}/")
    if term.shipped:
        raise UsageError(problem("move-shipped", Mark("OLD"), found=term.name, table=table, slug=slug))
    if not SLUG.fullmatch(slug):
        if kind != "topics":
            raise UsageError(problem("move-no-slug", Mark("NEW"), found=new, name=term.name, table=table))
        return _rename(root, registry, term, new)
    other = registry.find(slug)
    if slug in RESERVED or (other and other.name != term.name):
        raise UsageError(problem("move-taken", Mark("NEW"), found=f"/{kind}/{slug}/"))
    if slug == term.slug:
        raise UsageError(problem("move-same", Mark("NEW"), found=f"/{kind}/{slug}/"))
    replace_and_try(root, {table: reslugged((root / table).read_bytes(), table, term.name, term.slug, slug)})
    places = f"/{kind}/{term.slug}/", f"/{kind}/{slug}/"
    return Moved(f"moved-{kind.removesuffix('s')}", (term.name, term.name), places, places[0], ())


def _find(tables: Registries, old: str) -> tuple[Registry | None, Term | None]:
    """The table and the entry that `old` names; of several tables the first: topics, outlets, places."""
    kind, _, name = old.strip("/").partition("/")
    registries = (tables.topics, tables.outlets, tables.places)
    for registry in registries:
        if registry.kind == kind and (term := registry.find(name)):
            return registry, term
    found = ((registry, registry.find(old.strip("/"))) for registry in registries)
    return next(((registry, term) for registry, term in found if term), (None, None))


def _rename(root: Path, topics: Registry, term: Term, name: str) -> Moved:
    """Another name, as `topics rename` gives it: the address stays, posts that have the topic follow."""
    files = rewrite(root, topics, "rename", term.name, name)
    replace_all(root, {file.path: file.data for file in files})
    place = f"/topics/{term.slug}/"
    return Moved("renamed-topic", (term.name, name), (place, place), "", tuple(file.path for file in files))
