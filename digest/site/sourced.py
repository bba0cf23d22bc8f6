"""Owns what a post's page shows of its sourcing: its sources, when and on whose word they report, and what they tell.

All of it is made from the article alone, which carries what the registries know of its names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from digest import moments
from digest.content.articles import Article
from digest.model import Reporter, Source
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
REMEMBERED = 4096
"""How many links to pages of terms are kept: the same outlets, places and reporters come again in post after post."""


class Sourced:
    """The sourcing of one article as its page shows it; what the parts of the page share is worked out once."""

    def __init__(self, article: Article, sections: tuple[str, ...]) -> None:
        """`sections`: the kinds of pages that the site has, so that names link only to what is there."""
        self._article = article
        self._sources = article.post.sources
        self._known = bodies_of(article)
        self._links = {
            (kind, name): _term_link(kind, name, slug)
            for kind, name, slug in article.slugs
            if slug and kind in sections
        }

    def link(self, kind: str, name: str) -> Link:
        """A name with its page, where the site has pages of its kind."""
        return self._links.get((kind, name)) or Link(name)

    def reporter(self, outlet: str, name: str) -> str:
        """The address of a reporter's page, where the site has such pages."""
        return self.link("reporters", f"{outlet}\n{name}").url

    def source_views(self, anchors: Anchors) -> tuple[SourceView, ...]:
        """The sources in the order of the front matter."""
        return tuple(
            self._view(number, source, tuple(anchors.get(source.key, ())))
            for number, source in enumerate(self._sources, 1)
        )

    def _view(self, number: int, source: Source, references: tuple[str, ...]) -> SourceView:
        filed, edition = source.dateline, source.print_edition
        return SourceView(
            key=source.key,
            number=number,
            outlet=self.link("outlets", source.outlet),
            headline=source.headline,
            url=source.url,
            archive_url=source.archive_url,
            lang=source.lang,
            reporters=tuple(self._reporter(source, one) for one in source.reporters),
            places=tuple(self.link("places", name) for name in filed.places),
            dateline_date="" if "X" in filed.date else filed.date,
            dateline_written=datelines.written(filed.date) if "X" in filed.date else "",
            agency=self.link("outlets", source.agency) if source.agency else None,
            published=source.published,
            modified=source.modified,
            accessed=source.accessed,
            print_edition=f"{edition.kind}{edition.edition}{edition.page}{edition.section}",
            via=source.via,
            paywall=bool(source.paywall),
            kind=source.kind,
            treatment=source.treatment,
            cites=tuple(self.link("outlets", name) for name in source.cites),
            byline=source.byline,
            print_page=edition.page,
            print_section=edition.section,
            official=self._known.is_official(source.outlet),
            references=references,
        )

    def _reporter(self, source: Source, one: Reporter) -> ReporterView:
        elsewhere = one.place and source.dateline.places != (one.place,)
        place = self.link("places", one.place) if elsewhere else None
        return ReporterView(one.name, self.reporter(source.outlet, one.name), one.role, place)

    def coverage_rows(self, views: Sequence[SourceView], timezone: str) -> tuple[CoverageRow, ...]:
        """The sources in the order of reporting; times in `timezone` (IANA). `views` are those of `source_views`."""
        by_key = {source.key: (source, view) for source, view in zip(self._sources, views, strict=True)}
        told = (fact for fact in self._article.facts if fact[0] == "sources" and fact[2] == "clock")
        clocks = {key: coverage.Clock(*value.split("\n")) for _, key, _, value in told}
        rows = coverage.rows(self._sources, clocks, moments.zone(timezone))
        return tuple(self._row(row, *by_key[row.key]) for row in rows)

    def _row(self, row: coverage.Row, source: Source, view: SourceView) -> CoverageRow:
        rests_on = tuple(
            self._body(name, independence.kind_of(name, self._sources, self._known))
            for name in source.cites
            if name != source.agency
        )
        return CoverageRow(view, row.when, row.local, row.place, independence.basis(source, self._known), rests_on)

    def _body(self, name: str, kind: str) -> BodyView:
        return BodyView(self.link("outlets", name), kind)

    def independence_view(self) -> IndependenceView | None:
        """How many outlets report and on what they stand; None without sources."""
        if not self._sources:
            return None
        found = independence.weigh(self._sources, self._known)
        refs = {
            source.key: SourceRef(source.key, number, source.outlet or source.key)
            for number, source in enumerate(self._sources, 1)
        }
        origins = tuple(
            OriginView(self._body(one.name, one.kind), tuple(refs[key] for key in one.keys)) for one in found.origins
        )
        return IndependenceView(len(found.outlets), origins)


@lru_cache(maxsize=REMEMBERED)
def _term_link(kind: str, name: str, slug: str) -> Link:
    return Link(name, urls.term(kind, slug))


def bodies_of(article: Article) -> independence.Bodies:
    """Which names of the article are official bodies, which of these are at home, and which are none."""
    kinds: dict[str, str] = {}
    home = set()
    for kind, name, fact, value in article.facts:
        if kind == "outlets" and fact == "kind":
            kinds[name] = value
        elif kind == "outlets" and fact == "country" and value == HOME:
            home.add(name)
    official = frozenset(name for name, kind in kinds.items() if kind == "official")
    return independence.Bodies(official, official & home, frozenset(kinds) - official)


def bases(article: Article) -> tuple[str, ...]:
    """How each source came by its news: own, wire, relayed, release or material."""
    known = bodies_of(article)
    return tuple(independence.basis(source, known) for source in article.post.sources)


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
