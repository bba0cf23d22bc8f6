"""Owns the credit line: the words that name a quotation's source (Copyright Act of Japan, Article 48)."""

from __future__ import annotations

from html import escape

from digest.model import Source
from digest.site.wording import day
from digest.text.bidi import isolated


def credit_line(source: Source, language: str) -> str:
    """Outlet, reporters, headline and day of a source, as markup; the headline leads to the report where it has one."""
    names = ("、" if language == "ja" else ", ").join(isolated(one.name) for one in source.reporters)
    headline = f"「{isolated(source.headline)}」" if language == "ja" else f"“{isolated(source.headline)}”"
    if source.url and source.headline:
        headline = f'<a href="{escape(source.url)}" rel="noopener">{headline}</a>'
    outlet = f"<cite>{isolated(source.outlet)}</cite>"
    pieces = [outlet, names, headline if source.headline else "", escape(day(source.published, language))]
    return " ".join(filter(None, pieces))
