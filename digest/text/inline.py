"""Owns our inline rules of Markdown: citations, ruby, and the places of links, images and mistakes.

Each rule has markdown-it's form: it looks at `state.src[state.pos]`, and either moves on and returns true, or returns
false. Problems are told only for the content of a block (`sheet.depth` is 1), not for an image's description, whose
offsets mean something else, and never in silent mode, where a rule is only being tried.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.html_re import HTML_TAG_RE, open_tag
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.token import Token

from digest.errors import problem
from digest.text import strong
from digest.text.body import Citation, Mention
from digest.text.citation import group_at, mention_at, parse_group
from digest.text.flanking import EastAsianState
from digest.text.names import MOST_NEAR, nearest
from digest.text.ruby import kanji_before, parse_braces, parse_marked, parse_reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline.state_inline import StateInline
    from markdown_it.utils import EnvType

    from digest.text.ruby import Ruby
    from digest.text.sheet import Sheet

    Rules = tuple[RuleFuncInlineType, ...]

_LONGEST = 1_000
"""Characters of a citation or tag that are looked at; what has no end would be searched to the end each time."""
_FOOTNOTE = re.compile(r"\[\^([^\s\]]{1,200})\]")
_OPEN_TAG = re.compile(open_tag)
_ID = re.compile(r"""\sid\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)


_BEGINS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "strong": "*",
    "emphasis": "_*",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "footnote_ref": "[",
    "citation": "[",
    "mention": "@",
    "unknown_footnote": "[",
    "ruby_in_braces": "{",
    "ruby_marked": "｜",
    "ruby_after_kanji": "《",
}
"""The signs that a rule looks for first; at any other it has nothing to say. All rules are named but `text`."""
_LABEL_END = "]"
"""Begins nothing, but markdown-it looks for it where it looks for the end of a link's text."""


class EastAsianInline(ParserInline):
    """markdown-it's inline parser on our state, counting how deep it is in itself.

    It asks each rule only where that rule's sign stands, which is what the rules themselves look at first.
    """

    _by_sign: Mapping[str, Rules]

    def settle(self) -> None:
        """Take the rules as they now are; to be called before the first text, and again should they change."""
        names, rules = self.ruler.get_active_rules(), self.ruler.getRules("")
        named = [(_BEGINS[name], rule) for name, rule in zip(names, rules, strict=True) if name != "text"]
        signs = "".join(dict.fromkeys("".join(signs for signs, _ in named)))
        self._by_sign = {sign: tuple(rule for begins, rule in named if sign in begins) for sign in signs}
        self.terminator_re = re.compile(f"[{re.escape(signs + _LABEL_END)}]")

    def tokenize(self, state: StateInline) -> None:
        """As markdown-it's own, with the rules that the sign at hand concerns; what stands between signs is text."""
        rules_at, next_sign = self._by_sign.get, self.terminator_re.search
        source, end, deepest = state.src, state.posMax, state.md.options["maxNesting"]
        while (at := state.pos) < end:
            found = next_sign(source, at, end)
            stop = found.start() if found else end
            if stop > at:
                state.append_pending(source[at:stop])
                state.pos = stop
                continue
            for rule in rules_at(source[at], ()) if state.level < deepest else ():
                if rule(state, False):  # noqa: FBT003 - markdown-it's form
                    break
            else:
                state.append_pending(source[at])
                state.pos = at + 1
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse `src` into `tokens`, as markdown-it's own does."""
        made = strong.at_once(src, self.terminator_re)
        if made is not None:
            tokens += made
            return tokens
        sheet: Sheet | None = env.get("sheet")
        if sheet:
            sheet.depth += 1
        state = EastAsianState(src, md, env, tokens)
        self.tokenize(state)
        if state.delimiters or any(meta and meta["delimiters"] for meta in state.tokens_meta):
            for rule in self.ruler2.getRules(""):  # they pair delimiters, and join the texts that these leave behind
                rule(state)
        if sheet:
            sheet.depth -= 1
        return state.tokens


def located(rule: RuleFuncInlineType, kind: str) -> RuleFuncInlineType:
    """A rule of markdown-it's that also notes where the token of type `kind` which it makes stands."""

    def with_place(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
        start, known = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent and _sheet(state).depth == 1:
            token = next(made for made in state.tokens[known:] if made.type == kind)
            token.meta["at"] = _sheet(state).mark(start, state.pos - start)
        return True

    return with_place


def citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """`[@key]`, `[see @a; @b, 3面]`: after the rule for links, so that `[@name](https://…)` stays a link.

    Never taken in silent mode, so that a link around a citation is seen as one, and then refused. What does not begin
    with `@` may be meant as text, so only what does is told where it is no citation.
    """
    if silent or state.src[state.pos] != "[" or _sheet(state).depth > 1:
        return False
    inside = group_at(state.src, state.pos, min(state.posMax, state.pos + _LONGEST))
    group = parse_group(inside)
    end = state.pos + len(inside) + 2 if inside else -1
    if not group or state.linkLevel:
        if group or state.src.startswith(("[@", "[-@"), state.pos):
            _bad_citation(state, end, "citation-in-link" if group else "bad-citation")
        return False
    at = _sheet(state).mark(state.pos, end - state.pos)
    _sheet(state).citations.append(Citation(tuple(one[:2] for one in group), at.line, at.column, at.length))
    token = state.push("citation", "", 0)
    token.content = inside.replace("\n", " ")
    token.meta = {"keys": tuple(one.key for one in group), "at": at}
    return _skip(state, end)


def mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """Notes a bare `@name`, which may be meant as a citation; it stays text. In a link it is a person's name."""
    sheet = _sheet(state)
    if not silent and state.src[state.pos] == "@" and sheet.depth == 1 and not state.linkLevel:
        name = mention_at(state.src, state.pos, state.posMax)
        if name:
            at = sheet.mark(state.pos, len(name) + 1)
            sheet.mentions.append(Mention(name, at.line, at.column))
    return False


def _bad_citation(state: StateInline, end: int, code: str) -> None:
    line_end = state.src.find("\n", state.pos)
    stop = end if end > 0 else (line_end if line_end > 0 else state.posMax)
    _tell(state, code if end > 0 else "open-citation", stop - state.pos)


def ruby_in_braces(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """`{漢字|かんじ}` and `{漢字|かん|じ}`; `｜` serves as well, because `|` divides the cells of a table."""
    if state.src[state.pos] != "{":
        return False
    found = parse_braces(state.src, state.pos, state.posMax)
    if found and found.wrong and not silent:
        _tell(state, found.wrong, found.end - state.pos, base=found.base, count=len(found.base))
    return bool(found and not found.wrong) and _push_ruby(state, found, silent=silent)


def ruby_marked(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """`｜東京《とうきょう》`: the bar says where the base begins."""
    if state.src[state.pos] != "｜":
        return False
    return _push_ruby(state, parse_marked(state.src, state.pos, state.posMax), silent=silent)


def ruby_after_kanji(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """`漢字《かんじ》`: the base is the run of kanji directly before, the reading all kana."""
    if silent or state.src[state.pos] != "《":
        return False
    found = parse_reading(state.src, state.pos, state.posMax)
    base = kanji_before(state.pending) if found else ""
    if not found or not base:
        return False
    state.pending = state.pending[: -len(base)]
    return _push_ruby(state, found._replace(parts=((base, found.base),)), silent=False)


def unknown_footnote(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """`[^label]` that the footnote rule before has not taken: nobody defines it. It stays text."""
    found = None if silent or state.src[state.pos] != "[" else _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if found:
        few = len(_sheet(state).problems) < MOST_NEAR
        known = [name[1:] for name in state.env.get("footnotes", {}).get("refs", {})] if few else []
        _tell(state, "unknown-footnote", len(found[0]), label=found[1], near=nearest(found[1], known))
    return False


def escaped_html(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
    """Notes where the first raw HTML stands; it stays text."""
    sheet = _sheet(state)
    if not silent and state.src[state.pos] == "<" and sheet.raw_html is None and sheet.depth == 1:
        found = HTML_TAG_RE.match(state.src, state.pos, state.pos + _LONGEST)
        if found:
            sheet.raw_html = sheet.mark(state.pos, len(found[0].split("\n", 1)[0]))
    return False


def without_ids(html: str) -> str:
    """Raw HTML without `id` attributes, which could clash with ours; the sanitizer sees to the rest."""
    return _OPEN_TAG.sub(lambda tag: _ID.sub("", tag[0]), html)


def _sheet(state: StateInline) -> Sheet:
    sheet: Sheet = state.env["sheet"]
    return sheet


def _skip(state: StateInline, end: int) -> bool:
    state.pos = end
    return True


def _push_ruby(state: StateInline, found: Ruby | None, *, silent: bool) -> bool:
    if not found:
        return False
    if not silent:
        token = state.push("ruby", "", 0)
        token.content = "".join(base for base, _ in found.parts)
        token.meta = {"parts": found.parts}
    return _skip(state, found.end)


def _tell(state: StateInline, code: str, length: int, **args: object) -> None:
    sheet = _sheet(state)
    if sheet.depth == 1:
        text = state.src[state.pos : state.pos + length].split("\n", 1)[0]
        sheet.problems.append(problem(code, sheet.mark(state.pos, len(text)), text=text, **args))
