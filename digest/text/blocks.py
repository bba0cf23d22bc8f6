"""Owns our rules on blocks, before their content is parsed: callouts, `{#id}`, `◎` headings, indented paragraphs.

Also the core rule that goes through the blocks, so that every rule on their content knows where it is.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token

from digest.errors import problem, warning
from digest.text import plainblocks
from digest.text.names import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.utils import EnvType

    from digest.text.sheet import Sheet

    Rules = tuple[Callable[[StateBlock, int, int, bool], bool], ...]

CALLOUTS = {"NOTE": "補足", "TIP": "ヒント", "IMPORTANT": "重要", "WARNING": "注意", "CAUTION": "警告"}
"""GitHub's five kinds, and what they are called in Japanese."""
_CALLOUT = re.compile(r"\[!([A-Za-z]+)\](?:[ \t\u3000]+(?P<title>[^\n]*[^\s]))?[ \t]*(?:\n|\Z)")
_PINNED = re.compile(r"(?<!\\)[ \t\u3000]*\{#([^\s{}#]+)\}\s*\Z")
MARK_LEVEL = 2
"""A `◎` heading stands where `##` would."""
_MARKED = re.compile(r"[◎○●■◆▽▼★][ \t\u3000]*(?P<text>\S[^\n]{0,80})\Z")
_DEFINES = (":", "~")
"""What a definition begins with; it may be a blank line away from its term."""
_TEXTS = frozenset({"text", "text_special"})
_SENTENCE = re.compile(r"[。．.]\Z")


_BEGINS = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "heading": "#",
    "html_block": "<",
}
"""The signs that the lines of a block begin with which a rule makes; a rule not named here is always asked."""


class Blocks(ParserBlock):
    """markdown-it's block parser, asking each rule only where its sign begins a line. Rules must not change later."""

    _table: tuple[Mapping[str, Rules], Rules] | None = None

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - markdown-it's names
        """As markdown-it's own."""
        self._table = self._table or self._by_sign()
        by_sign, always = self._table
        line, deepest, spaced = startLine, state.md.options["maxNesting"], False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if not state.level:
                state.line = line = _plain_blocks(state, line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                return
            if state.level >= deepest:
                state.line = endLine
                return
            sign = state.src[state.bMarks[line] + state.tShift[line]]
            for rule in by_sign.get(sign, always):
                if rule(state, line, endLine, False):  # noqa: FBT003 - markdown-it's form
                    break
            state.tight, line = not spaced, state.line
            spaced = spaced or (line - 1 < endLine and state.isEmpty(line - 1))
            if line < endLine and state.isEmpty(line):
                spaced = True
                state.line = line = line + 1

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token]:  # noqa: N803
        """As markdown-it's own; what can be told at a glance is taken before a line is looked at."""
        blank = len(src) - len(src.lstrip("\n"))
        at, line = plainblocks.take(src, blank, blank, md.inline.terminator_re, outTokens)
        if at < len(src):
            state = StateBlock(src, md, env, outTokens)
            self.tokenize(state, line, state.lineMax)
        return outTokens

    def _by_sign(self) -> tuple[Mapping[str, Rules], Rules]:
        """The rules to be asked at each sign, in their order, and those at any other character."""
        named = tuple(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))
        signs = dict.fromkeys("".join(_BEGINS.values()))
        table = {sign: tuple(rule for name, rule in named if sign in _BEGINS.get(name, sign)) for sign in signs}
        return table, tuple(rule for name, rule in named if name not in _BEGINS)


def _plain_blocks(state: StateBlock, line: int) -> int:
    """Take the blocks from `line` on that are told at a glance; the first line behind them that is not empty."""
    at, line = plainblocks.take(state.src, state.bMarks[line], line, state.md.inline.terminator_re, state.tokens)
    return state.lineMax if at == len(state.src) else state.skipEmptyLines(line)


def indented_paragraph(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - their form
    """A line that begins with U+3000 ends the paragraph before it: in pasted text it is a paragraph of its own."""
    first = state.bMarks[start] + state.tShift[start]
    return silent and state.level == 0 and state.src.startswith("\u3000", first)


def plain_paragraph(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 - their form
    """A paragraph of one line within a list or a quotation, which nothing but a paragraph can be."""
    begin, after = state.bMarks[start] + state.tShift[start], start + 1
    if silent or not "\u3041" <= state.src[begin] <= "\u9fff" or state.is_code_block(start):
        return False
    if after < state.lineMax and not state.isEmpty(after):
        return False
    if after + 1 < state.lineMax and state.src.startswith(_DEFINES, state.bMarks[after + 1] + state.tShift[after + 1]):
        return False
    content, level, lines = mdTrim(state.src[begin : state.eMarks[start]]), state.level, [start, after]
    state.tokens += (
        Token("paragraph_open", "p", 1, map=lines, level=level, block=True),
        Token("inline", "", 0, map=[*lines], level=level + 1, children=[], content=content, block=True),
        Token("paragraph_close", "p", -1, level=level, block=True),
    )
    state.line = after
    return True


def table_with_bars(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - their form
    """markdown-it's rule for tables, asked only where a line has the `|` that a table's first line must have."""
    return "|" in state.src[state.bMarks[start] : state.eMarks[start]] and table(state, start, end, silent)


def callouts(state: StateCore) -> None:
    """Make `> [!NOTE]` or `> [!NOTE] 題` quotations callouts; an unknown kind stays a quotation, with a warning."""
    sheet: Sheet = state.env["sheet"]
    for at, token in enumerate(state.tokens[:-2] if "[!" in state.src else ()):
        if token.type == "blockquote_open" and state.tokens[at + 1].type == "paragraph_open":
            found = _CALLOUT.match(state.tokens[at + 2].content)
            if found:
                _callout(state.tokens, at, found, sheet)


def _callout(tokens: list[Token], at: int, found: re.Match[str], sheet: Sheet) -> None:
    kind, opening, content = found[1].upper(), tokens[at], tokens[at + 2]
    lines = content.map or [0, 1]
    if kind not in CALLOUTS:
        mark = sheet.whole_line(lines[0])
        near = nearest(kind, CALLOUTS)
        sheet.problems.append(warning("unknown-callout", mark, kind=kind, kinds=", ".join(CALLOUTS), near=near))
        return
    closing = next(t for t in tokens[at:] if t.type == "blockquote_close" and t.level == opening.level)
    opening.type, opening.tag, opening.info = "callout_open", "aside", kind
    opening.content = found["title"] or ""
    closing.type, closing.tag = "callout_close", "aside"
    content.content, content.map = content.content[found.end() :], [lines[0] + 1, lines[1]]
    tokens[at + 1].hidden = tokens[at + 3].hidden = not content.content


def pinned_ids(state: StateCore) -> None:
    """Take `{#id}` from the end of headings; the same id twice is an error."""
    sheet: Sheet = state.env["sheet"]
    seen: set[str] = set()
    for at, token in enumerate(state.tokens if "{#" in state.src else ()):
        if token.type != "heading_open":
            continue
        found = _PINNED.search(state.tokens[at + 1].content)
        if found:
            state.tokens[at + 1].content = state.tokens[at + 1].content[: found.start()]
            if found[1] in seen:
                line = (token.map or [0, 1])[0]
                sheet.problems.append(problem("duplicate-heading-id", sheet.whole_line(line), id=found[1]))
            seen.add(found[1])
            token.attrs["id"] = found[1]


def mark_headings(state: StateCore) -> None:
    """Make headings of `◎見出し`: such a mark before one short line that is no sentence, alone in its paragraph."""
    for at, token in enumerate(state.tokens[:-2]):
        if token.type != "paragraph_open" or token.level:
            continue
        found = _MARKED.match(state.tokens[at + 1].content)
        if found and not _SENTENCE.search(found["text"]):
            tag = f"h{MARK_LEVEL}"
            state.tokens[at + 1].content = found["text"]
            token.type, token.tag = "heading_open", tag
            state.tokens[at + 2].type, state.tokens[at + 2].tag = "heading_close", tag


def contents(state: StateCore) -> None:
    """Parse the content of all blocks, as markdown-it's rule `inline` does, and tell the sheet where we are."""
    sheet: Sheet = state.env["sheet"]
    lines, parse = (0, 1), state.md.inline.parse
    for at, token in enumerate(state.tokens):
        if token.map:
            lines = (token.map[0], token.map[1])
        if token.type == "inline" or (token.type == "paragraph" and token.children is not None):
            sheet.enter(token, lines, is_cell=state.tokens[at - 1].tag in {"td", "th"})
            token.children = token.children or []
            parse(token.content, state.md, state.env, token.children)


def join_texts(state: StateCore) -> None:
    """Make one text of texts that escapes and entities divide, as markdown-it's rule `text_join`; they alone do so."""
    for token in state.tokens if "\\" in state.src or "&" in state.src else ():
        if token.children:
            token.children = _joined(token.children)


def _joined(children: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for is_text, group in groupby(children, key=lambda token: token.type in _TEXTS):
        run = list(group)
        if is_text:
            run[0].type, run[0].content = "text", "".join(token.content for token in run)
        kept += run[:1] if is_text else run
    for token in kept:
        token.children = _joined(token.children) if token.children else token.children
    return kept


def footnote_uses(state: StateCore) -> None:
    """Warn of footnotes that are defined and nowhere used; they are not rendered."""
    sheet: Sheet = state.env["sheet"]
    uses: dict[str, int] = state.env.get("footnotes", {}).get("refs", {})
    for token in state.tokens if uses else ():
        if token.type == "footnote_reference_open" and uses.get(":" + token.meta["label"], 0) < 0:
            line = (token.map or [0, 1])[0]
            sheet.problems.append(warning("unused-footnote", sheet.whole_line(line), label=token.meta["label"]))
