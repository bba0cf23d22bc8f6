"""Owns what stands inside a byline's brackets: one small function a form, tried in the order of notes 2.1, rule 3.

Each function takes the inside as NFKC text, where `=` stands for every sign of that kind, and gives back a `Credit`, or
None where the form does not fit to the last character. Nothing is guessed: what no form reads stays raw.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from digest.sourcing import agencies, byline_dates
from digest.sourcing.byline_people import is_name, person
from digest.sourcing.byline_words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Reporter
    from digest.sourcing.gazetteer import Gazetteer

_COMMAS = re.compile(r"\s*[、,，;]\s*")
_PLACE_SIGNS = re.compile(r"\s*[/、&]\s*|\s*・\s*")
_DESK = re.compile(r"(?:日経)?(?:NQN|QUICK)\s*")
_BUREAU = re.compile(r"(?:支局|総局|発)$")
_EDGES = "=・ \t"


class Credit(NamedTuple):
    """What the inside of a byline says; empty where it is silent."""

    places: tuple[str, ...] = ()
    agency: str = ""
    reporters: tuple[Reporter, ...] = ()
    date: str = ""
    """EDTF, unknown digits as X."""


def read(inside: str, gazetteer: Gazetteer, *, bare_names: bool) -> Credit | None:
    """What the inside of a byline says, by the first form that fits; `bare_names`: 青木健二 alone counts as one."""
    text = inside.strip()
    found = wire(text, gazetteer) or signed_from(text, gazetteer)
    return found or signed(text, gazetteer, bare_names=bare_names)


def wire(text: str, gazetteer: Gazetteer) -> Credit | None:
    """Agency copy: ワシントン共同, ワシントン 4日 ロイター, 9月4日 AFP, 新華社北京9月4日, 共同."""
    if agencies.tail(text)[1] is not None:
        return origin(text, gazetteer)
    found, rest = agencies.lead(text)
    if found is None or not rest:
        return None
    filed = origin(rest.strip(_EDGES), gazetteer)
    return filed._replace(agency=found.text) if filed and filed.date and not filed.agency else None


def signed_from(text: str, gazetteer: Gazetteer) -> Credit | None:
    """The `=` form: places, dates and agencies to the left of `=`, names to the right and after commas (rule 4)."""
    tokens = _COMMAS.split(text)
    credit, current = Credit(), ""
    waiting: list[str] = []
    for number, token in enumerate(tokens):
        left, sign, right = _halves(token, gazetteer)
        filed = origin(left, gazetteer) if sign else None
        if sign and filed is None:
            return None
        if filed is not None:
            credit = _joined(credit, filed._replace(places=(*waiting, *filed.places)))
            current, waiting = _only((*waiting, *filed.places)), []
        elif gazetteer.find(token) and any("=" in later for later in tokens[number + 1 :]):
            waiting.append(token)
            continue
        reporter = person(right, gazetteer, told=bool(credit.places or credit.agency))
        if reporter is None:
            return None
        current = reporter.place or current
        credit = _joined(credit, Credit(_of(reporter), reporters=(reporter._replace(place=current),)))
    return credit if (credit.places or credit.agency) and "=" in text else None


def signed(text: str, gazetteer: Gazetteer, *, bare_names: bool) -> Credit | None:
    """Names with or without a place before each: ワシントン青木健二、三浦沙織, where both are in Washington."""
    credit, current = Credit(), ""
    for token in _COMMAS.split(text):
        reporter = person(token, gazetteer, told=False)
        if reporter is None:
            return None
        current = reporter.place or current
        credit = _joined(credit, Credit(_of(reporter), reporters=(reporter._replace(place=current),)))
    first = credit.reporters[0]
    return credit if bare_names or first.place or first.role else None


def origin(text: str, gazetteer: Gazetteer) -> Credit | None:
    """Where, when and by which agency, with no name: ワシントン, ソウル/東京 31日 ロイター, 北京9月4日時事."""
    head, found = agencies.tail(_DESK.sub("", text, count=1) if _DESK.match(text) else text)
    head, date = byline_dates.at_end(head.strip(_EDGES))
    if date is None:
        return None
    head = _BUREAU.sub("", head.strip(_EDGES))
    names = places(head, gazetteer) if head else ()
    if names is None or not (names or found or date):
        return None
    return Credit(names, found.text if found else "", (), date)


def places(text: str, gazetteer: Gazetteer) -> tuple[str, ...] | None:
    """The places that the whole text names, in order; None when one of them is not in the gazetteer."""
    if gazetteer.find(text) is not None:
        return (text,)
    names = tuple(_PLACE_SIGNS.split(text))
    return tuple(dict.fromkeys(names)) if all(gazetteer.find(name) for name in names) else None


def unknown_place(inside: str, gazetteer: Gazetteer) -> str:
    """The place that keeps an otherwise clear `=` form from being read (rule 9), or empty; for a hint to the author."""
    for token in _COMMAS.split(inside.strip()):
        left, sign, right = token.partition("=")
        clear = sign and re.fullmatch(r"[^\d\s=]{1,20}", left) and left not in words("labels")
        if (
            clear
            and is_name(right, gazetteer, told=True)
            and origin(left, gazetteer) is None
            and person(token, gazetteer, told=False) is None
        ):
            return left
    return ""


def _halves(token: str, gazetteer: Gazetteer) -> tuple[str, str, str]:
    """The token parted at `=`; undivided when the sign belongs to a role (写真=青木健二) or there is none."""
    left, sign, right = token.partition("=")
    if not sign or person(token, gazetteer, told=False) is not None:
        return "", "", token
    return left.strip(), sign, right.strip()


def _joined(first: Credit, second: Credit) -> Credit:
    """Two parts of one byline; each place once, the first agency and date kept."""
    return Credit(
        tuple(dict.fromkeys((*first.places, *second.places))),
        first.agency or second.agency,
        (*first.reporters, *second.reporters),
        first.date or second.date,
    )


def _of(reporter: Reporter) -> tuple[str, ...]:
    return (reporter.place,) if reporter.place else ()


def _only(names: Sequence[str]) -> str:
    """The place of a reporter whose line gives these: with two it is not told which."""
    return names[0] if len(names) == 1 else ""
