"""Owns the schema of `sources:`: one outlet's report in a post, with every shorthand of notes/news-domain.md 1.4."""

from __future__ import annotations

import re
import unicodedata
from datetime import tzinfo
from typing import Any, NamedTuple

from digest.content.filing import DatelineKind
from digest.content.kinds_of_names import Name, NameList, is_name
from digest.content.remembering import remembering
from digest.content.schema import (
    SCALAR,
    SEPARATORS,
    Choice,
    Faults,
    Field,
    Flag,
    Json,
    Listed,
    Moment,
    Record,
    Text,
    Tongue,
    Url,
)
from digest.content.yamltext import Path, Plain
from digest.model import PrintEdition, Reporter, Source

TREATMENTS = ("summary", "excerpt", "full")
TREATMENT_NAMES = (("要約", "summary"), ("抜粋", "excerpt"), ("全文", "full"))
KINDS = ("reportage", "analysis", "opinion", "background", "release", "interview")
KIND_NAMES = (
    ("報道", "reportage"),
    ("分析", "analysis"),
    ("論説", "opinion"),
    ("社説", "opinion"),
    ("解説", "background"),
    ("発表", "release"),
    ("会見", "release"),
    ("インタビュー", "interview"),
)
KEY = re.compile(r"[\w][\w:.#$%&+?<>~/-]*")
"""Pandoc's citation keys: a letter, digit or _ and then some punctuation."""
REPORTER = re.compile(r"(?P<name>[^()]+)\((?P<place>[^()]+)\)")
DAY_TOKEN = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日")
PAGE_TOKEN = re.compile(r"(?:(朝刊|夕刊))?(?:(\d+版))?(?:(\d+面|p\.?\s?\d+))?")
BARE_NUMBER = re.compile(r"(?:p\.?\s?)?(\d+)")


class ReporterKind(NamedTuple):
    """`青木健二`, `青木健二(ワシントン)` or `{name, role, place}`."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> Reporter:
        return _reporter(value, at, faults)

    def schema(self) -> Json:
        return {"anyOf": [dict(SCALAR), REPORTER_RECORD.schema()]}


@remembering
def _reporter(value: Plain, at: Path, faults: Faults) -> Reporter:
    if isinstance(value, dict):
        return REPORTER_RECORD.parse(value, at, faults)  # type: ignore[no-any-return]
    text = Text().parse(value, at, faults)
    found = REPORTER.fullmatch(unicodedata.normalize("NFKC", text))
    return Reporter(found["name"].strip(), "", found["place"].strip()) if found else Reporter(text)


REPORTER_RECORD = Record(
    {
        "name": Field(Text(), "名前", "Name", required=True),
        "role": Field(Text(), "役割（特派員、聞き手 …）", "Role"),
        "place": Field(Name(), "発信地", "Where filed from"),
    },
    "reporter",
    make=Reporter,
)


def split_names(text: str) -> list[str]:
    """Names in one text, split at `、 , / ` and line breaks."""
    return [part.strip() for part in SEPARATORS.split(text) if part.strip()]


class PrintKind(NamedTuple):
    """`朝刊3面`, `夕刊` or `{kind, edition, page, section}`."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> PrintEdition:
        if isinstance(value, dict):
            return PRINT_RECORD.parse(value, at, faults)  # type: ignore[no-any-return]
        text = Text().parse(value, at, faults)
        found = PAGE_TOKEN.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
        if found is None:
            faults.add(at, "bad-print", found=text)
            return PrintEdition()
        return _print(found)

    def schema(self) -> Json:
        return {"anyOf": [{"type": "string"}, PRINT_RECORD.schema()]}


def _print(found: re.Match[str]) -> PrintEdition:
    return _print_edition(found[1] or "", found[2] or "", found[3] or "", "")


def _print_edition(kind: str, edition: str, page: str, section: str) -> PrintEdition:
    """`page: 3` and `p.3` are 3面, and `edition: 14` is 14版: a bare number says nothing beside another one."""
    return PrintEdition(kind, _counted(edition, "版"), _counted(page, "面"), section)


def _counted(text: str, unit: str) -> str:
    found = BARE_NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    return f"{found[1]}{unit}" if found else text


PRINT_RECORD = Record(
    {
        "kind": Field(Choice(("", "朝刊", "夕刊")), "朝刊・夕刊", "Morning or evening"),
        "edition": Field(Text(), "版", "Edition"),
        "page": Field(Text(), "面", "Page"),
        "section": Field(Text(), "面の名前", "Section"),
    },
    "print",
    make=_print_edition,
)


class BylineKind(NamedTuple):
    """A raw byline, kept to the letter; `[…]` without quotes is a YAML list and is put together again."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return "[" + ", ".join(str(item) for item in value) + "]"
        return Text().parse(value, at, faults)

    def schema(self) -> Json:
        return {"anyOf": [dict(SCALAR), {"type": "array", "items": dict(SCALAR)}]}


class KeyKind(NamedTuple):
    """What a citation names."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> str:
        text = Text().parse(value, at, faults).removeprefix("@")
        if text and not KEY.fullmatch(text):
            faults.add(at, "bad-source-key", found=text)
            return ""
        return text

    def schema(self) -> Json:
        letter = r"[^\u0000-/:-@\[-^`{-\u007f]"  # what is no letter in ASCII; more than drafts 7 could say of \w
        return {"type": ["string", "integer"], "pattern": rf"^@?{letter}(?:{letter}|[:.#$%&+?<>~/-])*$"}


class OptionalFlag(NamedTuple):
    """Yes, no or not said."""

    def parse(self, value: Plain, at: Path, faults: Faults) -> bool | None:
        return None if value is None else Flag().parse(value, at, faults)

    def schema(self) -> Json:
        return {"anyOf": Flag().schema()["anyOf"]}


def source_record(local: tzinfo) -> Record:
    """The schema of one source; times without offset are in `local`."""
    return Record(
        {
            "key": Field(KeyKind(), "本文で [@…] と書く名前", "What [@…] names"),
            "outlet": Field(Name(), "媒体", "Outlet"),
            "headline": Field(Text(), "見出し", "Headline", commented=False),
            "url": Field(Url(), "記事の URL", "Address of the report"),
            "byline": Field(BylineKind(), "署名の行（そのまま）", "The byline as printed", commented=False),
            "reporters": Field(Listed(ReporterKind(), split_names), "記者", "Reporters"),
            "dateline": Field(DatelineKind(), "発信地", "Where it was filed"),
            "agency": Field(Name(), "配信した通信社", "Agency whose copy it is"),
            "published": Field(Moment(local), "報道の日時", "When it was published"),
            "modified": Field(Moment(local), "更新の日時", "When it was modified"),
            "accessed": Field(Moment(local), "閲覧の日", "When it was read"),
            "print": Field(PrintKind(), "紙面", "Where on paper"),
            "via": Field(Text(), "転載元", "Aggregator it was read at"),
            "paywall": Field(OptionalFlag(), "有料か", "Behind a paywall"),
            "treatment": Field(Choice(TREATMENTS, "summary", TREATMENT_NAMES), "扱い", "Treatment"),
            "kind": Field(Choice(KINDS, "reportage", KIND_NAMES), "記事の種類", "Kind of report"),
            "lang": Field(Tongue(), "言語", "Language"),
            "archive_url": Field(Url(), "保存された写し", "Archived copy"),
            "cites": Field(NameList(), "伝えている元（媒体や公的機関）", "Whose report or statement it relays"),
            "rights": Field(Text(), "権利についての覚え", "Rights note"),
        },
        "sources",
        make=_source,
        scalar=lambda text, at, faults: read_shorthand(text, at, faults, local),
    )


def _source(**values: Any) -> Source:  # noqa: ANN401 - the schema has typed them
    values["print_edition"] = values.pop("print")
    return Source(**values)


def split_sources(text: str) -> list[str]:
    """`毎日新聞、産経新聞` as two; a `/` or `,` within an address does not split."""
    return [part.strip() for part in re.split(r"[、，\n]|,\s|\s/\s|,(?!\S*/)|(?<![:/\w.-])/", text) if part.strip()]


def read_shorthand(text: str, at: Path, faults: Faults, local: tzinfo) -> Source:
    """A source of free tokens: an address, a day, 朝刊3面; the rest is the outlet."""
    outlet: list[str] = []
    values: dict[str, Any] = {}
    for token in text.split():
        folded = unicodedata.normalize("NFKC", token)
        if "://" in folded:
            values["url"] = Url().parse(token, at, faults)
        elif DAY_TOKEN.fullmatch(folded):
            values["published"] = Moment(local).parse(token, at, faults)
        elif (found := PAGE_TOKEN.fullmatch(folded)) and found[0]:
            values["print_edition"] = _print(found)
        else:
            outlet.append(token)
    name = " ".join(outlet)
    if name and not is_name(name):
        faults.add(at, "not-a-name", key_name="outlet", found=name)
        name = ""
    return Source(key="", outlet=name, **values)
