"""Owns new posts: a draft with every usual field, comments that explain, and an id and a date that are written once."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from digest import config as settings
from digest import moments
from digest.config import Config
from digest.content import posts
from digest.content.resolving import Registries
from digest.content.sources import split_names
from digest.content.statics import STORIES
from digest.desk.ground import Ground
from digest.desk.importing import front
from digest.desk.importing.escaping import one_line
from digest.errors import ContentError, Mark, Problem, problem
from digest.site.urls import post_id
from digest.text.names import nearest
from digest.wording import Language, say

FIELDS = ("title", "date", "id", "kind", "summary", "topics", "story", "event", "status", "draft", "sources")
"""The usual fields in the order in which a writer fills them; each has its comment in `messages/desk.toml`."""
ASCII_WORD = re.compile(r"[a-z0-9]+")


class Wish(NamedTuple):
    """What the author asked for; empty where they did not."""

    title: str
    date: str
    topics: tuple[str, ...]
    story: str
    slug: str


class Draft(NamedTuple):
    """A new post: where it goes and what is in it."""

    path: str
    text: str


def compose(wish: Wish, site: Ground, root: Path, now: datetime.datetime, ask: Callable[[str], str]) -> Draft:
    """The draft that the author wished for. `ask` proposes a slug to the author and returns what they want.

    Raises ContentError with all that is wrong with the wish.
    """
    problems: list[Problem] = []
    title = one_line(wish.title)
    if not title:
        problems.append(problem("new-no-title", Mark("TITLE")))
    date = _date(wish.date, site.config, now, problems)
    topics = _topics(wish.topics, site.tables, problems)
    _check_story(wish.story, root, problems)
    if problems:
        raise ContentError(problems)
    path = _path(wish, title, date, root, ask)
    identity = post_id(path, settings.minting_authority(site.config))
    values = {
        "title": front.scalar(title),
        "date": date,
        "id": identity,
        "topics": front.listed(topics),
        "story": wish.story,
    }
    return Draft(path, text_of(values, "en" if site.config.language == "en" else "ja"))


def text_of(values: dict[str, str], language: Language) -> str:
    """The file: every usual field below its comment, and room for the text."""
    fixed = {"kind": "digest", "status": "unconfirmed", "draft": "true", "event": "\n  date:\n  place:"}
    lines = []
    for name in FIELDS:
        lines += [f"# {line}" for line in say(f"draft-{name}", language).split("\n")]
        lines.append(f"{name}: {(fixed | values).get(name, '')}".rstrip().replace(": \n", ":\n"))
    lines += [f"  # {line}" for line in say("draft-source-example", language).split("\n")]
    return front.wrap(lines) + "\n"


def _date(written: str, config: Config, now: datetime.datetime, problems: list[Problem]) -> str:
    """The post's instant with the offset of the site's zone; a day begins at midnight there."""
    try:
        moment = moments.read(written, config.zone) if written else now.isoformat(timespec="seconds")
        return moments.in_zone(moments.instant(moment, config.zone), config.zone)
    except (moments.BadMomentError, OverflowError):
        problems.append(problem("new-bad-date", Mark("--date"), found=written))
        return ""


def _topics(wished: Sequence[str], tables: Registries, problems: list[Problem]) -> tuple[str, ...]:
    """The topics by their names in the registry, ready for YAML."""
    names = tuple(dict.fromkeys(name for text in wished for name in split_names(text)))
    problems += [tables.topics.refusal(name, Mark("--topic")) for name in names if tables.topics.refuses(name)]
    return tuple(front.scalar(tables.topics.resolve(name).name) for name in names)


def _check_story(story: str, root: Path, problems: list[Problem]) -> None:
    known = tuple(sorted(file.stem for file in (root / STORIES).rglob("*.md"))) if story else ()
    if story and story not in known:
        problems.append(problem("unknown-story", Mark("--story"), name=story, near=nearest(story, known)))


def _path(wish: Wish, title: str, date: str, root: Path, ask: Callable[[str], str]) -> str:
    """Where the draft goes; a slug that was asked for by name must be free, a proposed one is numbered until it is."""
    folder = f"{posts.POSTS}{date[:4]}/{date[5:7]}/"
    proposed = _free(propose(title) or f"{date[5:7]}{date[8:10]}-1", folder, root)
    slug = wish.slug or (proposed if propose(title) else ask(proposed) or proposed)
    if not posts.SLUG.fullmatch(slug):
        raise ContentError([problem("new-bad-slug", Mark("--slug"), found=slug, near=propose(slug))])
    path = f"{folder}{slug}.md"
    if (root / path).exists():
        raise ContentError([problem("new-exists", Mark(path))])
    return path


def propose(title: str) -> str:
    """The slug of an ASCII title; empty for a title that holds more than ASCII letters can say."""
    folded = unicodedata.normalize("NFKC", title).casefold().replace("'", "")
    if not folded.isascii():
        return ""
    words = ASCII_WORD.findall(folded)
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > 60:
            break
        slug = f"{slug}-{word}".strip("-")
    return slug or (words[0][:60] if words else "")


def _free(slug: str, folder: str, root: Path) -> str:
    """The slug, with the next number while there is a post of that name."""
    stem, number = slug, 2
    if found := re.fullmatch(r"(\d{4})-1", slug):
        stem = found[1]
    while (root / f"{folder}{slug}.md").exists():
        slug = f"{stem}-{number}"
        number += 1
    return slug


def write(draft: Draft, root: Path) -> Path:
    """Writes the draft into a file that was not there. Raises ContentError when it is there by now."""
    file = root / draft.path
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(draft.text)
    except FileExistsError:
        raise ContentError([problem("new-exists", Mark(draft.path))]) from None
    return file
