"""Owns folders of Markdown posts as inputs: sites of Jekyll, Hexo, Hugo and Pelican, or parts of them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date as calendar_day
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from digest import moments
from digest.desk.importing import encoding, foreign, permalinks, templating
from digest.desk.importing.detection import MARKDOWN, Input
from digest.desk.importing.foreign import Values, flag_of, names_of, text_of
from digest.desk.importing.lines import Lines, open_text
from digest.desk.importing.records import Note, Record, Topic, note
from digest.errors import ContentError, Mark, problem

LAYOUTS = {
    "jekyll": (("_posts", "_drafts"), ("", "assets", "static", "public")),
    "hexo": (("source/_posts", "source/_drafts", "_posts", "_drafts"), ("source", "")),
    "hugo": (("content",), ("static", "assets", "content")),
    "pelican": (("content",), ("content", "content/extra", "")),
}
"""Where each generator has its posts, and the roots of its static files."""
_CONFIGS = "_config.yml _config.yaml hugo.toml config.toml hugo.yaml config.yaml config.yml pelicanconf.py"
CONFIGS = tuple(_CONFIGS.split())
SPLIT = {"jekyll": r"\s+", "hexo": "", "hugo": "", "pelican": r"\s*[,;]\s*"}
"""What divides names in one text."""
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_](?=.)")
_PYTHON = re.compile(r"(?m)^(SITEURL|ARTICLE_URL)\s*=\s*[rf]?['\"]([^'\"\n]*)['\"]")
_MARKER = re.compile(r"[{|](filename|static|attach|page|category|tag|author|index)[}|]")
"""Pelican's marks of an address within the site."""
_TEMPLATE = re.compile(r"\{[{%<]|%7B(?:%7B|%25|%3C)", re.IGNORECASE)
_TITLE = re.compile(r"\s*#\s+([^\n]+?)\s*#*\s*(?:\n|$)")
_KNOWN = """
title date slug permalink url aliases alias redirect_from tags tag categories category draft published status
description summary excerpt author authors updated lastmod last_modified_at modified layout type comments weight
"""
KNOWN = frozenset(_KNOWN.split())
"""Fields that are read, or that concern only how the old site looked."""


class Site(NamedTuple):
    """A site of another generator."""

    root: Path
    posts: tuple[Path, ...]
    """Folders, or single files."""
    static: tuple[Path, ...]
    base: str
    pattern: str


class _Post(NamedTuple):
    """A post's file, the folder of posts that it is in, its front matter and its body."""

    file: Path
    folder: Path
    values: Values
    body: str


class MarkdownBlog:
    """A folder of Markdown posts."""

    def __init__(self, source: Input, given: str) -> None:
        """`given` is the encoding that the author named."""
        self.shown, self._format, self._given = source.shown, source.format, given
        self._top = source.path
        self._site = site_of(source.path, source.format)
        self.base = self._site.base
        self.notes: list[Note] = []
        self._named: dict[str, str] = {}

    def records(self) -> Iterator[Record]:
        """Every post, in order of paths."""
        self.notes = []
        for folder in self._site.posts:
            for file in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
                if (
                    file.suffix.lower() in MARKDOWN
                    and file.is_file()
                    and not file.is_symlink()
                    and file.name != "_index.md"
                ):
                    record = self._record(file, folder if folder.is_dir() else folder.parent)
                    self._named.update((name, one) for name in (_bare(file), file.stem) for one in record.addresses[:1])
                    yield record
                elif file.suffix.lower() in {".rst", ".org", ".adoc", ".textile", ".html"} and file.is_file():
                    self.notes.append(note("import-file-skipped", self._shown(file), 0, kind=file.suffix))

    def file(self, address: str, record: Record) -> Path | None:
        """The file that an address means: beside the post, in its asset folder, or in a static folder; also a post."""
        try:
            parts = urlsplit(_MARKER.sub("", unquote(address), count=1))
        except ValueError:
            return None
        own = urlsplit(self.base)
        if not parts.path or parts.path.endswith("/") or (parts.netloc and parts.hostname != own.hostname):
            return None
        rooted = parts.path.startswith("/")
        bare = parts.path.removeprefix(own.path.rstrip("/")) if rooted else parts.path
        beside = () if rooted else (Path(record.file).parent, Path(record.file).with_suffix(""))
        found = ((start / bare.lstrip("/")) for start in (*beside, *self._site.static))
        return next((file for file in found if self._is_inside(file)), None)

    def bare(self, address: str, record: Record) -> str:
        """An address without Pelican's mark; empty where only a template or the generator knows where it leads."""
        if _TEMPLATE.search(address):
            return ""
        found = _MARKER.match(unquote(address))
        if found is None:
            return address
        path = unquote(address)[found.end() :]
        own = Path(record.file).parent
        root = next((one.resolve() for one in self._site.posts if own.is_relative_to(one.resolve())), own)
        whole = posixpath.normpath(posixpath.join("/", own.relative_to(root).as_posix(), path))
        return quote(whole) if found[1] in {"static", "attach"} and self.base else ""

    def _is_inside(self, file: Path) -> bool:
        try:
            return file.is_file() and file.resolve().is_relative_to(self._site.root.resolve())
        except (OSError, ValueError):  # a name that is too long for any file
            return False

    def _shown(self, file: Path) -> str:
        below = file.relative_to(self._top).as_posix() if file != self._top else ""
        return f"{self.shown.rstrip('/')}/{below}" if below else self.shown

    def _record(self, file: Path, folder: Path) -> Record:
        shown = self._shown(file)
        name = self._given or encoding.detect(file, shown).name
        with open_text(file, name, given=bool(self._given)) as stream:
            text = "".join(line.text + "\n" for line in Lines(stream, shown))
        parts = foreign.read(text)
        if parts.form == "open":
            raise ContentError([problem("import-front-matter-open", Mark(shown, 1))])
        notes = [] if name.startswith("utf-8") else [note("import-encoding", shown, 0, name=name)]
        notes += [note("import-front-matter-loose", shown, 1)] if parts.loosely else []
        lost = sorted(set(parts.values) - KNOWN)
        notes += [note("import-fields-lost", shown, 1, names=", ".join(lost))] if lost else []
        line = text.count("\n") - parts.body.count("\n") + 1
        body = templating.plain(parts.body, self._templates(parts.values))
        notes += [note("import-template-kept", shown, line + one.line - 1, name=one.name) for one in body.unknown]
        return self._made(_Post(file, folder, parts.values, body.text), shown, notes)._replace(body_line=line)

    def _templates(self, values: Values) -> templating.Known:
        """What the templates in a post with this front matter may ask."""

        def post(wanted: str) -> str:
            return self._named.get(wanted.partition("#")[0].removesuffix(".md").rpartition("/")[2], "")

        return templating.Known(post, lambda name: text_of(values, name), self._format in {"jekyll", "hexo"})

    def _made(self, post: _Post, shown: str, notes: list[Note]) -> Record:
        file, folder, values, body = post
        title = text_of(values, "title")
        heading = _TITLE.match(body) if not title else None
        categories = names_of(values, "category", "categories", split="" if self._format != "jekyll" else r"\s+")
        tags = names_of(values, "tags", "tag", split=SPLIT[self._format])
        date = text_of(values, "date") or _day(file)
        name = _bare(file)
        where = permalinks.Facts(_iso(date), name, text_of(values, "slug") or name, categories, _below(file, folder))
        draft = _is_draft(values, file, self._format)
        pattern = text_of(values, "permalink", "url") or self._pattern(where)
        lived = "" if draft else permalinks.fill(pattern, where)
        if not (lived or draft):
            notes.append(note("import-old-url-untold", shown, 1, pattern=pattern))
        return Record(
            shown,
            1,
            title=title or (heading[1] if heading else "") or name.replace("-", " "),
            date=date,
            updated=text_of(values, "updated", "lastmod", "last_modified_at", "modified"),
            body=body[heading.end() :] if heading else body,
            markup="markdown",
            summary=text_of(values, "description", "summary", "excerpt"),
            name=where.slug,
            draft=draft,
            author=text_of(values, "author", "authors"),
            topics=tuple(Topic(one) for one in (*categories, *tags)),
            addresses=() if draft else (*filter(None, (lived,)), *_older(values)),
            notes=tuple(notes),
            file=str(file.resolve()),
        )

    def _pattern(self, facts: permalinks.Facts) -> str:
        if self._format != "hugo":
            return self._site.pattern
        return self._site.pattern or "/" + "/".join(filter(None, (facts.folder, facts.slug))) + "/"


def _older(values: Values) -> Iterator[str]:
    """The addresses that a post says it had before."""
    for key in ("aliases", "alias", "redirect_from"):
        yield from (one if one.startswith(("/", "http")) else f"/{one}" for one in names_of(values, key, split=""))


def site_of(path: Path, generator: str) -> Site:
    """The site that a path is, or is in: its root is where the configuration stands."""
    above = (path, *path.parents[:4]) if path.is_dir() else tuple(path.parents[:5])
    root = next(
        (one for one in above if any((one / name).is_file() for name in CONFIGS)),
        path if path.is_dir() else path.parent,
    )
    places, static = LAYOUTS[generator]
    inside = tuple(path / place for place in places if path.is_dir() and (path / place).is_dir())
    base, pattern = _settings(root)
    folders = tuple(dict.fromkeys(root / place for place in static))
    return Site(root, inside or (path,), folders, base, permalinks.pattern_of(pattern, generator))


def _settings(root: Path) -> tuple[str, str]:
    """The site's address and permalink pattern from its configuration, read and never run."""
    for name in CONFIGS:
        if (root / name).is_file():
            text = (root / name).read_text(encoding="utf-8", errors="replace")
            if name.endswith(".py"):
                told = dict(_PYTHON.findall(text))
                return told.get("SITEURL", ""), told.get("ARTICLE_URL", "")
            fence = "+++" if name.endswith(".toml") else "---"
            values = foreign.read(f"{fence}\n{text}\n{fence}\n").values
            permalink = values.get("permalinks")
            section = permalink.get("posts") or permalink.get("post") if isinstance(permalink, dict) else ""
            base = text_of(values, "url", "baseurl") if not name.startswith("_") else text_of(values, "url")
            path = text_of(values, "baseurl", "root") if name.startswith("_") else ""
            return base.rstrip("/") + "/" + path.strip("/") if base else "", text_of(values, "permalink") or str(
                section or ""
            )
    return "", ""


def _bare(file: Path) -> str:
    """The file's name without ending and date; Hugo's `index.md` is called as its folder."""
    stem = file.parent.name if file.stem == "index" else file.stem
    return _DATED.sub("", stem)


def _day(file: Path) -> str:
    """The day in a file's name, or in that of its folder; empty for none."""
    found = _DATED.match(file.stem) or _DATED.match(file.parent.name)
    try:
        return calendar_day(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _iso(written: str) -> str:
    """A date as addresses use it: by the clock that it was written with; empty for none."""
    try:
        return moments.read(written, moments.FALLBACK["UTC"]) if written else ""
    except moments.BadMomentError:
        return ""


def _below(file: Path, folder: Path) -> str:
    below = file.parent.parent if file.stem == "index" else file.parent
    return "" if below == folder or not below.is_relative_to(folder) else below.relative_to(folder).as_posix()


def _is_draft(values: Values, file: Path, generator: str) -> bool:
    status = text_of(values, "status").lower()
    hidden = status in {"draft", "hidden", "private"} if generator == "pelican" else status == "draft"
    said = flag_of(values, "draft") is True or flag_of(values, "published") is False
    return said or hidden or "_drafts" in file.parts
