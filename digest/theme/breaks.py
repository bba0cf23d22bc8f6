"""Owns the breaks of headings: `<wbr>` at the ends of Japanese phrases, so that a heading never breaks within a word.

BudouX finds the phrases; its known faults are mended by rules that only take breaks away: none between two kanji or
two katakana (it splits 海|自護衛艦), none after ASCII (F-35A, 2発, ICBM級) and before it only where a letter or digit
follows hiragana or a full stop (it breaks before `=`), none beside a space, which is a break itself, and none before
closing or after opening punctuation (JIS X 4051, line-start and line-end prohibition).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from markupsafe import Markup, escape

_WHOLE = re.compile(
    r"[㐀-䶿一-鿿豈-﫿々〆ヶ]{2}|[ァ-ヺー]{2}|[!-~].|.[!-/:-@\[-`{-~]|[^ぁ-ゖ、。」][0-9A-Za-z]|.\s|\s.", re.DOTALL
)
"""Two characters that stay together."""
REMEMBERED = 16_384
"""How many pairs of characters are remembered: the same particles end phrases in every heading."""
_NOT_FIRST = frozenset(
    "、。，．・：；！？ー〜～ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ％%」』）】〕〉》｝］”’"
)


def phrase_breaks(text: str) -> Markup:
    """A plain text as escaped markup with `<wbr>` where a Japanese heading may break."""
    phrases = _parser()(text)
    pieces = [phrases[0]] if phrases else []
    for phrase in phrases[1:]:
        if _may_break(pieces[-1][-1], phrase[0]):
            pieces.append(phrase)
        else:
            pieces[-1] += phrase
    return Markup("<wbr>".join(map(escape, pieces)))  # noqa: S704


@lru_cache(maxsize=REMEMBERED)
def _may_break(before: str, after: str) -> bool:
    if _WHOLE.fullmatch(before + after) or after in _NOT_FIRST:
        return False
    return unicodedata.category(before) not in ("Ps", "Pi") and unicodedata.category(after) not in ("Pe", "Pf", "Mn")


@cache
def _parser() -> Callable[[str], list[str]]:
    """BudouX's Japanese parser: 18 ms to import, so only when a heading asks for it."""
    import budoux  # noqa: PLC0415

    parse: Callable[[str], list[str]] = budoux.load_default_japanese_parser().parse
    return parse
