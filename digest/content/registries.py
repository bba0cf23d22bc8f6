"""Owns the registries: canonical names, aliases, readings and slugs of topics, outlets and places.

A name is looked up by its key (NFKC, case folded), so five spellings of one outlet are one outlet. A closed registry
refuses a name that is not in its table; an open one accepts it and gives it a slug of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from digest import fingerprint
from digest.content.kinds_of_site import Country, Domains, Zone
from digest.content.schema import Choice, Faults, Field, Flag, Listed, Names, Number, Record, Table, Text, Tongue, Url
from digest.content.yamltext import Document
from digest.content.yamltext import read as read_yaml
from digest.errors import Mark, Problem, problem
from digest.text import bidi
from digest.text.names import key as name_key
from digest.text.names import nearest, slugify_unicode

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
RESERVED = frozenset({"page", "feed.xml", "index.html"})
OUTLET_KIND_NAMES = (
    ("新聞", "newspaper"),
    ("通信社", "agency"),
    ("放送", "broadcaster"),
    ("雑誌", "magazine"),
    ("ウェブ媒体", "web"),
    ("公的機関", "official"),
    ("government", "official"),
    ("転載", "aggregator"),
)
OUTLET_KINDS = ("newspaper", "agency", "broadcaster", "magazine", "web", "official", "aggregator")

COMMON = {
    "slug": Field(Text(), "URL に使う名前（半角英数字と -）", "Name in addresses (a-z, 0-9, -)"),
    "aliases": Field(Names(), "別の書き方", "Other spellings"),
    "reading": Field(Text(), "よみ（かな）", "Reading in kana"),
    "description": Field(Text(lines=True), "説明（Markdown）", "Description (Markdown)", commented=False),
}
RECORDS = {
    "topics": Record({**COMMON}, "topics"),
    "outlets": Record(
        {
            **COMMON,
            "kind": Field(Choice(OUTLET_KINDS, "newspaper", OUTLET_KIND_NAMES), "種類", "Kind"),
            "country": Field(Country(), "国（JP, US …）", "Country, ISO 3166-1"),
            "url": Field(Url(), "サイト", "Home page"),
            "domains": Field(Domains(), "記事の URL のドメイン", "Domains of its articles"),
            "agency": Field(Flag(), "通信社か", "Whether it is a news agency"),
            "language": Field(Tongue(), "言語", "Language"),
        },
        "outlets",
    ),
    "places": Record(
        {
            **COMMON,
            "country": Field(Country(), "国（JP, US …）", "Country, ISO 3166-1"),
            "lat": Field(Number(-90, 90), "緯度", "Latitude"),
            "lon": Field(Number(-180, 180), "経度", "Longitude"),
            "timezone": Field(Zone(""), "時間帯（Asia/Seoul …）", "Time zone"),
        },
        "places",
    ),
}


class Term(NamedTuple):
    """An entry of a registry, or a name that an open registry accepted."""

    name: str
    slug: str
    aliases: tuple[str, ...] = ()
    reading: str = ""
    description: str = ""
    known: bool = True
    """Whether it stands in the table."""
    details: tuple[tuple[str, Any], ...] = ()
    """The registry's further fields, by name."""
    shipped: bool = False
    """Whether it came with the package rather than from the author's table."""

    def get(self, name: str, default: Any = "") -> Any:  # noqa: ANN401 - each field has its own type
        """A further field."""
        for field, value in self.details:  # a plain loop: this is asked dozens of times for every post
            if field == name:
                return value
        return default


@lru_cache(maxsize=8192)
def _accepted(name: str) -> Term:
    """A term of its own for a name that is in no table."""
    return Term(name, slugify_unicode(name), known=False)


class Registry(NamedTuple):
    """A table of names."""

    kind: str
    """topics, outlets or places."""
    terms: tuple[Term, ...]
    closed: bool
    spellings: dict[str, Term]
    """By key of every spelling."""
    fingerprint: bytes
    """Of all that reading a post asks of the table: not its readings and descriptions, which its own pages show."""
    clocks: Mapping[str, str]
    """For each country the time zone that all its places share, where they share one."""

    def find(self, name: str) -> Term | None:
        """The term of any of its spellings, or None."""
        return self.spellings.get(name_key(name))

    def resolve(self, name: str) -> Term:
        """The term of this name; a name not in the table becomes a term of its own."""
        return self.find(name) or _accepted(name)

    def refuses(self, name: str) -> bool:
        """Whether the registry is closed and does not know this name."""
        return self.closed and self.find(name) is None

    def refusal(self, name: str, mark: Mark) -> Problem:
        """The problem with a name that the registry refuses: how to add it, and which one was perhaps meant."""
        spellings = tuple(spelling for term in self.terms for spelling in (term.name, *term.aliases))
        near = nearest(name, spellings)
        return problem(f"unknown-{self.kind.removesuffix('s')}", mark, name=name, near=near, slug=_proposed(name))


def _proposed(name: str) -> str:
    ascii_name = re.sub(r"[^a-z0-9]+", "-", name_key(name)).strip("-")
    return ascii_name or "…"


def read(
    kind: str, text: str, path: str, *, closed: bool, more: Iterable[Term] = ()
) -> tuple[Registry, tuple[Problem, ...]]:
    """The registry in the text of `content/<kind>.yaml`, over the terms that ship with the package (`more`)."""
    document, problems = read_yaml(text, path)
    faults = Faults()
    terms: dict[str, Term] = {}
    value = document.value
    if value is not None and not isinstance(value, dict):
        faults.add((), "not-a-mapping", key_name=kind, found=str(value)[:40])
        value = None
    for written, entry in (value or {}).items():
        name = bidi.closed(written)
        terms[name] = _term(name, RECORDS[kind].parse(entry, (written,), faults), faults)
    _check_clashes(terms, faults, document)
    _check_details(terms, faults)
    whole = document.whole or not problems  # of a table that cannot be read no name can be called unknown
    registry = _registry(kind, tuple(terms.values()), more, closed=closed and whole)
    return registry, problems + faults.problems(document)


def _term(name: str, values: Mapping[str, Any], faults: Faults) -> Term:
    slug = values["slug"]
    if slug and (not SLUG.fullmatch(slug) or slug in RESERVED):
        faults.add((name, "slug"), "bad-slug", found=slug)
        slug = ""
    details = tuple((field, value) for field, value in values.items() if field not in COMMON)
    return Term(
        name,
        slug or slugify_unicode(name),
        values["aliases"],
        values["reading"],
        values["description"],
        details=details,
    )


def _check_clashes(terms: Mapping[str, Term], faults: Faults, document: Document) -> None:
    """One spelling, one term; one slug, one term. A clash names both."""
    owners: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for name, term in terms.items():
        for spelling in (name, *term.aliases):
            other = owners.setdefault(name_key(spelling), name)
            if other != name:
                line = document.mark(key=other).line
                faults.add((), "name-clash", key=name, spelling=spelling, name=name, other=other, line=line)
        other = slugs.setdefault(term.slug, name)
        if other != name:
            faults.add(
                (), "slug-clash", key=name, slug=term.slug, name=name, other=other, line=document.mark(key=other).line
            )


def _check_details(terms: Mapping[str, Term], faults: Faults) -> None:
    """A domain leads to one outlet, and a place on earth takes two numbers."""
    owners: dict[str, str] = {}
    for name, term in terms.items():
        for domain in term.get("domains", ()):
            other = owners.setdefault(domain, name)
            if other != name:
                faults.add((name, "domains"), "domain-clash", domain=domain, name=name, other=other)
        lacking = [key for key in ("lat", "lon") if term.get(key, None) is None]
        if len(lacking) == 1 and any(key == "lat" for key, _ in term.details):
            faults.add((), "missing-key", key=name, name=lacking[0])


def _registry(kind: str, own: tuple[Term, ...], more: Iterable[Term], *, closed: bool) -> Registry:
    index: dict[str, Term] = {}
    for term in own:
        _enter(index, term, term)
    names = {name_key(term.name) for term in own}
    terms = list(own)
    for term in more:
        owner = _owner(term, index) if kind == "outlets" else None
        if owner is None and name_key(term.name) not in names:
            terms.append(term)
            _enter(index, term, term)
        elif owner is not None:
            _enter(index, term, owner)
    for term in terms:
        index.setdefault(name_key(term.slug), term)
    asked = tuple(term._replace(reading="", description="") for term in terms)
    return Registry(kind, tuple(terms), closed, index, fingerprint.of_value(asked), _clocks(terms))


def _clocks(terms: Iterable[Term]) -> dict[str, str]:
    zones: dict[str, set[str]] = {}
    for term in terms:
        if term.get("timezone"):
            zones.setdefault(term.get("country"), set()).add(term.get("timezone"))
    return {country: one for country, (one, *others) in zones.items() if country and not others}


def _enter(index: dict[str, Term], term: Term, owner: Term) -> None:
    """Lets the spellings of a term lead to its owner, those that lead nowhere yet."""
    for spelling in (term.name, *term.aliases):
        index.setdefault(name_key(spelling), owner)


def _owner(term: Term, index: Mapping[str, Term]) -> Term | None:
    """The author's entry for a shipped agency: one spelling in common, and copies of it are one origin."""
    found = (index.get(name_key(spelling)) for spelling in (term.name, *term.aliases))
    return next((one for one in found if one and not one.shipped), None)


def read_readings(text: str, path: str) -> tuple[tuple[tuple[str, str], ...], tuple[Problem, ...]]:
    """The pairs of `content/readings.yaml`."""
    document, problems = read_yaml(text, path)
    faults = Faults()
    pairs = Table().parse(document.value, (), faults)
    return pairs, problems + faults.problems(document)


__all__ = ["Listed", "Registry", "Term", "read", "read_readings"]
