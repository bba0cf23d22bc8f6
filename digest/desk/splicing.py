"""Owns changes to the author's YAML that leave every other character as it is: comments, quotes, blanks, line ends.

Places come from the parsed nodes; the text between them is never written anew, which is more than a round-trip library
promises (docs/decisions/0017). After a change the text is parsed again, and one that did not do exactly what was meant
is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from digest.content import frontmatter, yamltext
from digest.content.yamltext import Document, Path, Plain
from digest.desk.importing.front import scalar
from digest.errors import ContentError, Mark, problem

LINE_END = re.compile(r"\r\n|\r|\n")
BOM = "\ufeff"


class Change(NamedTuple):
    """`text` instead of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


class Sheet(NamedTuple):
    """A file of the author's: its characters, and the YAML in it."""

    path: str
    raw: str
    """With its own line ends and byte order mark."""
    starts: tuple[int, ...]
    """Where each line begins in `raw`."""
    document: Document

    @property
    def line_end(self) -> str:
        """The line end that the file uses first."""
        found = LINE_END.search(self.raw)
        return found[0] if found else "\n"

    def place(self, mark: Any) -> int:  # noqa: ANN401 - PyYAML marks carry no types
        """Where a mark of the document is in `raw`."""
        line = self.document.first_line - 1 + mark.line
        return self.starts[line] + mark.column if line < len(self.starts) else len(self.raw)

    def line_stop(self, line: int) -> int:
        """Where a line of the document (from 0) ends in `raw`, before its line end."""
        start = self.starts[self.document.first_line - 1 + line]
        found = LINE_END.search(self.raw, start)
        return found.start() if found else len(self.raw)

    def node(self, *keys: str | int) -> Any:  # noqa: ANN401
        """The node at this path, or None."""
        node = self.document.node
        for step in keys:
            node = yamltext.child(node, step)
        return node


def open_sheet(data: bytes, path: str) -> Sheet:
    """The sheet of a post or of a YAML file. Raises ContentError where its YAML cannot be read."""
    text, problems = frontmatter.decode(data, path)
    if problems:
        raise ContentError(problems)
    yaml, first = text, 1
    if path.endswith(".md"):
        parts, problems = frontmatter.split(text, path)
        yaml, first = parts.yaml, parts.yaml_line
    document, more = yamltext.read(yaml, path, first)
    if problems or more:
        raise ContentError([*problems, *more])
    raw = data.decode("utf-8")
    begin = len(BOM) if raw.startswith(BOM) else 0
    starts = (begin, *(found.end() for found in LINE_END.finditer(raw)))
    return Sheet(path, raw, starts, document)


def apply(sheet: Sheet, changes: Iterable[Change], meant: Callable[[Plain], bool]) -> bytes:
    """The file's bytes with the changes made. Raises ContentError when the result does not say what was `meant`."""
    raw = sheet.raw
    for change in sorted(changes, reverse=True):
        raw = raw[: change.start] + change.text.replace("\n", sheet.line_end) + raw[change.end :]
    data = raw.encode("utf-8")
    try:
        good = meant(open_sheet(data, sheet.path).document.value)
    except ContentError:
        good = False
    if not good:
        raise ContentError([problem("cannot-splice", Mark(sheet.path, sheet.document.first_line))])
    return data


def instead(sheet: Sheet, node: Any, value: str) -> Change:  # noqa: ANN401
    """A scalar's new value, in the quotes that the old one had where they can hold it."""
    start, end = sheet.place(node.start_mark), sheet.place(node.end_mark)
    if node.style == '"' and not re.search(r'[\\"\x00-\x1f]', value):
        return Change(start, end, f'"{value}"')
    if node.style == "'":
        return Change(start, end, "'" + value.replace("'", "''") + "'")
    return Change(start, end, scalar(value))


def one_more(sheet: Sheet, node: Any, lines: Sequence[str], short: str) -> Change:  # noqa: ANN401
    """One more item at the end of a sequence node: `lines` in a block, without dash and indent; `short` in brackets."""
    if node.flow_style:
        return _one_more_in_flow(sheet, node, short)
    column = _dash_column(sheet, node)
    block = [" " * column + ("- " if number == 0 else "  ") + line for number, line in enumerate(lines)]
    stop = sheet.line_stop(last_line(node))
    return Change(stop, stop, "\n" + "\n".join(block))


def _one_more_in_flow(sheet: Sheet, node: Any, text: str) -> Change:  # noqa: ANN401
    """Before the closing bracket, right behind the last item."""
    if not node.value:
        inside = sheet.place(node.start_mark) + 1
        return Change(inside, inside, text)
    end = sheet.place(node.value[-1].end_mark)
    return Change(end, end, f", {text}")


def _dash_column(sheet: Sheet, node: Any) -> int:  # noqa: ANN401
    """The column of a block sequence's dashes."""
    line = sheet.document.lines[node.value[0].start_mark.line]
    before = line[: node.value[0].start_mark.column]
    return int(before.rindex("-") if "-" in before else node.start_mark.column)


def last_line(node: Any) -> int:  # noqa: ANN401
    """The last line (from 0) on which a node has text; a block's end mark lies after its comments and blank lines."""
    while isinstance(node.value, list) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = node.end_mark
    if getattr(node, "style", None) in {"|", ">"} and end.column == 0:
        return max(int(node.start_mark.line), int(end.line) - 1)
    return int(end.line)


def with_value(value: Plain, keys: Path, new: Plain) -> Plain:
    """A plain value with what stands at `keys` replaced; None there removes an item or key."""
    if not keys:
        return new
    step, rest = keys[0], keys[1:]
    if isinstance(value, list) and isinstance(step, int):
        changed = with_value(value[step], rest, new)
        return [*value[:step], *([] if changed is None else [changed]), *value[step + 1 :]]
    if isinstance(value, dict) and isinstance(step, str):
        changed = with_value(value.get(step), rest, new)
        kept = {**value, step: changed}
        return kept if changed is not None else {name: one for name, one in kept.items() if name != step}
    return value
