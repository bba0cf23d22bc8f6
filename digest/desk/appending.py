"""Owns putting an entry into a post's `sources:`: the rest of the file stays as it is, to the character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from digest.content import posts
from digest.content.frontmatter import split
from digest.content.sources import split_sources
from digest.content.yamltext import Plain
from digest.desk import addresses
from digest.desk.splicing import Change, Sheet, apply, one_more, open_sheet
from digest.errors import ContentError, Mark, problem
from digest.output.files import walk
from digest.text.names import nearest


class Use(NamedTuple):
    """A post that has a report as a source already."""

    path: str
    line: int


def post_of(root: Path, name: str) -> str:
    """The path of the post that a slug, a file name or a path names. Raises ContentError for none, or for several."""
    paths = [f"{posts.POSTS}{path}" for path in sorted(walk(root / posts.POSTS).files) if path.endswith(".md")]
    wanted = name.removesuffix(".md").strip("/")
    found = [path for path in paths if wanted in {path.removesuffix(".md"), posts.default_slug(path)}]
    if not found:
        found = [path for path in paths if path.removesuffix(".md").endswith(f"/{wanted}")]
    if not found:
        found = [
            path for path in paths if f"slug: {wanted}\n" in (root / path).read_text(encoding="utf-8", errors="replace")
        ]
    if len(found) == 1:
        return found[0]
    if found:
        raise ContentError([problem("clip-many-posts", Mark("--post"), name=name, paths="、".join(found))])
    near = nearest(wanted, tuple(posts.default_slug(path) for path in paths))
    raise ContentError([problem("clip-no-post", Mark("--post"), name=name, near=near)])


def appended(data: bytes, path: str, lines: Sequence[str]) -> bytes:
    """The file's bytes with one more source. Raises ContentError where it cannot be put in safely."""
    sheet = open_sheet(data, path)
    value = sheet.document.value
    if not isinstance(value, dict):
        raise ContentError([problem("cannot-splice", Mark(path, sheet.document.first_line))])
    before = _items(value.get("sources"))
    change = _change(sheet, lines)

    def meant(found: Plain) -> bool:
        """All as before, and one more source at the end."""
        if not isinstance(found, dict):
            return False
        now = _items(found.get("sources"))
        rest = {name: one for name, one in found.items() if name != "sources"}
        return (
            now[:-1] == before
            and len(now) == len(before) + 1
            and rest == {k: v for k, v in value.items() if k != "sources"}
        )

    return apply(sheet, [change], meant)


def _items(value: Plain) -> list[Plain]:
    """Sources as a list: a bare text with several is split as when the post is read."""
    if isinstance(value, list):
        return value
    return [*split_sources(value)] if isinstance(value, str) else [value] if value else []


def _change(sheet: Sheet, lines: Sequence[str]) -> Change:
    node = sheet.node("sources")
    if node is None:
        last = max(number for number, line in enumerate(sheet.document.lines) if line.strip())
        end = sheet.line_stop(last)
        return Change(end, end, "\nsources:\n" + _block(lines))
    if node.id == "sequence" and (node.value or node.flow_style):
        return one_more(sheet, node, lines, "{" + ", ".join(line.partition("  # ")[0] for line in lines) + "}")
    start, end = sheet.place(node.start_mark), sheet.place(node.end_mark)
    if node.id == "scalar" and node.value:
        items = "".join(f"\n  - {_quoted(one)}" for one in split_sources(node.value))
        return Change(start, end, items + "\n" + _block(lines))
    if node.id == "mapping":
        raise ContentError([problem("cannot-splice", sheet.document.mark("sources"))])
    stop = sheet.line_stop(_key_line(sheet))
    return Change(stop, stop, "\n" + _block(lines))


def _key_line(sheet: Sheet) -> int:
    return next(int(key.start_mark.line) for key, _ in sheet.document.node.value if key.value == "sources")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _block(lines: Sequence[str]) -> str:
    return "\n".join(("  - " if number == 0 else "    ") + line for number, line in enumerate(lines))


def uses(root: Path, url: str) -> Iterator[Use]:
    """The posts that have this report as a source, whatever dress its address wears there."""
    wanted = addresses.same_key(url)
    host = wanted.partition("/")[0].partition("?")[0]
    for path in sorted(walk(root / posts.POSTS).files):
        whole = f"{posts.POSTS}{path}"
        if path.endswith(".md"):
            text = (root / whole).read_text(encoding="utf-8", errors="replace")
            if host in text:
                yield from _uses_in(text, whole, wanted)


def _uses_in(text: str, path: str, wanted: str) -> Iterable[Use]:
    """Addresses are found by the eye's way, for a post that cannot be read should be told of all the same."""
    for number, line in enumerate(split(text, path)[0].yaml.split("\n"), 2):
        for word in (
            line.replace("'", " ").replace('"', " ").replace(",", " ").replace("}", " ").replace("]", " ").split()
        ):
            if "://" in word and addresses.same_key(word) == wanted:
                yield Use(path, number)
                return
