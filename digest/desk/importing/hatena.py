"""Owns Hatena's notation (はてな記法) in exports that hold what was written and not the HTML that was made of it.

A text in the notation is read block by block; one in Markdown keeps its blocks, and only what the host adds to Markdown
(footnotes, addresses, pictures) is read. Which of the two it is, is told by signs that nothing else writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from digest.desk.importing.escaping import inline, line_starts
from digest.desk.importing.hatena_inline import SIGNS, Inline

_HEADING = re.compile(r"(\*{1,3})(?!\*)(?:[\w-]+\*(?=\S))?\s*(\S.*)")
_LIST = re.compile(r"([-+]{1,3})(?![-+>])\s*(.*)")
_TERM = re.compile(r":([^:]+):(.*)")
_CODE = re.compile(r">\|([\w.+#-]*)\|")
_QUOTE = re.compile(r">(?:(https?://[^>\s]*?)(?::title(?:=([^>]*))?)?)?>")
_MORE = re.compile(r"={4,}")
_FENCE = re.compile(r"^(?:`{3,}|~{3,})", re.MULTILINE)
_BLOCKS = re.compile(
    r"^>\|[\w.+#-]*\|$(?:(?!^>\|[\w.+#-]*\|$).)*?^\|\|<$|^>\|$(?:(?!^>\|$).)*?^\|<$"
    r"|^>(?:https?://[^>\s]*)?>$(?:(?!^>(?:https?://[^>\s]*)?>$).)*?^<<$",
    re.MULTILINE | re.DOTALL,
)
"""Blocks with an end; none holds another of its kind, so that many without an end take no time."""
_SURELY = re.compile(r"^#{1,6} |^(?:`{3,}|~{3,})|^\[[^\]\n]+\]: |\]\(https?://", re.MULTILINE)
_MARKDOWN = re.compile(rf"{_SURELY.pattern}|^[-*+] \S", re.MULTILINE)
"""What Markdown writes and the notation does not; a list may be either's where other blocks tell the notation."""
_WEAK = (
    re.compile(r"^\*{1,3}[^*\s][^*\n]*$", re.MULTILINE),
    re.compile(r"\(\([^()\n]+\)\)"),
    re.compile(r"^[-+]{1,3}[^-+\s\d>]", re.MULTILINE),
    re.compile(r"^:[^:\n]+:[^:\n]", re.MULTILINE),
    re.compile(r"\[\[[^\[\]\n]+\]\]"),
)


class Translated(NamedTuple):
    """A text as Markdown."""

    text: str
    kept: tuple[tuple[str, int], ...]
    """What stayed as text, with its line from 1."""


def is_notation(text: str, *, doubtful: bool) -> bool:
    """Whether a text is in Hatena's notation, block by block; a `doubtful` one may as well be in Markdown."""
    strong = _BLOCKS.search(text) is not None
    if (_SURELY if strong else _MARKDOWN).search(_BLOCKS.sub("", text)):
        return False
    weak = sum(one.search(text) is not None for one in _WEAK)
    return strong or (weak > 1 and not doubtful) or bool(weak and SIGNS.search(text))


def is_mixed(text: str) -> bool:
    """Whether a text in Markdown holds what only the host knows."""
    return SIGNS.search(text) is not None


def markdown(text: str) -> Translated:
    """A text in the notation as Markdown."""
    reading = _Reading(text)
    return _whole("\n".join(reading.blocks()), reading.inline, text)


def within_markdown(text: str) -> Translated:
    """A text in Markdown with what the host adds to it as plain Markdown; code blocks stay."""
    reading = Inline(lambda part: part)
    out, last = [], 0
    for start, end in _fences(text):
        out += [reading.read(text[last:start], last), text[start:end]]
        last = end
    return _whole("".join([*out, reading.read(text[last:], last)]), reading, text)


def _fences(text: str) -> Iterator[tuple[int, int]]:
    """Where blocks of code begin and end."""
    starts = list(_FENCE.finditer(text))
    while starts:
        opening = starts.pop(0)
        closing = next((one for one in starts if one[0][0] == opening[0][0] and len(one[0]) >= len(opening[0])), None)
        yield opening.start(), closing.end() if closing else len(text)
        starts = [one for one in starts if closing and one.start() > closing.start()]


def _whole(made: str, reading: Inline, text: str) -> Translated:
    notes = [f"[^h{number}]: {one}" for number, one in enumerate(reading.footnotes, 1)]
    whole = re.sub(r"\n{3,}", "\n\n", made).strip("\n")
    kept = tuple((one.what, text.count("\n", 0, one.at) + 1) for one in reading.kept)
    return Translated("\n\n".join([whole, *notes]) + "\n", kept)


class _Reading:
    """A text being read line by line."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._at = 0
        self.inline = Inline(lambda part: inline(part).replace("\\<", "<"))

    def blocks(self, until: str = "") -> Iterator[str]:
        """The lines of every block, up to a line that is `until`."""
        while self._at < len(self._lines):
            line = self._lines[self._at].rstrip()
            if until and line == until:
                self._at += 1
                return
            yield from self._block(line)

    def _block(self, line: str) -> Iterator[str]:
        if _CODE.fullmatch(line) or line == ">|":
            yield from self._code(line)
        elif found := _QUOTE.fullmatch(line):
            yield from self._quote(found)
        elif _LIST.fullmatch(line) and not re.fullmatch(r"-{4,}|[-+]\d.*", line):
            yield from self._list()
        elif line.startswith("|") and line.endswith("|") and len(line) > 2:
            yield from self._table()
        else:
            self._at += 1
            yield from ("", self._line(line))

    def _line(self, line: str) -> str:
        """A heading, a definition, a paragraph, or nothing for the mark of the fold."""
        begin = self._starts[self._at - 1]
        if found := _HEADING.fullmatch(line):
            return f"{'#' * (len(found[1]) + 1)} {self.inline.read(found[2], begin + found.start(2))}"
        if found := _TERM.fullmatch(line):
            term, told = (self.inline.read(found[part], begin + found.start(part)) for part in (1, 2))
            return f"{term}\n: {told}"
        if _MORE.fullmatch(line):
            return ""
        html = re.fullmatch(r">(<.*>)<?|(<.*>)<", line)
        return (html[1] or html[2]) if html else line_starts(self.inline.read(line, begin))

    def _code(self, opening: str) -> Iterator[str]:
        closing = "|<" if opening == ">|" else "||<"
        self._at += 1
        code = []
        while self._at < len(self._lines) and not (line := self._lines[self._at]).rstrip().endswith(closing):
            code.append(line)
            self._at += 1
        if self._at < len(self._lines) and (rest := self._lines[self._at].rstrip().removesuffix(closing)):
            code.append(rest)
        self._at += 1
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`{3,}", "\n".join(code))), default=0))
        yield from ("", f"{fence}{opening.strip('>|')}", *code, fence, "")

    def _quote(self, opening: re.Match[str]) -> Iterator[str]:
        self._at += 1
        inner = re.sub(r"\n{3,}", "\n\n", "\n".join(self.blocks("<<"))).strip("\n").split("\n")
        source = f"[{inline(opening[2])}](<{opening[1]}>)" if opening[2] else f"<{opening[1]}>" if opening[1] else ""
        inner += ["", source] if source else []
        yield from ("", *(f"> {line}".rstrip() for line in inner), "")

    def _list(self) -> Iterator[str]:
        """Items nest by the number of their signs; an item is as far in as the text of the one above it."""
        widths: list[int] = []
        yield ""
        while self._at < len(self._lines) and (found := _LIST.fullmatch(self._lines[self._at].rstrip())):
            level = len(found[1])
            mark = "1. " if found[1][-1] == "+" else "- "
            widths = [*(widths + [2] * level)[: level - 1], len(mark)]
            self._at += 1
            text = self.inline.read(found[2], self._starts[self._at - 1] + found.start(2))
            yield " " * sum(widths[:-1]) + mark + text
        yield ""

    def _table(self) -> Iterator[str]:
        """The first row is the head where its cells are marked so, else the head is empty."""
        rows = []
        while self._at < len(self._lines) and re.fullmatch(r"\|.+\|", self._lines[self._at].rstrip()):
            line = self._lines[self._at].rstrip()
            cells = (cell.strip() for cell in line.strip("|").split("|"))
            rows.append([self.inline.read(cell.removeprefix("*"), self._starts[self._at]) for cell in cells])
            self._at += 1
        headed = "|*" in self._lines[self._at - len(rows)]
        head = rows[0] if headed else [""] * len(rows[0])
        body = rows[1:] if headed else rows
        yield from ("", _row(head), _row(["---"] * len(head)), *map(_row, body), "")


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
