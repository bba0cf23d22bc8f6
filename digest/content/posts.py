"""Owns the schema of a post's front matter: a text to a checked, normalised `Post`, before any registry is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from digest import moments
from digest.content import frontmatter, yamltext
from digest.content.aliases import place_of
from digest.content.filing import DatelineKind
from digest.content.kinds_of_names import NameList
from digest.content.schema import Choice, Edtf, Faults, Field, Flag, Listed, Moment, Names, Record, Table, Text, Tongue
from digest.content.sources import (
    KIND_NAMES,
    ReporterKind,
    source_record,
    split_names,
    split_sources,
)
from digest.errors import Problem
from digest.model import Correction, Dateline, Event, Post, Reporter, Silence, Source

POSTS = "content/posts/"
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,118}[a-z0-9])?")
DATED_STEM = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
STATUSES = ("unconfirmed", "developing", "confirmed", "corrected")
STATUS_NAMES = (("未確認", "unconfirmed"), ("続報待ち", "developing"), ("確定", "confirmed"), ("訂正あり", "corrected"))
TYPES = ("NewsArticle", "Article", "BlogPosting", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle")
TAG_URI = re.compile(
    r"tag:[a-z0-9.@-]+,\d{4}(-\d{2}){0,2}:[^\s<>\"]+|https?://[^\s<>\"]+|urn:[a-z0-9-]+:[^\s<>\"]+|[\w:/?=&.#+~@,;%-]+"
)


class Written(NamedTuple):
    """A post as its file holds it: the checked front matter, the body, and where the body begins."""

    post: Post
    body: str
    body_line: int
    document: yamltext.Document


def post_record(local: tzinfo) -> Record:
    """The schema of a post's front matter; times without offset are in `local`, the site's zone."""
    return Record(_front(local) | _further(local), "post")


def _correction_record(local: tzinfo) -> Record:
    return Record(
        {
            "date": Field(Moment(local, normal=True), "訂正の日", "When corrected", required=True),
            "text": Field(Text(lines=True), "何を訂正したか", "What was corrected", required=True, commented=False),
        },
        "corrections",
        make=Correction,
    )


def _event(date: str, place: tuple[str, ...]) -> Event:
    return Event(date, place)


EVENT = Record(
    {
        "date": Field(Edtf(), "出来事の日", "When it happened"),
        "place": Field(NameList(), "出来事の場所", "Where it happened"),
    },
    "event",
    make=_event,
)
SILENCE = Record(
    {
        "code": Field(Text(), "検査の符号", "Code of the rule", required=True),
        "reason": Field(Text(), "理由", "Reason", required=True, commented=False),
    },
    "silence",
    make=Silence,
)


def _front(local: tzinfo) -> dict[str, Field]:
    """What nearly every post has."""
    moment = Moment(local, normal=True)
    return {
        "title": Field(Text(), "題（自分の言葉で）", "Title in the author's own words", required=True, commented=False),
        "date": Field(moment, "公開の日時", "When published", required=True),
        "updated": Field(moment, "更新の日時", "When updated"),
        "id": Field(Text(), "フィードの ID（一度決めたら変えない）", "Feed id; never changes"),
        "slug": Field(Text(), "URL に使う名前（既定はファイル名）", "Name in the address (default: the file's)"),
        "kind": Field(Choice(("digest", "note"), "digest"), "digest か note", "digest or note (needs no sources)"),
        "summary": Field(Text(lines=True), "要約", "Summary", commented=False),
        "topics": Field(Names(), "話題（topics.yaml の名前）", "Topics, names from topics.yaml"),
        "story": Field(Text(), "続きもの（stories の名前）", "Story"),
        "event": Field(EVENT, "出来事", "What it is about"),
        "status": Field(Choice(STATUSES, "", STATUS_NAMES), "確度", "Status"),
        "draft": Field(Flag(), "下書き", "Draft"),
        "sources": Field(Listed(source_record(local), split_sources), "情報源", "Sources"),
        "reporters": Field(
            Listed(ReporterKind(), split_names), "記者（情報源が一つのとき）", "Reporters of the one source"
        ),
        "dateline": Field(DatelineKind(), "発信地（情報源が一つのとき）", "Dateline of the one source"),
    }


def _further(local: tzinfo) -> dict[str, Field]:
    """What some posts have."""
    return {
        "kicker": Field(Text(), "題の上の短い語", "Kicker", commented=False),
        "category": Field(Text(), "分野", "Category"),
        "lang": Field(Tongue(), "言語", "Language"),
        "author": Field(Text(), "書き手", "Author"),
        "embargo_until": Field(Moment(local, normal=True), "解禁の日時", "Not built before this"),
        "noindex": Field(Flag(), "検索に載せない", "Keep out of search engines"),
        "type": Field(Choice(TYPES, ""), "JSON-LD の種類", "Type in JSON-LD"),
        "backstory": Field(Text(lines=True), "作成の経緯", "How this was made", commented=False),
        "image": Field(Text(), "画像（media/ の中）", "Picture, in media/"),
        "corrections": Field(Listed(_correction_record(local)), "訂正", "Corrections"),
        "readings": Field(Table(), "よみ", "Readings"),
        "aliases": Field(Names(split=False), "以前の URL", "Old addresses"),
        "silence": Field(Listed(SILENCE), "黙らせる検査", "Rules silenced, with the reason"),
    }


def read(text: str, path: str, record: Record, local: tzinfo) -> tuple[Written | None, tuple[Problem, ...]]:
    """The post in the text of the file `path`, or None when it is beyond reading; and all that is wrong with it."""
    parts, problems = frontmatter.split(text, path)
    if problems:
        return None, problems
    document, problems = yamltext.read(parts.yaml, path, parts.yaml_line)
    if problems and not document.whole:
        return None, problems
    faults = Faults()
    values = record.parse(document.value, (), faults)
    check_comments(record, document, faults)
    post = _post(path, values, local)
    _check(post, values, faults, document)
    return Written(post, parts.body, parts.body_line, document), problems + faults.problems(document)


def check_comments(record: Record, document: yamltext.Document, faults: Faults) -> None:
    """A ` # ` within a title reads as a comment: YAML drops what follows, so say so instead."""
    value = document.value
    if not isinstance(value, dict) or " #" not in document.text:
        return
    for key, field in record.fields.items():
        if not field.commented and key in value and (lost := document.comment_after(key)):
            faults.add((key,), "comment-in-text", key_name=key, found=value[key] or "", lost=lost)
    for number, source in enumerate(value.get("sources") or ()):
        if (
            isinstance(source, dict)
            and "headline" in source
            and (lost := document.comment_after("sources", number, "headline"))
        ):
            faults.add(
                ("sources", number, "headline"),
                "comment-in-text",
                key_name="headline",
                found=source["headline"] or "",
                lost=lost,
            )


def _post(path: str, values: Mapping[str, Any], local: tzinfo) -> Post:
    date = values["date"] or "1970-01-01"
    reporters: tuple[Reporter, ...] = values["reporters"]
    dateline: Dateline = values["dateline"]
    sources = _with_shorthands(values["sources"], reporters, dateline)
    plain = {name: values[name] for name in Post._fields if name in values and name != "embargo_until"}
    plain |= {
        "path": path,
        "date": date,
        "epoch": moments.epoch(date, local),
        "slug": values["slug"] or default_slug(path),
        "embargo_until": moments.epoch(values["embargo_until"], local) if values["embargo_until"] else 0,
        "sources": sources,
        "reporters": tuple(one.name for one in reporters)
        or _union(one.name for source in sources for one in source.reporters),
        "dateline": dateline.places or _union(place for source in sources for place in source.dateline.places),
        "silences": values["silence"],
        "status": values["status"] or ("corrected" if values["corrections"] else ""),
    }
    return Post(**plain)


def default_slug(path: str) -> str:
    """The file's name without ending and without a leading date."""
    return DATED_STEM.sub("", PurePosixPath(path).stem)


def _with_shorthands(
    sources: tuple[Source, ...], reporters: tuple[Reporter, ...], dateline: Dateline
) -> tuple[Source, ...]:
    """Post-level `reporters` and `dateline` belong to the only source, when there is one."""
    if len(sources) != 1:
        return sources
    only = sources[0]
    if reporters and not only.reporters:
        only = only._replace(reporters=reporters)
    if dateline.places and not only.dateline.places:
        only = only._replace(dateline=dateline)
    return (only,)


def _union(names: Any) -> tuple[str, ...]:  # noqa: ANN401 - any iterable of texts
    return tuple(dict.fromkeys(names))


def _check(post: Post, values: Mapping[str, Any], faults: Faults, document: yamltext.Document) -> None:
    """What must hold between the fields of one post."""
    if values["updated"] and values["date"] and values["updated"][:10] < values["date"][:10]:
        faults.add(("updated",), "updated-before-date", updated=values["updated"], date=values["date"])
    if not SLUG.fullmatch(post.slug):
        code = "bad-slug" if values["slug"] else "bad-file-name"
        faults.add(("slug",) if values["slug"] else (), code, found=post.slug)
    if post.kind == "digest" and not post.sources and not post.draft and isinstance(document.value, dict):
        faults.add((), "no-sources")
    if post.id and not TAG_URI.fullmatch(post.id):
        faults.add(("id",), "bad-id", found=post.id)
    for number, alias in enumerate(post.aliases):
        if not place_of(alias):
            faults.add(("aliases", number), "bad-alias", found=alias)
    _check_sources(post.sources, faults)


def _check_sources(sources: tuple[Source, ...], faults: Faults) -> None:
    seen: dict[str, int] = {}
    for number, source in enumerate(sources):
        at = ("sources", number)
        if not source.outlet and not source.url:
            faults.add(at, "source-without-outlet")
        if source.key and seen.setdefault(source.key, number) != number:
            faults.add((*at, "key"), "duplicate-source-key", name=source.key, first=seen[source.key] + 1)


__all__ = ["KIND_NAMES", "POSTS", "Written", "check_comments", "post_record", "read"]
