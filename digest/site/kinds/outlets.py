"""Owns the pages of outlets, agencies and official bodies: who reported, and whom reports rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from digest.content.registries import OUTLET_KINDS, Term
from digest.site.kinds.terms import Facts, Kind, LinkedFacts, Subject, Told, index_page, pages_of, subjects, topics_of
from digest.site.library import Entry
from digest.site.model import Model
from digest.site.pages import Page
from digest.site.views import Link
from digest.sourcing.gazetteer import country_name

OUTLETS = Kind("outlets", "outlet")


class Tally(NamedTuple):
    """How often an outlet comes, and as what."""

    reports: int = 0
    """Reports of its own name."""
    wire: int = 0
    """Of these, those that are an agency's copy."""
    supplied: int = 0
    """Reports of others that are its copy."""
    cited: int = 0
    """Reports that rest on its report or statement."""


def pages(model: Model) -> Iterator[Page]:
    """A list and a feed for each outlet, and the index; none where no post names any."""
    if not model.has("outlets"):
        return
    found = subjects(model.library.by_name["outlets"], model.tables.outlets.terms)
    tallies = tally(model.library.entries)
    for one in found:
        told = Told(_facts(model, one, tallies.get(one.slug, Tally())), _links(one))
        yield from pages_of(model, OUTLETS, one, told)
    if found:
        kinds = [(kind, tuple(one for one in found if kind_of(one.term) == kind)) for kind in (*OUTLET_KINDS, "")]
        yield index_page(model, OUTLETS, [(kind_name(model, kind), group) for kind, group in kinds if group])


def kind_of(term: Term | None) -> str:
    """What sort of outlet it is: one of the registry's, or empty for one that is in no table."""
    if term is None:
        return ""
    return "agency" if term.get("agency") else str(term.get("kind"))


def kind_name(model: Model, kind: str) -> str:
    """The kind in words."""
    return model.words[f"outlet_kind_{kind or 'unknown'}"]


def country_of(model: Model, term: Term | None) -> str:
    """The outlet's country in words (its code where the site is not in Japanese), or empty."""
    code = str(term.get("country") or "").upper() if term else ""
    return country_name(code) if code and model.config.language == "ja" else code


def tally(entries: tuple[Entry, ...]) -> Mapping[str, Tally]:
    """How often each outlet comes, by slug."""
    counts: dict[str, list[int]] = {}

    def count(slug: str, at: int) -> None:
        counts.setdefault(slug, [0, 0, 0, 0])[at] += 1

    for entry in entries:
        for outlet, agency, cites in entry.reports:
            wire = bool(agency) and agency != outlet
            if outlet:
                count(outlet, 0)
            if wire:
                count(outlet, 1)
                count(agency, 2)
            for cited in cites:
                count(cited, 3)
    return {slug: Tally(*numbers) for slug, numbers in counts.items()}


def _facts(model: Model, outlet: Subject, counts: Tally) -> Facts:
    words = model.words
    times = {name: words["reports_count"].format(count=f"{number:,}") for name, number in counts._asdict().items()}
    share = words["wire_share"].format(count=f"{counts.wire:,}", share=percent(counts.wire, counts.reports))
    facts = (
        ("kind", kind_name(model, kind_of(outlet.term)) if outlet.term else ""),
        ("country", country_of(model, outlet.term)),
        ("reports", times["reports"] if counts.reports else ""),
        ("wire", share if counts.wire else ""),
        ("supplied", times["supplied"] if counts.supplied else ""),
        ("cited", times["cited"] if counts.cited else ""),
    )
    return tuple((key, value) for key, value in facts if value)


def percent(part: int, whole: int) -> str:
    """A share in percent with one decimal, rounded half up: `33.3%`."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}%"


def _links(outlet: Subject) -> LinkedFacts:
    home = str(outlet.term.get("url") or "") if outlet.term else ""
    shown = home.partition("://")[2].removesuffix("/")
    facts = (("home", (Link(shown, home),) if home else ()), ("topics", topics_of(outlet.entries)))
    return tuple((key, links) for key, links in facts if links)
