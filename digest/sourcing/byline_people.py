"""Owns people in bylines: what is certainly a person's name, and the role and place that one token gives with it.

A name is taken only where its shape leaves no doubt; the rules are notes/news-domain.md 2.1, 3 to 7, made stricter
where a news word could pass for a name. All texts are NFKC.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from digest.model import Reporter
from digest.sourcing import agencies
from digest.sourcing.byline_words import words
from digest.sourcing.gazetteer import HOME

if TYPE_CHECKING:
    from digest.sourcing.gazetteer import Gazetteer

_KANJI = r"[々〆ヶヵ㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff]"
_ONLY_KANJI = re.compile(rf"{_KANJI}{{2,6}}")
_MIXED = re.compile(rf"(?=.{{2,8}}$)(?P<surname>{_KANJI}{{1,4}})(?P<kana>[ぁ-ゖ]{{1,5}}|[ァ-ヺー]{{2,5}}){_KANJI}?")
_KATAKANA = re.compile(r"(?=.{3,24}$)[ァ-ヺー]{2,}(?:・[ァ-ヺー]+)+")
_HALF_KATAKANA = re.compile(rf"{_KANJI}{{1,4}}・[ァ-ヺー]{{2,}}|[ァ-ヺー]{{2,}}・{_KANJI}{{1,4}}")
_LATIN = re.compile(r"[A-Z][A-Za-z'’.-]+(?: [A-Z][A-Za-z'’.-]*){1,3}")
_READING = re.compile(r"[ぁ-ゖァ-ヺー・ ]+")
_BRACKET = re.compile(r"(?P<before>[^()]+)\((?P<inner>[^()]+)\)(?P<after>[^()]*)")
_SPACE_WITHIN = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
_CLEAR_HOME_NAME = 4
"""Characters from which a name after 那覇・ is surely a whole one; 宮崎・健太郎 might be one person."""
_CLEAR_KATAKANA_PLACE = 3
"""Shorter places begin too many names: パリス・ヒルトン."""


def person(token: str, gazetteer: Gazetteer, *, told: bool) -> Reporter | None:
    """The reporter that the whole token names; None where anything in it is unsure.

    `told`: a sign of the line (the `=` of ワシントン=青木健二) says that a name stands here.
    """
    role, rest = _role(token.strip())
    plain = _without_bracket(rest, gazetteer)
    if plain is None:
        return None
    rest, place, position = plain
    rest, after = _position(rest)
    found = _placed(rest.strip(), gazetteer, told=told or bool(role or after or position))
    if found is None or (place and found.place):
        return None
    return found._replace(role=role or position or after, place=place or found.place)


def is_name(text: str, gazetteer: Gazetteer, *, told: bool) -> bool:
    """Whether this text has the shape of a full name and is no word, place or agency that we know."""
    if gazetteer.find(text) is not None and text not in words("surnames"):
        return False
    if agencies.find(text) is not None or any(word in text for word in words("not_in_names")):
        return False
    if text.startswith(words("not_before_names")):
        return False
    if _ONLY_KANJI.fullmatch(text):
        return _is_kanji_name(text, gazetteer)
    mixed = _MIXED.fullmatch(text)
    if mixed:
        return mixed["kana"] not in words("particles") and (told or mixed["surname"] in _surnames())
    return bool(_KATAKANA.fullmatch(text) or _HALF_KATAKANA.fullmatch(text) or (told and _LATIN.fullmatch(text)))


def _is_kanji_name(text: str, gazetteer: Gazetteer) -> bool:
    """Two characters need a known surname, six a long one; 那覇青木健 may be a place and a name, so it is neither."""
    if len(text) == 2:
        return text not in words("two_characters") and (text in _surnames() or text[0] in _surnames())
    if len(text) == 6:
        return text.startswith(tuple(surname for surname in _surnames() if len(surname) > 2))
    if gazetteer.find(text[:2]) is not None:
        return text[2:4] not in _surnames() or len(text) < 5
    return True


def _placed(text: str, gazetteer: Gazetteer, *, told: bool) -> Reporter | None:
    """A name with or without a place before it: 青木健二, ワシントン・青木健二, ワシントン青木健二."""
    name = _SPACE_WITHIN.sub("", text)
    before, dot, after = name.partition("・")
    if dot and gazetteer.find(before) is not None:
        return _after_dot(before, after, gazetteer, told=told)
    prefix = next((place for place in gazetteer.prefixes if text.startswith(place)), "")
    if prefix:
        split = _after_prefix(prefix, text.removeprefix(prefix), gazetteer)
        if split is not None or _is_torn(prefix, name):
            return split
    return Reporter(name) if is_name(name, gazetteer, told=told) else None


def _after_dot(before: str, after: str, gazetteer: Gazetteer, *, told: bool) -> Reporter | None:
    """Rule 6: `・` parts place and person only when what follows it is a whole name of its own."""
    place = gazetteer.find(before)
    home = place is not None and place.country == HOME
    if home and not (len(after) >= _CLEAR_HOME_NAME and _ONLY_KANJI.fullmatch(after)):
        whole = f"{before}・{after}"
        return Reporter(whole) if is_name(whole, gazetteer, told=told) else None
    if is_name(after, gazetteer, told=False):
        return Reporter(after, place=before)
    whole = f"{before}・{after}"
    return Reporter(whole) if _KATAKANA.fullmatch(whole) else None


def _after_prefix(prefix: str, rest: str, gazetteer: Gazetteer) -> Reporter | None:
    """Rule 5: a place abroad and a name with no sign between them."""
    name = _SPACE_WITHIN.sub("", rest.strip())
    if _KATAKANA.fullmatch(name) and not rest.startswith(" "):
        first = name.partition("・")[0]
        if len(prefix) < _CLEAR_KATAKANA_PLACE or len(first) < 2 or first[0] in "ーンァィゥェォッャュョヮ":
            return None
    return Reporter(name, place=prefix) if is_name(name, gazetteer, told=False) else None


def _is_torn(prefix: str, name: str) -> bool:
    """Whether a name made of the place and what follows would be a guess: 釜山次郎, but not 北京子."""
    return bool(_ONLY_KANJI.fullmatch(name)) and len(name) - len(prefix) > 1


def _role(token: str) -> tuple[str, str]:
    found = _role_before().match(token)
    return (found["role"], token[found.end() :]) if found else ("", token)


def _position(text: str) -> tuple[str, str]:
    """The text without the position after the name, and that position."""
    for position in words("positions"):
        if text.endswith(position) and len(text) > len(position):
            return text.removesuffix(position).rstrip(" ・"), position
    return text, ""


def _without_bracket(text: str, gazetteer: Gazetteer) -> tuple[str, str, str] | None:
    """Text without its round bracket, and the place or position in it; a reading is dropped, None for all else."""
    if "(" not in text and ")" not in text:
        return text, "", ""
    found = _BRACKET.fullmatch(text)
    if found is None:
        return None
    outside, inner = found["before"] + found["after"], found["inner"].strip()
    if gazetteer.find(inner) is not None:
        return outside, inner, ""
    if inner in words("positions"):
        return outside, "", inner
    return (outside, "", "") if _READING.fullmatch(inner) else None


@cache
def _role_before() -> re.Pattern[str]:
    """A role and its sign; a space is enough only after longer ones, for 文 正浩 is a name."""
    roles = "|".join(map(re.escape, words("roles")))
    return re.compile(rf"(?P<role>{roles})(?:\s*[・=:]\s*|(?<=..)\s+)")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(words("surnames")) | frozenset(words("short_surnames"))
