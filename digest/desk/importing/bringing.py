"""Owns the way of blogs into the site: first what every entry will be called, then each body.

Bodies are held one at a time, so that an export of any size fits; for the first look they are read and let go.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

from digest.config import SECTIONS
from digest.content.articles import Context
from digest.desk.importing import blog_post, identity, permalinks
from digest.desk.importing.atlas import Atlas, Landing
from digest.desk.importing.blog_post import Fate
from digest.desk.importing.detection import Input
from digest.desk.importing.escaping import one_line
from digest.desk.importing.exports import Export, open_export
from digest.desk.importing.ground import Ground, Known, address, grown, known
from digest.desk.importing.mending import Piece, settle
from digest.desk.importing.records import Note, Record, Topic, note
from digest.desk.importing.rewriting import Rewriter
from digest.desk.importing.writing import Stage
from digest.errors import ContentError, Mark, Problem, problem
from digest.text.names import key
from digest.wording import say

OWN_PAGES = frozenset((*SECTIONS, "page", "media", "assets", "404.html"))
"""First parts of addresses that the site itself may use."""
_PERIOD = re.compile(r"\d{4}/(?:\d{2}/){0,2}")


class How(NamedTuple):
    """How blogs are read."""

    date: str
    encoding: str
    old_url: str = ""
    """The pattern of the old addresses; empty for none."""


class Brought(NamedTuple):
    """What came of the blogs."""

    notes: tuple[Note, ...]
    entries: int


class _Index(NamedTuple):
    """What the first look found."""

    fates: list[list[Fate]]
    """By export and entry."""
    atlas: Atlas
    topics: dict[str, Topic]
    """By key of the name."""
    taken: set[str]
    """Paths of this import's posts, from the base."""
    there: Known
    """The posts that the site has."""
    claims: dict[str, str]
    """Paths of posts and pages by the places that are or will be theirs: those there already, new ones, old ones."""
    ids: dict[str, str]
    """Paths of posts by their frozen ids: of this import and of the site."""


def bring(inputs: Iterable[Input], ground: Ground, stage: Stage, how: How) -> Brought:
    """Stages a post for every entry; raises ContentError with what is wrong with any input."""
    with ExitStack() as stack:
        exports = _opened(inputs, how, stack)
        index = _look(exports, ground, how)
        ground = _with_topics(ground, index, stage)
        context = ground.context()
        notes: list[Note] = []
        for export, fates in zip(exports, index.fates, strict=True):
            for record, fate in zip(_records(export, how), fates, strict=True):
                notes += _bring_one(
                    record, _canonical(fate, ground), Rewriter(export, index.atlas, ground, stage), context, index
                )
            notes += export.notes
    return Brought(tuple(notes), sum(map(len, index.fates)))


def _opened(inputs: Iterable[Input], how: How, stack: ExitStack) -> list[Export]:
    exports: list[Export] = []
    problems: list[Problem] = []
    for source in inputs:
        try:
            exports.append(open_export(source, how.encoding, stack))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return exports


def _records(export: Export, how: How) -> Iterator[Record]:
    """Every entry of an export, with its old address by the pattern that the author gave."""
    for record in export.records():
        if not how.old_url or record.draft:
            yield record
        elif address := permalinks.old(how.old_url, record.name, record.date):
            yield record._replace(addresses=(*record.addresses, address))
        else:
            untold = note("import-old-url-untold", record.source, record.line, pattern=how.old_url)
            yield record._replace(notes=(*record.notes, untold))


def _look(exports: Iterable[Export], ground: Ground, how: How) -> _Index:
    """Names every entry; two of one name in one month get numbers, in the order of the export."""
    there = known(ground)
    index = _Index([], Atlas(), {}, set(), there, dict(there.claims), dict(there.ids))
    for export in exports:
        fates = [_fate(record, ground, how, index) for record in _records(export, how)]
        if not fates:
            raise ContentError([problem("import-nothing", Mark(export.shown))])
        index.atlas.know(export.base)
        index.fates.append(fates)
    return index


def _fate(record: Record, ground: Ground, how: How, index: _Index) -> Fate:
    date, updated, notes = blog_post.dated(record, ground.zone, how.date)
    path = _path(record, date, ground, index, notes)
    name = path.rpartition("/")[2].removesuffix(".md")
    index.taken.add(path)
    draft = record.draft or date == blog_post.UNSET
    landing = Landing(path, linkable=not draft and not record.future)
    index.atlas.enter(record.addresses, landing)
    index.atlas.enter_file(record.file, landing)
    index.claims.setdefault(address(ground, date, name), path)
    names = tuple(_topics(record, index.topics))
    frozen = blog_post.id_of(record, path, index.ids, notes)
    return Fate(path, date, updated, draft, names, frozen, tuple(notes))


def _path(record: Record, date: str, ground: Ground, index: _Index, notes: list[Note]) -> str:
    """Where the entry goes: to the post that it already is, else to a free one of its name, numbered where need be."""
    slug = blog_post.slug_of(record, date)

    def at(name: str) -> str:
        return ground.places.post(f"{date[:4]}/{date[5:7]}/{name}.md")

    wanted = identity.Wanted(record, blog_post.title_of(record), date, at(slug))
    if there := identity.recognised(wanted, index.there, index.taken):
        return there
    base = ground.places.base
    free = next(one for one in _numbered(slug) if at(one) not in index.taken and not (base / at(one)).exists())
    if free != slug:
        notes.append(note("import-name-taken", record.source, record.line, name=slug, given=free))
    return at(free)


def _is_free(place: str, path: str, index: _Index) -> bool:
    """Whether an old address may lead to the post at `path`: it is no page's of the site and no other post's."""
    taken = place.partition("/")[0] in OWN_PAGES or _PERIOD.fullmatch(place) is not None
    return not taken and index.claims.setdefault(place, path) == path


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug[:110]}-{number}"
        number += 1


def _topics(record: Record, known: dict[str, Topic]) -> Iterator[str]:
    """The names of a record's topics, each once, in the spelling that the import met first."""
    seen = set()
    for topic in record.topics:
        name = one_line(topic.name, 100)
        wanted = key(name)
        if wanted and wanted not in seen:
            seen.add(wanted)
            yield known.setdefault(wanted, topic._replace(name=name)).name


def _with_topics(ground: Ground, index: _Index, stage: Stage) -> Ground:
    """The ground with every topic in its table; the table's new text is staged."""
    entries = {topic.name: {"slug": topic.slug} for topic in index.topics.values()}
    ground, text = grown(ground, "topics", entries)
    if text is not None:
        stage.add(posixpath.join(ground.places.tables, "topics.yaml"), text.encode(), "topics.yaml", 0, grown=True)
    return ground


def _canonical(fate: Fate, ground: Ground) -> Fate:
    names = (ground.tables.topics.resolve(name).name for name in fate.topics)
    return fate._replace(topics=tuple(dict.fromkeys(names)))


def _bring_one(record: Record, fate: Fate, rewriter: Rewriter, context: Context, index: _Index) -> tuple[Note, ...]:
    """Stages one entry's post, the files that it shows and its comments."""
    head, lost = blog_post.header(
        record, fate, rewriter.ground.config.author, lambda place: _is_free(place, fate.path, index)
    )
    body, changed = rewriter.body(record, fate.path)
    piece = Piece(head, body, fate.path, record.source, record.line)
    settled = settle(piece, context, rewriter.resolver(record, fate.path))
    if settled.problems:
        raise ContentError([problem("import-refused", Mark(record.source, record.line), why=_codes(settled.problems))])
    rewriter.stage.add(fate.path, settled.text.encode(), record.source, record.line)
    kept = _stage_comments(record, fate, rewriter)
    return (*record.notes, *fate.notes, *lost, *changed, *settled.notes, *kept)


def _codes(problems: Iterable[Problem]) -> str:
    return ", ".join(dict.fromkeys(one.code for one in problems))


def _stage_comments(record: Record, fate: Fate, rewriter: Rewriter) -> tuple[Note, ...]:
    """Comments go into a file of their own that nothing publishes."""
    if not record.comments:
        return ()
    places = rewriter.ground.places
    below = posixpath.relpath(fate.path, places.posts) if places.posts else fate.path
    path = posixpath.join(places.seeds, "comments", below)
    private = say("import-comment-private", rewriter.ground.language)
    rows = (
        (f"{one.author} {private}" if one.private else one.author, one.date, one.url, rewriter.comment(one.text))
        for one in record.comments
    )
    text = blog_post.comments(record, record.title, rows)
    rewriter.stage.add(path, text.encode(), record.source, record.line)
    return (note("import-comments", record.source, record.line, count=len(record.comments), path=path),)
