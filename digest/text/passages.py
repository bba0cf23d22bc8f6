"""Owns what a body says apart from its looks: plain text, summary, claims, quotations; and marks readings and dates.

One walk over the blocks, before they are written as HTML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from digest.text.body import Quotation
from digest.text.claiming import claims_in
from digest.text.excerpt import excerpt
from digest.text.runs import mark_dates, mark_readings, plain, text_for_dates, with_readings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it.token import Token

    from digest.text.body import Claim
    from digest.text.runs import Annotate


_UNREAD = frozenset({"code_inline", "image"})
"""Content whose text is not searched for dates (`digest.text.runs.text_for_dates`)."""


@dataclass(slots=True)
class Passages:
    """What the walk has found so far; `of` makes one from all blocks."""

    readings: Mapping[str, str]
    dated: list[tuple[Token, str, tuple[str, ...]]] | None
    """Blocks whose date words are to be marked, with their texts and the keys they cite; None: dates are left alone."""
    texts: list[str] = field(default_factory=list)
    lead: str = ""
    """The first paragraph that is neither in a list nor in a quotation."""
    found_claims: list[Claim] = field(default_factory=list)
    found_quotations: list[Quotation] = field(default_factory=list)
    resting: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """By the place in `texts`: the keys that a block rests on."""
    found_unsourced: list[Quotation] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """Names that have had their reading."""

    @classmethod
    def of(
        cls, tokens: list[Token], readings: Mapping[str, str], annotate: Annotate | None, first_line: int
    ) -> Passages:
        """Walk over the blocks, whose first line is `first_line` of the file; their content is marked in place."""
        passages = cls(readings, [] if annotate else None)
        credited = credit_quotations(tokens)
        make_figures(tokens)
        quoted: list[tuple[Token | None, int, int]] = []
        in_notes = False
        for at, token in enumerate(tokens):
            kind = token.type
            if kind == "paragraph":
                passages._paragraph(token)
            elif kind == "inline":
                passages._content(tokens, at, _credited_keys(quoted), in_notes=in_notes)
            elif kind in {"fence", "code_block"}:
                passages.texts.append(token.content.rstrip("\n"))
            elif kind == "blockquote_open":
                quoted.append((credited.get(at), len(passages.texts), first_line + (token.map or [0])[0]))
            elif kind == "blockquote_close":
                passages._quotation(*quoted.pop(), within=bool(quoted))
            elif kind == "footnote_block_open":
                in_notes = True
        if annotate:
            passages._mark_dates(annotate)
        return passages

    @property
    def plain(self) -> str:
        """All texts, a block a line."""
        return "\n".join(text for text in self.texts if text)

    @property
    def summary(self) -> str:
        """The lead, or the first text where there is no lead, cut short."""
        return excerpt(self.lead or next((text for text in self.texts if text), ""))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """In the order of the text."""
        return tuple(self.found_claims)

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """In the order of their ends."""
        return tuple(self.found_quotations)

    @property
    def cited(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The keys that blocks rest on, by their line in `plain`."""
        lengths = [text.count("\n") + 1 if text else 0 for text in self.texts]
        lines = list(accumulate(lengths, initial=0))
        return tuple((lines[at], keys) for at, keys in self.resting.items() if self.texts[at])

    def _mark_dates(self, annotate: Annotate) -> None:
        blocks = self.dated or []
        found = annotate([(text, keys) for _, text, keys in blocks]) if blocks else ()
        for (token, _, _), spans in zip(blocks, found, strict=True):
            if spans:
                mark_dates(token, spans)

    def _paragraph(self, token: Token) -> None:
        """A paragraph that stands in nothing else; of most, which hold no markup, readings are all there is to find."""
        if token.children:
            keys = self._text(token, token.children, ())
            self.found_claims += claims_in(token.children) if keys else ()
        else:
            if self.readings:
                token.children = with_readings(token.content, self.readings, self.seen)
            self.texts.append((plain(token.children) if token.children else token.content).strip())
            if self.dated is not None:
                self.dated.append((token, text_for_dates(token.children) if token.children else token.content, ()))
        self.lead = self.lead or self.texts[-1]

    def _content(self, tokens: list[Token], at: int, credit: tuple[str, ...], *, in_notes: bool) -> None:
        token = tokens[at]
        keys = self._text(token, token.children or [], credit)
        in_paragraph = tokens[at - 1].type == "paragraph_open"
        if in_paragraph and token.level == 1 and not self.lead:
            self.lead = self.texts[-1]
        if keys and in_paragraph and not credit and not in_notes:
            self.found_claims += claims_in(token.children or ())

    def _text(self, token: Token, children: list[Token], credit: tuple[str, ...]) -> tuple[str, ...]:
        """Keep the text of parsed content, mark the readings in it, and return the keys that it cites itself."""
        if self.readings:
            children = mark_readings(children, self.readings, self.seen)
        text, kinds = plain(children), {child.type for child in children}
        keys = _keys(children) if "citation" in kinds else ()
        self.texts.append(text.strip())
        if credit or keys:
            self.resting[len(self.texts) - 1] = credit or keys
        token.children = children
        if self.dated is not None:
            shown = text if kinds.isdisjoint(_UNREAD) else text_for_dates(children)
            self.dated.append((token, shown, credit or keys))
        return keys

    @property
    def unsourced(self) -> tuple[Quotation, ...]:
        """Quotations without a source, in the order of their ends."""
        return tuple(self.found_unsourced)

    def _quotation(self, credit: Token | None, begin: int, line: int, *, within: bool) -> None:
        """Keep a quotation that has a credit; of those without, the outermost: one within another belongs to it."""
        text = "\n".join(text for text in self.texts[begin:] if text)
        if credit:
            self.found_quotations.append(Quotation(text, credit.meta["keys"], line))
        elif not within:
            self.found_unsourced.append(Quotation(text, (), line))


def _keys(children: list[Token]) -> tuple[str, ...]:
    """The keys that a block's content cites, each once."""
    return tuple(dict.fromkeys(key for child in children if child.type == "citation" for key in child.meta["keys"]))


def _credited_keys(quoted: list[tuple[Token | None, int, int]]) -> tuple[str, ...]:
    """The keys of the innermost open quotation that has a credit."""
    return next((tuple(credit.meta["keys"]) for credit, _, _ in reversed(quoted) if credit), ())


def credit_quotations(tokens: list[Token]) -> dict[int, Token]:
    """Move the citation group that ends a quotation into its credit line; by the place of the opening token."""
    credited: dict[int, Token] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.type == "blockquote_open":
            opened.append(at)
        elif token.type == "blockquote_close":
            begin = opened.pop()
            credit = _take_credit(tokens, at)
            if credit:
                credited[begin] = credit
                tokens[begin].meta["credit"] = token.meta["credit"] = credit
    return credited


def _take_credit(tokens: list[Token], end: int) -> Token | None:
    """The citation that is the last thing in the last paragraph before `end`, taken out of it; or None."""
    paragraph, children = tokens[end - 3 : end], tokens[end - 2].children or []
    if [token.type for token in paragraph] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    if not children or children[-1].type != "citation":
        return None
    credit = children.pop()
    if children and children[-1].type in {"softbreak", "hardbreak"}:
        children.pop()
    if children and children[-1].type == "text":
        children[-1].content = children[-1].content.rstrip()
    paragraph[0].hidden = paragraph[2].hidden = not any(child.content or child.type != "text" for child in children)
    return credit


def make_figures(tokens: list[Token]) -> None:
    """Make figures of paragraphs that hold one image with a title, and nothing else; the title is the caption."""
    for at, token in enumerate(tokens):
        children = token.children if token.type == "inline" else None
        if not children or len(children) > 1 or children[0].type != "image" or not children[0].attrs.get("title"):
            continue
        before, after = tokens[at - 1], tokens[at + 1]
        if before.type == "paragraph_open" and not before.hidden:
            before.type, before.tag = "figure_open", "figure"
            after.type, after.tag, after.content = "figure_close", "figure", str(children[0].attrs["title"])
            children[0].meta["figure"] = True
