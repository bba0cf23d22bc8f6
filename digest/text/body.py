r"""Owns what a rendered body is: its markup with holes, and everything that the rest of the site wants to know of it.

A body depends on nothing but its own text and its options, so it can be cached by the fingerprint of both. What
depends on the rest of the site is left as a *hole*: in `Body.html` the text `\x00<index>\x00` stands for
`Body.holes[index]`. U+0000 cannot come from the source, for CommonMark (section 2.3) turns it into U+FFFD.
"""

from __future__ import annotations

from typing import NamedTuple


class MarkdownOptions(NamedTuple):
    """What changes the rendering beside the text; hashable, and its `repr` is stable."""

    raw_html: str = "escape"
    """escape, or sanitise: a small subset, through a sanitizer. There is no way to let it through as written."""
    japanese: bool = True
    """Whether the rules of `docs/markdown.md` beside emphasis and soft line breaks apply: ruby, `◎` headings."""
    readings: tuple[tuple[str, str], ...] = ()
    """Names and their kana: 金正恩 and キムジョンウン make 金正恩(キムジョンウン) ruby at its first appearance."""
    language: str = "ja"
    """The language of the words that we add: ja, or English for anything else."""
    date_words: bool = True
    """Whether the days that a post tells in words become dates."""


class Hole(NamedTuple):
    """A place in the markup that only the site can fill.

    kind `href` and `src`: the value of an attribute. `value` is the address as the author wrote it (Markdown escapes
    resolved, not percent-encoded by us): relative to a file, a heading's `#id`, media, or from the site's root;
    or `source-url:KEY`, the address of a source, which may be filled with nothing.
    kind `cite`: markup; `value` is the raw inside of `[see @a; @b, 3面]`. kind `credit`: markup of a quotation's credit
    line; `value` as for `cite`.
    """

    kind: str
    value: str
    line: int
    column: int
    length: int


class Heading(NamedTuple):
    """A heading that is not inside a list or a quotation; `level` is the one on the page, from 2 to 6."""

    level: int
    id: str
    text: str


class Citation(NamedTuple):
    """A citation group; `keys` are pairs of the source's key and the locator (`3面`, or empty)."""

    keys: tuple[tuple[str, str], ...]
    line: int
    column: int
    length: int


class Mention(NamedTuple):
    """A bare `@name` in the text, `name` with whatever follows it without a space."""

    name: str
    line: int
    column: int


class Claim(NamedTuple):
    """What a citation group stands for: the plain text that it closes, and the keys cited, each once, in order.

    That is the text of its paragraph or list item since the group before it, to the end of its sentence or, where the
    same sentence has another group, to the group itself. Groups with nothing between them are one.
    """

    text: str
    keys: tuple[str, ...]
    at: tuple[int, int] = (0, 0)
    """Line and column of its (first) group; the hole of that group has the same."""


class Quotation(NamedTuple):
    """A block quotation that ends with a citation group; `line` is where it begins."""

    text: str
    keys: tuple[str, ...]
    line: int


class Body(NamedTuple):
    """A rendered body. All texts but `html` are plain."""

    html: str = ""
    holes: tuple[Hole, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id in `html`, in order."""
    summary: str = ""
    """The first paragraph, cut at the end of a sentence near 120 characters; no reading, no citation."""
    plain: str = ""
    """The whole text, a block a line, without readings and citations: for search, counts and descriptions."""
    characters: int = 0
    """Characters of `plain` in NFKC without white space."""
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    readings: tuple[str, ...] = ()
    """Every ruby reading once, in order, so that a search can find a name by its sound."""
    unsourced: tuple[Quotation, ...] = ()
    """Block quotations that end with no citation group, and stand in none that does; without keys."""
    mentions: tuple[Mention, ...] = ()
    cited: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """By the line of `plain`, from 0: the keys that its block rests on (in a quotation with a credit, the credit's)."""
