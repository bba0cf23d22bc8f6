"""Owns which reader an input is for: told by `--format`, else found from what the file or folder holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from digest.desk.importing.clippings import MARKS
from digest.errors import ContentError, Mark, Problem, UsageError, problem

FORMATS = ("auto", "pasted", "mt", "wxr", "jekyll", "hugo", "hexo", "pelican")
BLOGS = ("jekyll", "hugo", "hexo", "pelican")
HEAD = 65_536
LOOKED_AT = 50
"""Markdown files of a folder that are looked at for front matter; a README has none."""
TEXTS = frozenset({".txt", ".text", ""})
MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mdown"})
_XML = re.compile(rb"\s*(?:<\?xml|<rss|<!--\s*(?:This is a WordPress|generator))", re.IGNORECASE)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
_MT_KEY = re.compile(
    rb"(?m)^(?:TITLE|AUTHOR|DATE|BASENAME|STATUS|ALLOW COMMENTS|CONVERT BREAKS|PRIMARY CATEGORY|CATEGORY): ?"
)
_MT_END = re.compile(rb"(?m)^-----\r?$|\r-----\r")


class Input(NamedTuple):
    """A file or folder to import."""

    format: str
    path: Path
    shown: str
    """How messages name it."""


def inputs(paths: Iterable[tuple[Path, str]], wanted: str, marks: str) -> tuple[Input, ...]:
    """What these paths, each with the name that messages use, are.

    Raises UsageError for what is not there, ContentError with all whose format is unclear.
    """
    found: list[Input] = []
    unclear = []
    for path, shown in paths:
        if not path.exists():
            raise UsageError(problem("import-no-file", Mark("PATH"), found=shown))
        kinds = list(_of_folder(path, shown, wanted, marks) if path.is_dir() else _of_file(path, shown, wanted, marks))
        found += kinds
        unclear += [] if kinds else [_unclear(path, shown)]
    if unclear:
        raise ContentError(unclear)
    return tuple(found)


def _unclear(path: Path, shown: str) -> Problem:
    if path.is_file() and _PAGE.match(_head(path)):
        return problem("import-web-page", Mark(shown), path=shown)
    return problem("import-unknown-format", Mark(shown), formats=", ".join(FORMATS[1:]))


def _of_file(path: Path, shown: str, wanted: str, marks: str) -> Iterator[Input]:
    kind = wanted if wanted != "auto" else _file_format(path, marks)
    if kind:
        yield Input(kind, path, shown)


def _of_folder(path: Path, shown: str, wanted: str, marks: str) -> Iterator[Input]:
    """A folder is one blog; or every clipping or export in it and in its folders, in order of their paths."""
    kind = wanted if wanted in BLOGS else folder_format(path) if wanted == "auto" else ""
    if kind:
        yield Input(kind, path, shown)
        return
    for file in sorted(path.rglob("*")):
        below = file.relative_to(path)
        if (
            file.is_file()
            and not any(part.startswith(".") for part in below.parts)
            and (wanted != "auto" or file.suffix.lower() in {".txt", ".xml", ".zip"})
        ):
            yield from _of_file(file, f"{shown.rstrip('/')}/{below.as_posix()}", wanted, marks)


def folder_format(path: Path) -> str:
    """The generator whose site this folder is, or empty."""
    below = {one.name for one in path.iterdir()}
    if (path / "source" / "_posts").is_dir() or (path.name == "source" and "_posts" in below):
        return "hexo"
    if "_posts" in below or path.name == "_posts" or "_drafts" in below:
        return "hexo" if path.parent.name == "source" else "jekyll"
    if below & {"pelicanconf.py", "publishconf.py"}:
        return "pelican"
    if below & {"hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "archetypes"}:
        return "hugo"
    files = (one for one in sorted(path.rglob("*")) if one.suffix.lower() in MARKDOWN and one.is_file())
    return next(filter(None, (_markdown_format(_head(file)) for file in islice(files, LOOKED_AT))), "")


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _file_format(path: Path, marks: str) -> str:
    head = _head(path)
    if head.startswith(b"PK\x03\x04") or _XML.match(head.removeprefix(b"\xef\xbb\xbf")) or b"xmlns:wp=" in head[:4096]:
        return "wxr"
    if len(_MT_KEY.findall(head.replace(b"\r", b"\n"))) > 1 and _MT_END.search(head):
        return "mt"
    if path.suffix.lower() in MARKDOWN:
        return _markdown_format(head)
    return "pasted" if path.suffix.lower() in TEXTS and _has_section(head, marks) else ""


def _markdown_format(head: bytes) -> str:
    """By the front matter: TOML or JSON is Hugo's, metadata lines are Pelican's, YAML is read alike for all."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"+++", b"{")):
        return "hugo"
    if re.match(rb"(?i)(?:title|date|slug|category|tags|authors?)[ \t]*:[^\n]*\n", start):
        return "pelican"
    return "jekyll" if start.startswith(b"---") else ""


def _has_section(head: bytes, marks: str) -> bool:
    """Whether a line begins with a section mark, in any of the encodings that Japanese text comes in."""
    for name in ("utf-8", "cp932", "euc_jp", "iso2022_jp"):
        text = unicodedata.normalize("NFC", head.decode(name, "ignore"))
        if re.search(rf"(?m)^[ \t\u3000\u00a0\ufeff]*[{re.escape(marks or MARKS)}][^\n]+$", text):
            return True
    return False
