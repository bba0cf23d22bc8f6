"""Owns the examining of one post by every rule that needs no other post, and the facts that the rest of the rules need.

A share of the posts is examined by one process; only findings and facts come back, never the posts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from digest import moments
from digest.content import dating, frontmatter, yamltext
from digest.content.articles import Article
from digest.content.resolving import Registries
from digest.desk import addresses, locating, rules_quotation, rules_sources
from digest.desk.clippings import Clippings
from digest.desk.findings import LEVELS, Finding, Fix, Spot, finding
from digest.errors import Mark
from digest.output.packs import Packs, Place
from digest.sourcing.independence import Bodies, basis, weigh
from digest.text.names import key


class Facts(NamedTuple):
    """What the rules over the whole library know of one post."""

    path: str
    date: str
    draft: bool
    topics: tuple[str, ...]
    story: str
    addresses: tuple[tuple[int, str], ...]
    """By number of the source: the key that all addresses of one article share. Laws and white papers, which any number
    of posts may rest on, are left out."""
    media: tuple[str, ...]
    """What it shows or links to within the site, as written."""
    unlisted: tuple[tuple[str, str, yamltext.Path], ...]
    """Names in no table: which table, the name, and the keys where it stands."""
    """(kind, name) of names that no registry holds."""
    spelled: frozenset[str]
    """Spellings of topics that stand in its front matter, of those asked for."""
    sources: int
    quotations: int
    silences: tuple[str, ...]
    """Codes of the rules that its author has silenced with a reason."""


class Lens(NamedTuple):
    """What examining needs, in any process."""

    root: Path
    packs: Path
    places: Mapping[str, Place]
    """Where each post's article stands in the packs."""
    tables: Registries
    timezone: str
    bodies: Bodies
    clippings: Clippings
    aliases: tuple[str, ...]
    """Spellings of topics whose use is asked for."""
    date_words: bool
    """Whether the site makes dates of the days that posts tell in words."""


class Examined(NamedTuple):
    """One post, examined."""

    facts: Facts
    findings: tuple[Finding, ...]
    marks: tuple[Mark, ...]
    """Where each finding stands in the file."""


def examine_share(lens: Lens, paths: Iterable[str]) -> Iterator[Examined]:
    """Examines a share of the posts."""
    packs = Packs(lens.packs)
    try:
        for path in paths:
            yield examine(packs.read(*lens.places[path]), lens)
    finally:
        packs.close()


def examine(article: Article, lens: Lens) -> Examined:
    """What the rules find in a post, and its facts."""
    front = _front(lens.root / article.post.path)
    local = moments.zone(lens.timezone)
    found = [
        *rules_quotation.check(article, lens.clippings),
        *rules_sources.check(article, lens.tables, local),
        *_origins(article, lens.bodies),
        *(_date_words(article) if lens.date_words else ()),
        *_spellings(article, front, lens.tables),
        *_silences(article),
    ]
    marks = tuple(one.mark for one in locating.problems(found, lens.root))
    return Examined(_facts(article, front, lens), tuple(found), marks)


def _front(file: Path) -> str:
    """The front matter's text as it is written."""
    text, problems = frontmatter.decode(file.read_bytes(), file.name)
    return "" if problems else frontmatter.split(text, file.name)[0].yaml


def _origins(article: Article, bodies: Bodies) -> Iterator[Finding]:
    """Several reports that all rest on one original."""
    post = article.post
    if len(post.sources) < 2 or rules_sources.at_first_hand(post):
        return
    origins = weigh(post.sources, bodies).origins
    if len(origins) == 1:
        yield finding("few-origins", post.path, Spot(("sources",)), count=len(post.sources), origin=origins[0].name)


def _date_words(article: Article) -> Iterator[Finding]:
    """Date words that stay words, for nothing says which day is meant, and those that were read with low confidence."""
    body = article.body
    keys = dict(body.cited)
    blocks = [(text, keys.get(line, ())) for line, text in enumerate(body.plain.split("\n"))]
    for word, day in dating.doubtful(article.post, blocks):
        spot = Spot(line=1, words=word.text)
        code = f"date-word-{word.reason}"
        yield finding(code, article.post.path, spot, text=word.text, reference=day, value=word.value)


def _silences(article: Article) -> Iterator[Finding]:
    for number, one in enumerate(article.post.silences):
        if one.code not in LEVELS and not one.code.startswith("date-word-"):
            yield finding("silence-unknown", article.post.path, Spot(("silence", number)), code_name=one.code)
        elif not one.reason:
            spot = Spot(("silence", number, "reason"))
            yield finding("silence-without-reason", article.post.path, spot, code_name=one.code)


def _spellings(article: Article, front: str, tables: Registries) -> Iterator[Finding]:
    """Names written in another width or case than in the registry; aliases are the author's own choice."""
    post = article.post
    canonical = {*post.topics, *(source.outlet for source in post.sources if source.outlet)}
    if all(name in front for name in canonical):
        return
    document, problems = yamltext.read(front, post.path)
    value = document.value
    if problems or not isinstance(value, dict):
        return
    for keys, written, table in _written(value):
        term = getattr(tables, table).find(written)
        if term and written != term.name and key(written) == key(term.name):
            fix = Fix(written, term.name)
            yield finding("name-spelling", post.path, Spot(keys), fix=fix, written=written, name=term.name)


def _written(value: Mapping[str, object]) -> Iterator[tuple[yamltext.Path, str, str]]:
    """The names in plain front matter, as they are written, with their places and tables."""
    topics, sources = value.get("topics"), value.get("sources")
    for number, name in enumerate(topics if isinstance(topics, list) else ()):
        if isinstance(name, str):
            yield ("topics", number), name, "topics"
    for number, source in enumerate(sources if isinstance(sources, list) else ()):
        if isinstance(source, dict) and isinstance(source.get("outlet"), str):
            yield ("sources", number, "outlet"), source["outlet"], "outlets"


def _facts(article: Article, front: str, lens: Lens) -> Facts:
    post, body = article.post, article.body
    return Facts(
        path=post.path,
        date=post.date,
        draft=post.draft,
        topics=post.topics,
        story=post.story,
        addresses=tuple(
            (number, addresses.same_key(one.url))
            for number, one in enumerate(post.sources)
            if one.url and basis(one, lens.bodies) != "material"
        ),
        media=(*(hole.value for hole in body.holes if hole.kind in {"src", "href"}), post.image),
        unlisted=tuple(_unlisted(article, lens.tables)),
        spelled=frozenset(alias for alias in lens.aliases if alias in front),
        sources=len(post.sources),
        quotations=len(body.quotations) + len(body.unsourced),
        silences=tuple(one.code for one in post.silences if one.reason),
    )


def _unlisted(article: Article, tables: Registries) -> Iterator[tuple[str, str, yamltext.Path]]:
    for number, source in enumerate(article.post.sources):
        told = (("outlet", source.outlet), ("agency", source.agency), *(("cites", name) for name in source.cites))
        for field, name in told:
            if name and tables.outlets.find(name) is None and name not in rules_sources.PLACEHOLDERS:
                yield "outlets", name, ("sources", number, field)
        for name in source.dateline.places:
            if tables.places.find(name) is None:
                yield "places", name, ("sources", number, "dateline")
    for name in article.post.topics:
        if tables.topics.find(name) is None:
            yield "topics", name, ("topics",)


__all__ = ["Examined", "Facts", "Lens", "examine", "examine_share"]
