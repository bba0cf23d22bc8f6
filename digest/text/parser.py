"""Owns the two Markdown parsers: the one for posts, and plain CommonMark with the Japanese rules.

A parser is built once for each set of rules and never changed afterwards; all that one rendering collects is in the
`Sheet` that it gets with the text.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_inline import image, link
from markdown_it.rules_inline.autolink import autolink
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from digest.text import blocks, inline, markup, strong
from digest.text.runs import join_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict


class _Parser(MarkdownIt):
    """markdown-it with our inline parser; addresses are kept as the author wrote them, for `digest.text.links`."""

    def __init__(self, *, html: bool) -> None:
        super().__init__("commonmark", {"html": html, "xhtmlOut": False}, renderer_cls=markup.QuickRenderer)
        self.block, self.inline = blocks.Blocks(), inline.EastAsianInline()
        self.configure("commonmark", {"html": html, "xhtmlOut": False})

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """The address unchanged."""
        return url

    def validateLink(self, _url: str) -> bool:  # noqa: N802 - markdown-it's name
        """True: a bad address is told to the author later, not silently left as text."""
        return True


@cache
def post_parser(raw_html: str, *, japanese: bool) -> MarkdownIt:
    """The parser for posts; `raw_html` as in `MarkdownOptions`."""
    md = _Parser(html=raw_html == "sanitise")
    md.enable(["table", "strikethrough"])
    footnote_plugin(md, inline=False)
    deflist_plugin(md)
    _add_core_rules(md, japanese=japanese)
    _add_inline_rules(md, japanese=japanese)
    md.disable("normalize")  # the text comes normalised
    if raw_html != "sanitise":
        md.disable("html_block")
        md.inline.ruler.at("html_inline", inline.escaped_html)
        md.enable("html_inline")
    markup.install(md)
    return _settled(md)


def _add_core_rules(md: MarkdownIt, *, japanese: bool) -> None:
    md.core.ruler.at("inline", blocks.contents)
    md.core.ruler.before("inline", "callouts", blocks.callouts)
    md.core.ruler.before("inline", "pinned_ids", blocks.pinned_ids)
    md.core.ruler.after("inline", "footnote_uses", blocks.footnote_uses)
    md.core.ruler.push("join_lines", _join_lines)
    md.core.ruler.at("text_join", blocks.join_texts)
    md.block.ruler.at("table", blocks.table_with_bars, {"alt": ["paragraph", "reference"]})
    md.block.ruler.before("table", "plain_paragraph", blocks.plain_paragraph)
    if japanese:
        md.core.ruler.before("pinned_ids", "mark_headings", blocks.mark_headings)
        md.block.ruler.before("paragraph", "indented", blocks.indented_paragraph, {"alt": ["paragraph"]})


def _add_inline_rules(md: MarkdownIt, *, japanese: bool) -> None:
    md.inline.ruler.at("link", inline.located(link, "link_open"))
    md.inline.ruler.at("image", inline.located(image, "image"))
    md.inline.ruler.at("autolink", inline.located(autolink, "link_open"))
    md.inline.ruler.after("link", "citation", inline.citation)
    md.inline.ruler.after("citation", "mention", inline.mention)
    md.inline.ruler.after("footnote_ref", "unknown_footnote", inline.unknown_footnote)
    if japanese:
        md.inline.ruler.push("ruby_in_braces", inline.ruby_in_braces)
        md.inline.ruler.push("ruby_marked", inline.ruby_marked)
        md.inline.ruler.push("ruby_after_kanji", inline.ruby_after_kanji)


@cache
def commonmark_parser() -> MarkdownIt:
    """CommonMark with nothing added but emphasis beside East Asian text and joined lines; raw HTML as written."""
    md = MarkdownIt("commonmark")
    md.inline = inline.EastAsianInline()
    md.configure("commonmark")
    md.core.ruler.push("join_lines", _join_lines)
    md.add_render_rule("blockquote_open", _blockquote_open)
    return _settled(md)


def _settled(md: MarkdownIt) -> MarkdownIt:
    """The parser with the last of its inline rules, which needs those before it; none may follow."""
    md.inline.ruler.before("emphasis", "strong", strong.rule)
    if isinstance(md.inline, inline.EastAsianInline):  # as in every parser of ours
        md.inline.settle()
    return md


def _blockquote_open(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, _env: EnvType
) -> str:
    """As markdown-it writes it, and with the line break that the specification shows in an empty quotation, too."""
    return renderer.renderToken(tokens, at, options, {}).rstrip("\n") + "\n"


def _join_lines(state: StateCore) -> None:
    for token in state.tokens:
        if token.children and "\n" in token.content:
            token.children = join_lines(token.children)
