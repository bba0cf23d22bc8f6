"""Owns the two forms of an edition that go by mail: plain text, and HTML that mail programs show as it is. Pure.

The HTML is one table with its few styles in place (mail programs drop style sheets), without pictures, scripts or
anything fetched; every text in it is escaped. Lines may be long: whoever sends it encodes it (RFC 2045, 6).
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from digest.desk.editions import Edition, Item, Section
from digest.text.wrapping import wrap
from digest.wording import say

WIDTH = 72
"""Columns: 36 full-width characters (RFC 3676, 4.2 asks for fewer than 79)."""
FONT = "font-family:sans-serif;line-height:1.7;color:#1a1a1a"
CELL = f'<td style="padding:0 16px;{FONT}">'


def plain(edition: Edition) -> str:
    """The edition as plain text, wrapped; addresses stand alone on lines of their own and are never broken."""
    return "\n".join(_lines(edition)) + "\n"


def _lines(edition: Edition) -> Iterator[str]:
    yield from wrap(edition.site, WIDTH)
    yield from wrap(edition.heading, WIDTH)
    yield from wrap(_count(edition), WIDTH)
    yield "=" * WIDTH
    if edition.top:
        yield from ("", *wrap(say("edition-top", edition.language), WIDTH))
        for item in edition.top:
            yield from _hung(_titled(item), "* ")
    for section in edition.sections:
        yield from _section_lines(section, edition)
    yield from ("", "=" * WIDTH, *wrap(edition.site, WIDTH), edition.url)


def _section_lines(section: Section, edition: Edition) -> Iterator[str]:
    yield from ("", *_hung(section.name, "# "), "-" * WIDTH)
    for number, item in enumerate(section.items):
        yield from ("",) if number else ()
        yield from wrap(_titled(item), WIDTH)
        yield from wrap(item.summary, WIDTH)
        yield from wrap(_outlets(item, edition), WIDTH)
        yield item.url


def _hung(text: str, mark: str) -> Iterator[str]:
    """Lines behind a mark, the later ones set in under the first."""
    for number, line in enumerate(wrap(text, WIDTH - len(mark))):
        yield (" " * len(mark) if number else mark) + line


def page(edition: Edition) -> str:
    """The edition as an HTML document (UTF-8)."""
    title = escape(f"{edition.site} {edition.heading}")
    rows = "\n".join(f"<tr>{CELL}{row}</td></tr>" for row in _rows(edition))
    return (
        f'<!doctype html>\n<html lang="{edition.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n</head>\n'
        '<body style="margin:0;background:#fff">\n'
        '<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:40em;margin:auto">\n'
        f"{rows}\n</table>\n</body>\n</html>\n"
    )


def _rows(edition: Edition) -> Iterator[str]:
    yield f'<h1 style="font-size:1.4em">{escape(edition.site)}</h1>'
    yield f"<p>{escape(edition.heading)}<br>{escape(_count(edition))}</p>"
    if edition.top:
        items = "".join(f"<li>{_link(item)}</li>" for item in edition.top)
        yield f"<h2>{escape(say('edition-top', edition.language))}</h2><ul>{items}</ul>"
    for section in edition.sections:
        yield f'<h2 style="border-bottom:1px solid #999">{escape(section.name)}</h2>'
        yield from (_article(item, edition) for item in section.items)
    yield f'<hr><p><a href="{escape(edition.url)}">{escape(edition.site)}</a></p>'


def _article(item: Item, edition: Edition) -> str:
    texts = (item.summary, _outlets(item, edition))
    told = "".join(f'<p dir="auto">{escape(text)}</p>' for text in texts if text)
    return f'<h3 style="margin-bottom:0">{_link(item)}</h3>{told}'


def _link(item: Item) -> str:
    return f'<a href="{escape(item.url)}"><bdi>{escape(_titled(item))}</bdi></a>'


def _titled(item: Item) -> str:
    return f"【{item.label}】{item.title}" if item.label else item.title


def _outlets(item: Item, edition: Edition) -> str:
    joined = ("、" if edition.language == "ja" else ", ").join(item.outlets)
    return say("edition-outlets", edition.language, outlets=joined) if joined else ""


def _count(edition: Edition) -> str:
    return say("edition-count", edition.language, count=edition.posts)
