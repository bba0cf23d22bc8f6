"""Owns how each generator wants a post written: front matter in YAML, Hexo's of it, or Pelican's flat headers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus import Post, told


def in_yaml(post: Post) -> str:
    """Title, date, slug, topics and sources in YAML front matter: ours, Hugo's, Eleventy's."""
    head = (f"date: {told(post.date)}", f"slug: {post.slug}", f"topics: [{', '.join(post.topics)}]")
    return _yaml(post, head)


def in_hexo(post: Post) -> str:
    """The same for Hexo: its topics are `tags`, and a date with an offset it would shift by that offset."""
    return _yaml(post, (f"date: {post.date:%Y-%m-%d %H:%M:%S}", f"tags: [{', '.join(post.topics)}]"))


def _yaml(post: Post, head: Sequence[str]) -> str:
    lines = ["---", f"title: {quoted(post.title)}", *head, "sources:"]
    for report in post.reports:
        lines += [
            f"  - outlet: {report.outlet}",
            f"    headline: {quoted(report.headline)}",
            f"    url: {report.url}",
            f"    reporters: [{', '.join(report.reporters)}]",
            f"    dateline: {report.dateline}",
            f"    published: {report.published}",
        ]
    return "\n".join((*lines, "---", "", post.body))


def in_headers(post: Post) -> str:
    """The same as Pelican's flat headers, which hold no lists of records: the sources are one line of JSON."""
    sources = json.dumps([report._asdict() for report in post.reports], ensure_ascii=False)
    summary = " / ".join(f"{report.outlet}「{report.headline}」" for report in post.reports)
    head = (
        f"Title: {post.title}",
        f"Date: {told(post.date)}",
        f"Slug: {post.slug}",
        f"Tags: {', '.join(post.topics)}",
        f"Summary: {summary}",
        f"Sources: {sources}",
    )
    return "\n".join((*head, "", post.body))


FORMS = {"headers": in_headers, "hexo": in_hexo}
"""What is not written `in_yaml`."""


def quoted(text: str) -> str:
    """A YAML scalar in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def path_of(post: Post) -> str:
    """Where a post's file stands among the posts."""
    return f"{post.date:%Y/%m}/{post.slug}.md"


def write(posts: Iterable[Post], folder: Path, dialect: str) -> list[Path]:
    """Writes the posts below a folder; their files, oldest first."""
    form = FORMS.get(dialect, in_yaml)
    files = []
    for post in posts:
        file = folder / path_of(post)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(form(post), encoding="utf-8")
        files.append(file)
    if dialect == "hugo":
        _sections(folder)
    return files


def _sections(folder: Path) -> None:
    """Hugo lists a year and a month only where a file says that they are sections."""
    for year in (one for one in folder.iterdir() if one.is_dir()):
        _section(year, f"{year.name}年")
        for month in (one for one in year.iterdir() if one.is_dir()):
            _section(month, f"{year.name}年{int(month.name)}月")


def _section(folder: Path, title: str) -> None:
    (folder / "_index.md").write_text(f"---\ntitle: {title}\n---\n", encoding="utf-8")
