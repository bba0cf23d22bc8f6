"""Owns the functions that templates may call: strings, addresses, dates, numbers, options, breaks.

Each is a pure function of the theme and the site; what a template asks wrongly raises `CallError`, which the
renderer tells with the template's line and the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar
from urllib.parse import quote

from markupsafe import Markup, escape

from digest.site.views import SiteInfo
from digest.text.names import nearest
from digest.theme.breaks import phrase_breaks
from digest.theme.dates import STYLES, word_date
from digest.theme.manifest import OptionValue
from digest.theme.theme import Theme

SAFE = "/:?#[]@!$&'()*+,;=-._~%"
"""What stays as it is in an address: RFC 3986 reserved and unreserved characters, and the `%` of what is encoded."""
_ELSEWHERE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BARE_PLACES = re.compile(r"(?:[^{}]|\{[a-z_]+\})*")
"""A string whose places are plain names."""
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
    }


def encode(address: str) -> str:
    """An IRI as a URI (RFC 3987, 3.1): UTF-8 percent-encoded, existing `%41` kept, a bare `%` encoded."""
    return quote(_BARE_PERCENT.sub("%25", address), safe=SAFE)


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
    texts = {key: text.text for key, text in theme.strings.items()}

    def t(key: str, /, **args: object) -> str:
        """The theme's string of this key, its places filled; markup among the arguments stays markup."""
        if key not in texts:
            raise CallError("theme-render-string", name=str(key), near=nearest(str(key), texts))
        text = texts[key]
        if not args and "{" not in text:
            return text
        marked = any(hasattr(value, "__html__") for value in args.values())
        try:
            return _fill(text, args) if marked else text.format(**args)
        except KeyError as missing:
            raise CallError("theme-render-place", name=key, place=str(missing.args[0])) from None

    return t


def _fill(text: str, args: Mapping[str, object]) -> Markup:
    """The string as markup. Bare places are filled by `str.format`: `Markup.format` goes letter by letter in Python."""
    if _BARE_PLACES.fullmatch(text):
        return Markup(str.format(str(escape(text)), **{name: escape(value) for name, value in args.items()}))  # noqa: S704
    return escape(text).format(**args)


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
