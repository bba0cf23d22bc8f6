"""Owns the HTML of what CommonMark does not have or what we write otherwise: markdown-it's render rules of ours.

Every rule has markdown-it's form. Words that we add are in the language of the sheet, never the theme's, because a
body is rendered before any theme is known; a theme that wants others restyles the classes.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML

from digest.errors import Mark, warning
from digest.text.blocks import CALLOUTS
from digest.text.inline import without_ids
from digest.text.links import attribute, is_external
from digest.text.runs import description

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from digest.text.sheet import Sheet

WORDS = {
    "ja": {"table": "表{n}", "note": "注{n}", "notes": "注", "back": "本文の注{n}に戻る"},
    "en": {"table": "Table {n}", "note": "Note {n}", "notes": "Notes", "back": "Back to note {n} in the text"},
}
"""Names of what has no text of its own, for screen readers; the marks of footnotes, for all."""


class QuickRenderer(RendererHTML):
    """markdown-it's renderer, with the few plain tags that make up nearly all of a text written without detours."""

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        """As markdown-it's own."""
        out, rules = [], self.rules
        for at, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                out.append(self.renderInline(token.children or (), options, env))
            elif kind == "paragraph":
                inside = self.renderInline(token.children, options, env) if token.children else _plain(token)
                out.append(f"<p>{inside}</p>\n")
            elif kind in rules:
                out.append(rules[kind](tokens, at, options, env))
            else:
                out.append(self.renderToken(tokens, at, options, env))
        return "".join(out)

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:  # noqa: N802
        """As markdown-it's own."""
        out = []
        for at, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                out.append(escapeHtml(token.content))
            elif kind == "dated":
                out.append(token.markup)
            elif kind in _BARE and not token.attrs:
                out.append(_BARE[kind])
            elif kind in self.rules:
                out.append(self.rules[kind](tokens, at, options, env))
            else:
                out.append(self.renderToken(tokens, at, options, env))
        return "".join(out)

    def renderToken(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:  # noqa: N802
        """As markdown-it's own, which asks much that a closing tag or a paragraph does not need."""
        token = tokens[idx]
        if token.block and token.nesting == -1 and not token.attrs:
            return "" if token.hidden else f"</{token.tag}>\n"
        if token.type == "paragraph_open" and not (token.hidden or token.attrs or (idx and tokens[idx - 1].hidden)):
            return "<p>"
        return super().renderToken(tokens, idx, options, env)


def _plain(paragraph: Token) -> str:
    """The markup of a paragraph without children: with its date words marked where it has some."""
    return paragraph.markup or escapeHtml(paragraph.content)


_BARE = {
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "link_close": "</a>",
}
"""Tokens within a line that are one tag without attributes."""


def install(md: MarkdownIt) -> None:
    """Register every rule of this module with a parser."""
    for name, rule in _RULES.items():
        md.add_render_rule(name, rule)


def _word(sheet: Sheet, name: str, number: int = 0) -> str:
    return WORDS["ja" if _japanese(sheet) else "en"][name].format(n=number)


def _gap(tokens: Sequence[Token], at: int) -> str:
    """The line break between a tight list item's text and the block after it, as markdown-it has it."""
    return "\n" if at and tokens[at - 1].hidden else ""


def _japanese(sheet: Sheet) -> bool:
    return sheet.language.startswith("ja")


def _link_open(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    token, sheet = tokens[at], _sheet(env)
    address = str(token.attrs["href"])
    title = f' title="{escape(str(token.attrs["title"]))}"' if "title" in token.attrs else ""
    rel = ' rel="noopener"' if is_external(address) else ""
    return f'<a href="{attribute(sheet, "href", address, _place(token, sheet))}"{title}{rel}>'


def _image(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    token, sheet = tokens[at], _sheet(env)
    place, alt = _place(token, sheet), description(token.children).strip()
    if not alt:
        sheet.problems.append(warning("image-without-alt", place, address=token.attrs["src"]))
    source = attribute(sheet, "src", str(token.attrs["src"]), place)
    caption = str(token.attrs.get("title", ""))
    title = f' title="{escape(caption)}"' if caption and not token.meta.get("figure") else ""
    return f'<img src="{source}" alt="{escape(alt)}"{title} loading="lazy" decoding="async">'


def _figure_close(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, _e: EnvType) -> str:
    return f"<figcaption>{escape(tokens[at].content)}</figcaption></figure>\n"


def _ruby(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    parts = tokens[at].meta["parts"]
    _sheet(env).readings["".join(reading for _, reading in parts)] = None
    inside = [f"{escape(base)}<rp>（</rp><rt>{escape(reading)}</rt><rp>）</rp>" for base, reading in parts]
    return f"<ruby>{''.join(inside)}</ruby>"


def _citation(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    return _sheet(env).hole("cite", tokens[at].content, tokens[at].meta["at"])


def _blockquote_open(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    credit = tokens[at].meta.get("credit")
    if credit is None:
        return f"{_gap(tokens, at)}<blockquote>\n"
    hole = _sheet(env).hole("href", f"source-url:{credit.meta['keys'][0]}", credit.meta["at"])
    return f'{_gap(tokens, at)}<blockquote cite="{hole}">\n'


def _blockquote_close(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    credit = tokens[at].meta.get("credit")
    if credit is None:
        return "</blockquote>\n"
    return f"<footer>{_sheet(env).hole('credit', credit.content, credit.meta['at'])}</footer>\n</blockquote>\n"


def _callout_open(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    kind = tokens[at].info
    label = escape(tokens[at].content) or (CALLOUTS[kind] if _japanese(_sheet(env)) else kind.capitalize())
    return f'<aside class="callout callout-{kind.lower()}" role="note">\n<p class="callout-label">{label}</p>\n'


def _table_open(_r: RendererHTML, _t: Sequence[Token], _at: int, _o: OptionsDict, env: EnvType) -> str:
    sheet = _sheet(env)
    sheet.tables += 1
    label = _word(sheet, "table", sheet.tables)
    return f'<div class="table" role="region" tabindex="0" aria-label="{label}">\n<table>\n'


def _table_close(_r: RendererHTML, _t: Sequence[Token], _at: int, _o: OptionsDict, _e: EnvType) -> str:
    return "</table>\n</div>\n"


def _footnote_ids(meta: dict[str, Any]) -> tuple[int, str]:
    """The footnote's number, and the id of the place in the text that refers to it."""
    number, again = meta["id"] + 1, meta.get("subId", 0)
    return number, f"fnref-{number}" + (f"-{again + 1}" if again else "")


def _footnote_ref(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    sheet = _sheet(env)
    number, own = _footnote_ids(tokens[at].meta)
    sheet.anchors.append(own)
    href = attribute(sheet, "href", f"#fn-{number}", Mark(sheet.path))
    label = _word(sheet, "note", number)
    return f'<sup class="footnote-ref"><a href="{href}" id="{own}" role="doc-noteref">{label}</a></sup>'


def _footnotes_open(_r: RendererHTML, _t: Sequence[Token], _at: int, _o: OptionsDict, env: EnvType) -> str:
    label = _word(_sheet(env), "notes")
    return f'<section class="footnotes" role="doc-endnotes" aria-label="{label}">\n<ol>\n'


def _footnotes_close(_r: RendererHTML, _t: Sequence[Token], _at: int, _o: OptionsDict, _e: EnvType) -> str:
    return "</ol>\n</section>\n"


def _footnote_open(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    own = f"fn-{tokens[at].meta['id'] + 1}"
    _sheet(env).anchors.append(own)
    return f'<li id="{own}">'


def _footnote_anchor(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    sheet = _sheet(env)
    number, target = _footnote_ids(tokens[at].meta)
    href = attribute(sheet, "href", f"#{target}", Mark(sheet.path))
    label = _word(sheet, "back", number)
    # U+FE0E keeps the arrow from being shown as an emoji.
    return f' <a href="{href}" class="footnote-backref" role="doc-backlink" aria-label="{label}">↩\ufe0e</a>'


def _raw_html(_r: RendererHTML, tokens: Sequence[Token], at: int, _o: OptionsDict, env: EnvType) -> str:
    sheet = _sheet(env)
    sheet.raw_html = sheet.raw_html or Mark(sheet.path)
    return without_ids(tokens[at].content)


def _sheet(env: EnvType) -> Sheet:
    sheet: Sheet = env["sheet"]
    return sheet


def _place(token: Token, sheet: Sheet) -> Mark:
    at: Mark = token.meta.get("at") or Mark(sheet.path)
    return at


_RULES = {
    "link_open": _link_open,
    "image": _image,
    "figure_close": _figure_close,
    "ruby": _ruby,
    "citation": _citation,
    "blockquote_open": _blockquote_open,
    "blockquote_close": _blockquote_close,
    "callout_open": _callout_open,
    "table_open": _table_open,
    "table_close": _table_close,
    "footnote_ref": _footnote_ref,
    "footnote_block_open": _footnotes_open,
    "footnote_block_close": _footnotes_close,
    "footnote_open": _footnote_open,
    "footnote_anchor": _footnote_anchor,
    "html_inline": _raw_html,
    "html_block": _raw_html,
}
