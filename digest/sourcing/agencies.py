"""Owns the news agencies: their names, and how a byline writes them, alone (共同) or one relayed by another (AFP時事).

An agency is never the outlet: 東都新聞 prints the copy, 共同 wrote it. Source of the forms: notes/news-domain.md 2.2.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from digest.text import names

AGENCIES = Path(__file__).with_name("agencies.tsv")
JOINTS = "=・ "
"""What may stand between an agency and the one that relays it, or between a place and an agency."""


class Agency(NamedTuple):
    """A news agency."""

    name: str
    aliases: tuple[str, ...]
    country: str
    """ISO 3166-1 alpha-2."""


class Wire(NamedTuple):
    """An agency's name within a line."""

    text: str
    """As the line writes it: AFP時事."""
    origin: Agency
    """Who wrote the copy: AFP, not 時事 which relayed it."""


@cache
def load() -> dict[str, Agency]:
    """The agencies that ship with the package, by the key of each name and alias."""
    known: dict[str, Agency] = {}
    with AGENCIES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            agency = Agency(row["name"], tuple(filter(None, row["aliases"].split("|"))), row["country"])
            known |= {names.key(name): agency for name in (agency.name, *agency.aliases)}
    return known


def find(text: str) -> Wire | None:
    """The agency that the whole of `text` (NFKC) names, alone or relayed; nothing else may stand in it."""
    head, wire = tail(text)
    return wire if wire is not None and not head else None


def tail(text: str) -> tuple[str, Wire | None]:
    """What stands before the agency at the end of `text` (NFKC), joints kept, and that agency; longest name first."""
    head, last = _last(text)
    if last is None:
        return text, None
    before, origin = _last(head.rstrip(JOINTS))
    if origin is None:
        return head, Wire(text[len(head) :].strip(), last)
    return before, Wire(text[len(before) :].strip(), origin)


def lead(text: str) -> tuple[Wire | None, str]:
    """The agency at the beginning of `text` (NFKC), and what follows it (新華社北京9月4日); longest name first."""
    folded = text.casefold()
    for name in _long_first():
        if folded.startswith(name):
            return Wire(text[: len(name)], load()[name]), text[len(name) :]
    return None, text


def _last(text: str) -> tuple[str, Agency | None]:
    folded = text.casefold()
    for name in _long_first():
        if folded.endswith(name) and len(folded) == len(text) and not _within_word(text, len(text) - len(name)):
            return text[: len(text) - len(name)], load()[name]
    return text, None


def _within_word(text: str, at: int) -> bool:
    """Whether `text[at]` continues a word in Latin letters: the AP of SWAP is no agency."""
    return at > 0 and all(letter.isascii() and letter.isalpha() for letter in text[at - 1 : at + 1])


@cache
def _long_first() -> tuple[str, ...]:
    return tuple(sorted(load(), key=lambda name: (-len(name), name)))
