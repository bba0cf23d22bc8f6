"""Owns bylines at the end of a report: in a last bracket, as a copyright line, or as a correspondent's own line.

Works on NFKC text; source: notes/news-domain.md 2.1, rules 2 and 7, and 2.2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from digest.model import Reporter
from digest.sourcing import agencies, byline_forms
from digest.sourcing.byline_forms import Credit
from digest.sourcing.byline_people import person
from digest.sourcing.byline_words import words

if TYPE_CHECKING:
    from digest.sourcing.gazetteer import Gazetteer

_STRONG = re.compile(
    r"[ \t]*(?:【(?P<lenticular>[^【】\n]{1,120})】|〔(?P<shell>[^〔〕\n]{1,120})〕"
    r"|\[(?P<square>[^\[\]\n]{1,120})\])$"
)
_ROUND = re.compile(r"[ \t]*\((?P<inside>(?:[^()\n]|\([^()\n]*\)){1,120})\)$")
_COPYRIGHT = re.compile(r"[ \t]*(?:\(c\)|©) ?(?P<agency>[^\s/()。]{2,20})(?:/(?P<credit>[^\n。]{1,80}))?$")
_OWN_LINE = re.compile(
    r"[ \t]*(?:(?P<place>[^\s=/。」()]{2,15})[=/ ])?(?P<person>[^\s=/。」()]{2,6}(?:\([^()\n]{1,20}\))?"
    r"(?:特派員|記者))(?P<mail>[ \t/]*[\w.+-]+@[\w-]+(?:\.[\w-]+)+)?$"
)
_CREDITED = re.compile(r"[A-Z][A-Za-z'’.-]+(?: [A-Z][A-Za-z'’.-]*){1,3}")
_PARTNERS = frozenset({"AFPBB News", "JCM", "JIJI PRESS", "AFPBB", "CNS", "新華社", "時事"})
"""What may follow an agency in a copyright line and is no photographer."""
_LONGEST = 300
"""Characters that no byline exceeds."""
_SENTENCE_END = "。」』"
_STRONG_END = _SENTENCE_END + "!?.)】”\n"


class Trail(NamedTuple):
    """A byline at the end of a folded text; no credit when there is none."""

    credit: Credit | None = None
    start: int = 0
    end: int = 0
    unknown: str = ""


def find(text: str, gazetteer: Gazetteer) -> Trail:
    """The byline with which `text` ends, where it stands, and the space before it counted in."""
    body = text.rstrip()
    for form in (_strong, _round, _copyright, _own_line):
        found = form(body, gazetteer)
        if found is not None:
            return found
    return Trail()


def _strong(text: str, gazetteer: Gazetteer) -> Trail | None:
    """…。【ワシントン青木健二】, or alone in a paragraph."""
    found = _STRONG.search(text, _window(text))
    if found is None or not _follows(text, found.start(), _STRONG_END):
        return None
    return _inside(found[found.lastgroup or 0], found, gazetteer)


def _round(text: str, gazetteer: Gazetteer) -> Trail | None:
    """…。（ワシントン=青木健二）: only after the end of a sentence (rule 7)."""
    found = _ROUND.search(text, _window(text))
    if found is None or not text[: found.start()].rstrip().endswith(tuple(_SENTENCE_END)):
        return None
    return _inside(found["inside"], found, gazetteer)


def _inside(inside: str, found: re.Match[str], gazetteer: Gazetteer) -> Trail:
    label = inside.strip() in words("labels")
    credit = None if label else byline_forms.read(inside, gazetteer, bare_names=True)
    unknown = "" if credit else byline_forms.unknown_place(inside, gazetteer)
    return Trail(credit, *found.span(), unknown)


def _copyright(text: str, _gazetteer: Gazetteer) -> Trail | None:
    """…。(c)AFP/Taro YAMADA: an agency and whom it credits."""
    found = _COPYRIGHT.search(text, _window(text))
    wire = agencies.find(found["agency"]) if found else None
    if found is None or wire is None or not _follows(text, found.start(), _STRONG_END):
        return None
    credited = [part.strip() for part in (found["credit"] or "").split("/") if part.strip() not in {*_PARTNERS, ""}]
    named = [name for part in credited for name in re.split(r" and | with |, ", part)]
    if not all(_CREDITED.fullmatch(name) for name in named):
        return None
    return Trail(Credit((), wire.text, tuple(map(Reporter, named))), *found.span())


def _own_line(text: str, gazetteer: Gazetteer) -> Trail | None:
    """ワシントン=文正浩(ムン・ジョンホ)特派員 moon@example.co.kr: without place or mail only a plain name and 記者."""
    found = _last_line(text)
    if found is None or (found["place"] and gazetteer.find(found["place"]) is None):
        return None
    reporter = person(found["person"], gazetteer, told=False)
    if reporter is None or not reporter.role or len(reporter.name) < 3 or (found["place"] and reporter.place):
        return None
    place = found["place"] or reporter.place
    credit = Credit((place,) if place else (), "", (reporter._replace(place=place),))
    return Trail(credit, *found.span())


def _last_line(text: str) -> re.Match[str] | None:
    """The correspondent's line: it begins the last line, or follows the end of a sentence in it."""
    last = text.rfind("\n") + 1
    sentence = max(text.rfind(sign, last) for sign in _SENTENCE_END) + 1
    return _OWN_LINE.match(text, max(last, sentence))


def _window(text: str) -> int:
    """Where to begin looking, so that the length of a text costs nothing."""
    return max(0, len(text) - _LONGEST)


def _follows(text: str, start: int, signs: str) -> bool:
    """Whether what stands at `start` begins the text or a line, or follows one of these signs."""
    before = text[:start].rstrip(" \t")
    return not before.strip() or before[-1] in signs
