"""Owns what a post's page shows of its sourcing: its sources, when and on whose word they report, and what they tell.

All of it is made from the article alone, which carries what the registries know of its names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from digest import moments
from digest.content.articles import Article
from digest.model import PrintEdition, Reporter, Source
from digest.site import urls
from digest.site.views import (
    BodyView,
    BoxView,
    ClaimRow,
    ClaimsView,
    CoverageRow,
    IndependenceView,
    Link,
    OriginView,
    ProvenanceView,
    ReporterView,
    SourceRef,
    SourceView,
)
from digest.sourcing import claims, coverage, datelines, independence, provenance
from digest.sourcing.gazetteer import HOME

Anchors = Mapping[str, Sequence[str]]
"""By the key of a source: the ids of the places that cite it."""


def term_link(article: Article, kind: str, name: str, sections: tuple[str, ...]) -> Link:
    """A name with its page, where the site has pages of its kind."""
    slug = article.slug(kind, name)
    return Link(name, urls.term(kind, slug) if slug and kind in sections else "")


def bodies_of(article: Article) -> independence.Bodies:
    """Which names of the article are official bodies, which of these are at home, and which are none."""
    of_outlets = [(name, fact, value) for kind, name, fact, value in article.facts if kind == "outlets"]
    kinds = {name: value for name, fact, value in of_outlets if fact == "kind"}
    countries = {name: value for name, fact, value in of_outlets if fact == "country"}
    official = frozenset(name for name, kind in kinds.items() if kind == "official")
    return independence.Bodies(
        official, frozenset(name for name in official if countries.get(name) == HOME), frozenset(kinds) - official
    )


def source_views(article: Article, sections: tuple[str, ...], anchors: Anchors) -> tuple[SourceView, ...]:
    """The sources in the order of the front matter."""
    known = bodies_of(article)
    return tuple(
        _source(article, source, Told(number, known, anchors), sections)
        for number, source in enumerate(article.post.sources, 1)
    )


class Told(NamedTuple):
    """What a source's view tells beyond the source: its number, whether it is official, where the text cites it."""

    number: int
    known: independence.Bodies
    anchors: Anchors


def _source(article: Article, source: Source, told: Told, sections: tuple[str, ...]) -> SourceView:
    def term(kind: str, name: str) -> Link:
        return term_link(article, kind, name, sections)

    filed, edition = source.dateline, source.print_edition
    return SourceView(
        key=source.key,
        number=told.number,
        outlet=term("outlets", source.outlet),
        headline=source.headline,
        url=source.url,
        archive_url=source.archive_url,
        lang=source.lang,
        reporters=tuple(_reporter(article, source, one, sections) for one in source.reporters),
        places=tuple(term("places", name) for name in filed.places),
        dateline_date="" if "X" in filed.date else filed.date,
        dateline_written=datelines.written(filed.date),
        agency=term("outlets", source.agency) if source.agency else None,
        published=source.published,
        modified=source.modified,
        accessed=source.accessed,
        print_edition=_print(edition),
        via=source.via,
        paywall=bool(source.paywall),
        kind=source.kind,
        treatment=source.treatment,
        cites=tuple(term("outlets", name) for name in source.cites),
        byline=source.byline,
        print_page=edition.page,
        print_section=edition.section,
        official=told.known.is_official(source.outlet),
        references=tuple(told.anchors.get(source.key, ())),
    )


def _reporter(article: Article, source: Source, one: Reporter, sections: tuple[str, ...]) -> ReporterView:
    url = term_link(article, "reporters", f"{source.outlet}\n{one.name}", sections).url
    elsewhere = one.place and source.dateline.places != (one.place,)
    return ReporterView(
        one.name, url, one.role, term_link(article, "places", one.place, sections) if elsewhere else None
    )


def _print(edition: PrintEdition) -> str:
    return f"{edition.kind}{edition.edition}{edition.page}{edition.section}"


def coverage_rows(
    article: Article, views: Sequence[SourceView], sections: tuple[str, ...], timezone: str
) -> tuple[CoverageRow, ...]:
    """The sources in the order of reporting; times in `timezone` (IANA)."""
    known, by_key = bodies_of(article), {view.key: view for view in views}
    sources = {source.key: source for source in article.post.sources}
    told = (fact for fact in article.facts if fact[0] == "sources" and fact[2] == "clock")
    clocks = {key: coverage.Clock(*value.split("\n")) for _, key, _, value in told}

    def rests_on(source: Source) -> tuple[BodyView, ...]:
        return tuple(
            _body(article, name, independence.kind_of(name, article.post.sources, known), sections)
            for name in source.cites
            if name != source.agency
        )

    return tuple(
        CoverageRow(
            by_key[row.key],
            row.when,
            row.local,
            row.place,
            independence.basis(sources[row.key], known),
            rests_on(sources[row.key]),
        )
        for row in coverage.rows(article.post.sources, clocks, moments.zone(timezone))
    )


def _body(article: Article, name: str, kind: str, sections: tuple[str, ...]) -> BodyView:
    return BodyView(term_link(article, "outlets", name, sections), kind)


def standing(article: Article) -> independence.Standing:
    """The outlets and the origins of the article's sources."""
    return independence.weigh(article.post.sources, bodies_of(article))


def bases(article: Article) -> tuple[str, ...]:
    """How each source came by its news: own, wire, relayed, release or material."""
    known = bodies_of(article)
    return tuple(independence.basis(source, known) for source in article.post.sources)


def independence_view(article: Article, sections: tuple[str, ...]) -> IndependenceView | None:
    """How many outlets report and on what they stand; None without sources."""
    if not article.post.sources:
        return None
    found = standing(article)
    refs = {
        source.key: SourceRef(source.key, number, source.outlet or source.key)
        for number, source in enumerate(article.post.sources, 1)
    }
    origins = tuple(
        OriginView(_body(article, one.name, one.kind, sections), tuple(refs[key] for key in one.keys))
        for one in found.origins
    )
    return IndependenceView(len(found.outlets), origins)


def claims_view(article: Article, anchors: Mapping[tuple[int, int], str]) -> ClaimsView | None:
    """The claims matrix; `anchors` are the ids of citations by their line and column."""
    found = claims.matrix(article.body.claims, article.post.sources)
    if found is None:
        return None
    return ClaimsView(
        found.outlets, tuple(ClaimRow(row.text, anchors.get(row.at, ""), row.cited) for row in found.rows)
    )


def provenance_view(article: Article) -> ProvenanceView | None:
    """The picture of who rests on whom, and the same in words."""
    found = provenance.picture(article.post.sources)
    if found is None:
        return None
    below = independence.graph(article.post.sources)
    return ProvenanceView(
        found.width,
        found.height,
        tuple(_box(box) for box in found.boxes),
        tuple(provenance.curve(line) for line in found.lines),
        tuple(provenance.head(line) for line in found.lines),
        tuple((box.name, below[box.name]) for box in found.boxes if box.name in below),
    )


def _box(box: provenance.Box) -> BoxView:
    kind = ("origin" if box.origin else "teller") + ("" if box.present else "-absent")
    first = box.y + (box.height - provenance.LINE * len(box.lines)) / 2 + provenance.LINE * 0.72
    lines = tuple((round(first + provenance.LINE * number, 1), text) for number, text in enumerate(box.lines))
    return BoxView(kind, box.x, box.y, box.width, box.height, lines)
