"""Owns the syntaxes of ruby: what text is a base with its reading (notes/news-domain.md, 4.1).

Braces `{漢字|かんじ}` as in DenDenMarkdown and VFM; `｜東京《とうきょう》` and `漢字《かんじ》` as in Aozora Bunko; and
`金正恩(キムジョンウン)` of the newspapers, which is ruby only where a list of readings says so, for 護衛艦(いずも) has
the same form and is none.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Parts = tuple[tuple[str, str], ...]
"""Pieces of a base, each with its reading."""

_BRACES = re.compile(r"\{(?P<base>[^{}|｜\n]+)[|｜](?P<readings>[^{}\n]*)\}")
_BAR = re.compile(r"[|｜]")
_MARKED = re.compile(r"｜(?P<base>[^｜《》\n]{1,40})《(?P<reading>[^《》\n]{1,80})》")
KANA = "\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe"
_READING = re.compile(rf"《(?P<reading>[{KANA}・＝= \u3000]{{1,80}})》")
_IN_BRACKETS = re.compile(rf"[ \u3000]?[(（][ \u3000]?(?P<reading>[{KANA}・＝=·･ \u3000]*[{KANA}])[ \u3000]?[)）]")
_NOT_SOUND = str.maketrans(dict.fromkeys("・＝=·･ \u3000"))


@cache
def _kanji_run() -> re.Pattern[str]:
    """The kanji at the end of a text. Compiled when first asked for: most posts have no ruby, and this takes long."""
    return re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆〇ヶ]+\\Z")


@cache
def _east_asian() -> re.Pattern[str]:
    return re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]")


class Ruby(NamedTuple):
    """Ruby found in a text; `end` is where it ends. `wrong` is a problem's code, or empty."""

    parts: Parts
    end: int
    base: str
    wrong: str = ""


def parse_braces(text: str, start: int, end: int) -> Ruby | None:
    """`{漢字|かんじ}` at `start`: one reading for the whole, or one for each character of the base.

    None where it is other text: neither the base nor the readings hold East Asian writing.
    """
    found = _BRACES.match(text, start, end)
    if not found or not _east_asian().search(found[0]):
        return None
    base, readings = found["base"], [reading.strip() for reading in _BAR.split(found["readings"])]
    if not all(readings) or not base.strip():
        return Ruby((), found.end(), base, "ruby-without-reading")
    if len(readings) == 1:
        return Ruby(((base, readings[0]),), found.end(), base)
    if len(readings) != len(base):
        return Ruby((), found.end(), base, "ruby-count")
    return Ruby(tuple(zip(base, readings, strict=True)), found.end(), base)


def parse_marked(text: str, start: int, end: int) -> Ruby | None:
    """`｜東京《とうきょう》` at `start`."""
    found = _MARKED.match(text, start, end)
    return Ruby(((found["base"], found["reading"]),), found.end(), found["base"]) if found else None


def parse_reading(text: str, start: int, end: int) -> Ruby | None:
    """`《かんじ》` at `start`, a reading in kana alone (it is the result's `base`); 《…》 is a bracket elsewhere."""
    found = _READING.match(text, start, end)
    return Ruby((), found.end(), found["reading"].strip()) if found else None


def kanji_before(text: str) -> str:
    """The run of kanji at the end of a text, or empty."""
    found = _kanji_run().search(text[-40:])
    return found[0] if found else ""


def listed(text: str, readings: Mapping[str, str]) -> tuple[tuple[int, int, str, str], ...]:
    """Names of the list with their own reading in brackets: start, end, base and reading as written.

    The longest name wins; a reading is compared without `・`, `＝` and spaces.
    """
    return tuple(_listed(text, readings)) if readings and ("(" in text or "（" in text) else ()


def _listed(text: str, readings: Mapping[str, str]) -> list[tuple[int, int, str, str]]:
    hits = []
    for found in _IN_BRACKETS.finditer(text):
        sound = found["reading"].translate(_NOT_SOUND)
        before = text[: found.start()]
        bases = [name for name, reading in readings.items() if before.endswith(name) and _sound(reading) == sound]
        if bases:
            base = max(bases, key=len)
            hits.append((found.start() - len(base), found.end(), base, found["reading"]))
    return hits


def _sound(reading: str) -> str:
    return reading.translate(_NOT_SOUND)
