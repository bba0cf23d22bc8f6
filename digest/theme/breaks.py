"""Owns the breaks of headings: `<wbr>` at the ends of Japanese phrases, so that a heading never breaks within a word.

BudouX finds the phrases; its known faults are mended by rules that only take breaks away: none between two kanji or
two katakana (it splits 海|自護衛艦), none after ASCII (F-35A, 2発, ICBM級) and before it only where a letter or digit
follows hiragana or a full stop (it breaks before `=`), none beside a space, which is a break itself, and none before
closing or after opening punctuation (JIS X 4051, line-start and line-end prohibition).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from markupsafe import Markup

from digest.theme.escaping import marked, shown

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
    places = [at for at in range(1, len(text)) if _may_break(text[at - 1], text[at])]
    ends = _phrase_ends(text, places) if places else []
    pieces = (text[start:end] for start, end in pairwise((0, *ends, len(text))))
    return marked("<wbr>".join(map(shown, pieces)))


def _phrase_ends(text: str, places: Iterable[int]) -> list[int]:
    """Those of the places at which BudouX ends a phrase: where the features around a place weigh enough.

    As its own `Parser.parse`, which however weighs all places, and a heading may break at a third of them.
    """
    weights, threshold = _model()
    padded = f"\0\0\0{text}\0\0"  # of no weight: a feature that reaches over an end of the text does not count
    found = []
    for at in places:
        around = padded[at : at + 6]  # three characters before the place, and three behind it
        score = 0
        for known, stretch in weights:
            score += known.get(around[stretch], 0)
        if score > threshold:
            found.append(at)
    return found


@lru_cache(maxsize=REMEMBERED)
def _may_break(before: str, after: str) -> bool:
    if _WHOLE.fullmatch(before + after) or after in _NOT_FIRST:
        return False
    return unicodedata.category(before) not in ("Ps", "Pi") and unicodedata.category(after) not in ("Pe", "Pf", "Mn")


STRETCHES = {
    **{f"UW{number}": slice(number - 1, number) for number in range(1, 7)},
    **{f"BW{number}": slice(number, number + 2) for number in range(1, 4)},
    **{f"TW{number}": slice(number - 1, number + 2) for number in range(1, 5)},
}
"""BudouX's features: one, two or three of the six characters around a place."""


@cache
def _model() -> tuple[tuple[tuple[Mapping[str, int], slice], ...], float]:
    """BudouX's Japanese model, and the weight that ends a phrase: 18 ms to import, so only when a heading asks."""
    import budoux  # noqa: PLC0415

    model = budoux.load_default_japanese_parser().model
    features = tuple((known, STRETCHES[name]) for name, known in model.items())
    return features, sum(sum(known.values()) for known in model.values()) / 2
