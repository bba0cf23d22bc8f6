"""Owns the functions that templates may call: strings, addresses, dates, numbers, options, breaks.

Each is a pure function of the theme and the site; what a template asks wrongly raises `CallError`, which the
renderer tells with the template's line and the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar
from urllib.parse import quote

from markupsafe import Markup, escape

from digest.site.views import SiteInfo
from digest.text import bidi
from digest.text.names import nearest
from digest.theme.breaks import phrase_breaks
from digest.theme.dates import STYLES, word_date
from digest.theme.escaping import marked, shown
from digest.theme.manifest import OptionValue
from digest.theme.theme import Theme

SAFE = "/:?#[]@!$&'()*+,;=-._~%"
"""What stays as it is in an address: RFC 3986 reserved and unreserved characters, and the `%` of what is encoded."""
_ELSEWHERE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_FINE = re.compile(r"[A-Za-z0-9/:?#\[\]@!$&'()*+,;=._~-]*")
"""Addresses that need no encoding, as nearly all do."""
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BARE_PLACES = re.compile(r"(?:[^{}]|\{[a-z_]+\})*")
"""A string whose places are plain names."""
PLAIN = frozenset((str, int))
"""What nearly all places of strings are filled with that is no markup."""
REMEMBERED = 8192
"""How many worded dates, addresses and headings a renderer keeps: most come again on the next page."""


Value = TypeVar("Value")


class CallError(Exception):
    """A template called a function wrongly: the problem's code and what its sentence needs."""

    def __init__(self, code: str, /, **args: str) -> None:
        super().__init__(code)
        self.code = code
        self.args_of_sentence = args


def functions_of(theme: Theme, site: SiteInfo) -> dict[str, Callable[..., object]]:
    """The functions by the names that templates know them by, all but `cards` (which renders, see the renderer)."""
    return {
        "t": _strings(theme),
        "asset": _assets(theme, site),
        "option": _options(theme),
        "url": _addresses(site.base_path),
        "absolute": _addresses(site.base_url),
        "date": _dates(theme.language),
        "number": number,
        "breaks": _breaks(theme.language),
        "isolated": isolated,
    }


@lru_cache(maxsize=REMEMBERED)
def isolated(text: str) -> Markup:
    """A name among other words, in `<bdi>` where its writing direction may turn the line (`digest.text.bidi`)."""
    return Markup(bidi.isolated(text))  # noqa: S704 - it is escaped there


def encode(address: str) -> str:
    """An IRI as a URI (RFC 3987, 3.1): UTF-8 percent-encoded, existing `%41` kept, a bare `%` encoded."""
    return address if _FINE.fullmatch(address) else quote(_BARE_PERCENT.sub("%25", address), safe=SAFE)


def number(value: float) -> str:
    """A number with its thousands set apart: 12,345."""
    return f"{value:,}"


def _addresses(base: str) -> Callable[[str], str]:
    """`base` in front of a site-relative address; http, https and mailto addresses are only encoded."""

    @lru_cache(maxsize=REMEMBERED)
    def address(site_relative: str) -> str:
        if _ELSEWHERE.match(site_relative):
            return encode(site_relative)
        return encode(f"{base}{site_relative}")

    return address


def _strings(theme: Theme) -> Callable[..., str]:
    wordings = {key: _wording(text.text) for key, text in theme.strings.items()}

    def t(key: str, /, **args: object) -> str:
        """The theme's string of this key, its places filled; markup among the arguments stays markup."""
        wording = wordings.get(key)
        if wording is None:
            raise CallError("theme-render-string", name=str(key), near=nearest(str(key), wordings))
        if not (args or wording.placed):
            return wording.text
        try:
            if PLAIN.issuperset(map(type, args.values())):
                return wording.text.format(**args)
            if any(hasattr(value, "__html__") for value in args.values()):
                return _fill(wording, args)
            return wording.text.format(**args)
        except KeyError as missing:
            raise CallError("theme-render-place", name=key, place=str(missing.args[0])) from None

    return t


class _Wording(NamedTuple):
    """A string of the theme, and what filling it needs to know."""

    text: str
    markup: Markup
    placed: bool
    """Whether it has places to fill, or braces at all."""
    bare: bool
    """Whether its places are plain names."""


def _wording(text: str) -> _Wording:
    return _Wording(text, escape(text), "{" in text, bool(_BARE_PLACES.fullmatch(text)))


def _fill(wording: _Wording, args: Mapping[str, object]) -> Markup:
    """The string as markup. Bare places are filled by `str.format`: `Markup.format` goes letter by letter in Python."""
    if wording.bare:
        return marked(str.format(wording.markup, **{name: shown(value) for name, value in args.items()}))
    return wording.markup.format(**args)


def _assets(theme: Theme, site: SiteInfo) -> Callable[[str], str]:
    paths = {asset.name: encode(f"{site.base_path}{asset.path}") for asset in theme.assets}
    return _table(paths, "theme-render-asset")


def _options(theme: Theme) -> Callable[[str], OptionValue]:
    return _table(theme.options, "theme-render-option")


def _table(table: Mapping[str, Value], code: str) -> Callable[[str], Value]:
    def look_up(name: str) -> Value:
        if name not in table:
            raise CallError(code, name=str(name), near=nearest(str(name), table))
        return table[name]

    return look_up


def _dates(language: str) -> Callable[..., str]:
    @lru_cache(maxsize=REMEMBERED)
    def worded(iso: str, style: str = "medium") -> str:
        """The date in a style of `digest.theme.dates.STYLES`."""
        try:
            return word_date(iso, style, language)
        except ValueError:
            raise CallError("theme-render-date", text=str(iso), style=str(style), known=_listed(STYLES)) from None

    return worded


def _breaks(language: str) -> Callable[[str], Markup]:
    """Phrase breaks for Japanese; the escaped text alone for other languages."""
    return lru_cache(maxsize=REMEMBERED)(phrase_breaks if language.lower().startswith("ja") else escape)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
