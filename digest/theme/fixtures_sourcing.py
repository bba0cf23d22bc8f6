"""Owns the sample views of sourcing that `theme check` renders: every basis, kind of word and clock a post may show."""

from __future__ import annotations

from collections.abc import Sequence

from digest.site import views as v

BASES = ("own", "wire", "relayed", "release", "material")
WORDS = ("report", "release", "statement")


def bodies() -> tuple[v.BodyView, ...]:
    """Whose word it is, in every kind."""
    links = v.Link("架空省", "outlets/sho/"), v.Link("<架空>通信"), v.Link("別紙", "outlets/betsu/")
    return tuple(v.BodyView(link, kind) for link, kind in zip(links, WORDS, strict=True))


def coverage(sources: Sequence[v.SourceView]) -> tuple[v.CoverageRow, ...]:
    """A row for each source: with two clocks, with one, with a day alone and without a date."""
    clocks = (
        ("2023-09-05T21:00:00+09:00", "2023-09-05T08:00:00-04:00", "海町"),
        ("2023-09-05T21:00:00+09:00", "", ""),
        ("2023-09-05", "", ""),
        ("", "", ""),
    )
    return tuple(
        v.CoverageRow(source, *clocks[at % 4], BASES[at % 5], bodies() if at % 5 in (1, 2) else ())
        for at, source in enumerate(sources)
    )


def independence(sources: Sequence[v.SourceView], origins: int) -> v.IndependenceView:
    """So many origins, each with every source."""
    refs = tuple(v.SourceRef(source.key, source.number, source.outlet.name) for source in sources)
    found = tuple(v.OriginView(bodies()[at % 3], refs) for at in range(origins))
    return v.IndependenceView(len(refs) if origins > 1 else 0, found)


def claims() -> v.ClaimsView:
    """Two claims against two outlets, one of them with a place in the text to lead to."""
    rows = v.ClaimRow("演習は<架空>だ。", "cite-0-0", (True, False)), v.ClaimRow("規模は不明。", "", (True, True))
    return v.ClaimsView(("東都新聞", "<架空>通信"), rows)


def provenance() -> v.ProvenanceView:
    """A picture of one origin at hand, one that is not, and who passes them on."""
    kinds = "origin", "origin-absent", "teller", "teller-absent"
    boxes = tuple(
        v.BoxView(kind, 0, 50.5 * at, 120, 38, ((20.5, "<架空>省"), (40, "報道"))) for at, kind in enumerate(kinds)
    )
    relations = (("東都新聞", ("<架空>省", "別紙")), ("別紙", ("架空通信",)))
    return v.ProvenanceView(300.5, 200, boxes, ("M0 0H10",), ("M10 0l-8 -4v8z",), relations)


EXPORTS = tuple(v.Link(form, f"sample/citation.{form}") for form in ("csl", "bibtex", "text"))
