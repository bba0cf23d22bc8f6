"""Owns the tense around a date word: whether what is said of the day lies ahead, lies behind, or cannot be told.

A heuristic over the words that follow the date in its sentence (notes/news-domain.md 3.1, rule 1: 予定, 見通し, 方針,
開かれる, までに). The nearest predicate decides; where the date stands apart (`2日、…する見通しだと報じた`), it may
belong to either verb: "unclear", which counts as not future, with low confidence.
"""

from __future__ import annotations

import re
from typing import Literal

Tense = Literal["future", "past", "unclear", "open"]

_BREAK = re.compile(r"[。!?\n]")
_REACH = 300
"""How many characters a sentence is followed, so that a text without full stops stays cheap."""
_PLANS = ("予定", "見通し", "見込み", "方針", "計画", "意向", "構え", "運び")
_DROPPED = "(?:を|が|は)?(?:だった|であった|でした|され(?:てい)?た|していた|変更した)"
_PASSIVES = ("開か", "行わ", "開催さ", "実施さ", "予定さ", "発射さ", "公表さ", "発表さ", "配備さ", "投開票さ")
_VERBS = (
    *(
        "する",
        "開く",
        "行う",
        "始まる",
        "始める",
        "迎える",
        "訪れる",
        "向かう",
        "入る",
        "臨む",
        "会う",
        "出す",
        "決める",
    ),
    *("れる", "だろう", "でしょう", "へ"),
)
_SAID = r"(?:と(?:いう|の|している|した)|とみ|[。」!?\n]|$)"
_FUTURE = re.compile(
    "|".join(
        (
            *(f"{plan}(?!{_DROPPED})" for plan in _PLANS),
            *(f"{passive}れる" for passive in _PASSIVES),
            *("目指[しすせ]", "見据え", "を控え"),
            *(f"{verb}{_SAID}" for verb in _VERBS),
        )
    )
)
"""A flat list, and `_PAST` begins with a set: so `re` knows what a match begins with, and runs over all the rest."""
_PAST = re.compile(
    r"[いしじっちきりみぎえけせてねめれげべ出来得経見だん](?<!ま.)(?:(?<![だん])た|(?<=だ)った|(?<=ん)だ)"
    r"(?=[。、」)]|と|が|こと|の|[一-龥ァ-ヴ「]|もの|ほか|$)"
)


def tense(text: str, end: int) -> Tense:
    """What the words of the sentence after `text[:end]` say of the date that ends there; `text` is folded."""
    limit = min(len(text), end + _REACH)
    found = _BREAK.search(text, end, limit)
    tail = text[end : found.end() if found else limit]
    ahead, behind = _FUTURE.search(tail), _PAST.search(tail)
    if ahead is None:
        return "past" if behind else "future" if tail.startswith("までに") else "open"
    if behind is None:
        return "future"
    if behind.start() < ahead.start():
        return "past"
    return "unclear" if tail.startswith("、") else "future"


def sentence_breaks(text: str, start: int, end: int) -> bool:
    """Whether a new sentence begins between two places."""
    return _BREAK.search(text, start, end) is not None


def sentence_before(text: str, end: int) -> str:
    """What the sentence has said before `text[end:]`."""
    return _BREAK.split(text[max(0, end - _REACH) : end])[-1]


def paragraph_breaks(text: str, start: int, end: int) -> bool:
    """Whether a new paragraph begins between two places."""
    return text.find("\n", start, end) >= 0
