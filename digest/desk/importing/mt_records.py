"""Owns what an entry of a Movable Type export means: its dates, status, categories, comments and old address."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from digest.desk.importing.movabletype import Entry, Section
from digest.desk.importing.records import Comment, Markup, Note, Record, Topic, note

PUBLISHED, DRAFTS, FUTURE = (
    frozenset({"publish", "published", "公開", ""}),
    frozenset({"draft", "下書き"}),
    frozenset({"future"}),
)
BREAKS = frozenset({"1", "__default__", "convert_breaks"})
AS_IS = frozenset({"0", "richtext", "block_editor", "wysiwyg", "none"})
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(AM|PM)?", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{1,2}/\d{1,2}/\d{2}\s")
_STAMPED = re.compile(r"\d{4}/\d{2}/\d{2}/\d{6}")
_BLOCK = re.compile(r"<(?:p|div|br|ul|ol|table|h[1-6]|blockquote)\b", re.IGNORECASE)
_ESCAPED = re.compile(r"&lt;(?:p|br|a|img|div|span|b|strong)\b", re.IGNORECASE)
_COMMENT_KEY = re.compile(r"(AUTHOR|EMAIL|IP|URL|DATE|TITLE|BLOG NAME):[ \t]?(.*)")
_PRIVATE = re.compile(r"SECRET:[ \t]*([01]?)[ \t]*|PASS:[ \t]*(?:[0-9A-Za-z]*)[ \t]*")
"""FC2's: whether a comment is for the blog's owner only, and the password that its writer may change it with."""
_TAG = re.compile(r'"([^"]*)"|([^,]+)')


def record(entry: Entry, shown: str) -> Record | None:
    """The record of an entry; None for one that holds only comments on an entry elsewhere."""
    told = {key: value for key, value, _ in reversed(entry.metadata)}
    if told.get("NO ENTRY", "") not in {"", "0"}:
        return None
    notes: list[Note] = list(entry.notes)
    texts = {section.name: section.text for section in entry.sections}
    body, extended = (_unescaped(texts.get(name, ""), entry, shown, notes) for name in ("BODY", "EXTENDED BODY"))
    status = told.get("STATUS", "").lower()
    if status not in PUBLISHED | DRAFTS | FUTURE:
        notes.append(note("import-odd-status", shown, entry.line, status=told["STATUS"]))
    return Record(
        shown,
        entry.line,
        title=html.unescape(told.get("TITLE", "")),
        date=_moment(told.get("DATE", ""), shown, entry.line, notes),
        body=body,
        markup=_markup(told.get("CONVERT BREAKS"), body + extended, shown, entry.line, notes),
        body_line=next((section.line + 1 for section in entry.sections if section.name == "BODY"), 0),
        extended=extended,
        summary=texts.get("EXCERPT", ""),
        name=told.get("BASENAME", ""),
        draft=status not in PUBLISHED | FUTURE,
        future=status in FUTURE,
        author=told.get("AUTHOR", ""),
        topics=tuple(_topics(entry)),
        image=told.get("IMAGE", ""),
        addresses=tuple(_addresses(told)),
        comments=tuple(_comments(entry.sections, shown, notes)),
        notes=(*notes, *_lost(entry, shown)),
    )


def read_date(written: str) -> str:
    """The ISO time of an MT date; empty for none.

    AM and PM as MT reads them: 12 AM is midnight, PM adds twelve only below twelve, for Hatena Diary wrote `21:29 PM`;
    a year of two digits is of the last century.
    """
    found = _DATE.fullmatch(written.strip())
    if found is None:
        return ""
    month, day, year, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    half = (found[7] or "").upper()
    hour = 0 if half == "AM" and hour == 12 else hour + 12 if half == "PM" and hour < 12 else hour
    year += 1900 if len(found[3]) == 2 else 0
    try:
        return datetime(year, month, day, hour, minute, second).isoformat()  # noqa: DTZ001 - the site's zone is added later
    except ValueError:
        return ""


def _moment(written: str, shown: str, line: int, notes: list[Note]) -> str:
    read = read_date(written)
    if written and not read:
        notes.append(note("import-odd-date", shown, line, found=written))
    if read and _SHORT_YEAR.match(written.strip()):
        notes.append(note("import-short-year", shown, line, found=written, year=read[:4]))
    return read


def _unescaped(text: str, entry: Entry, shown: str, notes: list[Note]) -> str:
    """A body whose tags are escaped once too often (さるさる日記 and others) with its tags."""
    if _ESCAPED.search(text) and not re.search(r"<[a-zA-Z/]", text):
        notes.append(note("import-unescaped", shown, entry.line))
        return html.unescape(text)
    return text


def _markup(told: str | None, text: str, shown: str, line: int, notes: list[Note]) -> Markup:
    how = (told or "").strip().lower()
    if how in AS_IS:
        return "html"
    if how == "":
        return "html" if _BLOCK.search(text) else "breaks"
    if "markdown" in how:
        return "markdown"
    if how not in BREAKS:
        notes.append(note("import-odd-breaks", shown, line, found=told or ""))
    return "breaks"


def _topics(entry: Entry) -> Iterator[Topic]:
    for key, value, _ in entry.metadata:
        if key in {"PRIMARY CATEGORY", "CATEGORY"} and value:
            yield Topic(html.unescape(value))
        if key == "TAGS":
            names = (found[1] or found[2] for found in _TAG.finditer(value))
            yield from (Topic(html.unescape(name.strip())) for name in names if name and name.strip())


def _addresses(told: dict[str, str]) -> Iterator[str]:
    """The old address where the export tells it: TypePad's UNIQUE URL, Hatena's BASENAME."""
    if told.get("UNIQUE URL"):
        yield told["UNIQUE URL"]
    name = told.get("BASENAME", "")
    if _STAMPED.fullmatch(name) or "/" in name or (name and "IMAGE" in told):
        yield f"/entry/{name}"


def _comments(sections: Iterable[Section], shown: str, notes: list[Note]) -> Iterator[Comment]:
    for section in sections:
        if section.name in {"COMMENT", "PING"}:
            yield _comment(section, shown, notes)


def _comment(section: Section, shown: str, notes: list[Note]) -> Comment:
    """A comment: its head ends at the first line that is no key; mail and network addresses are not read."""
    told: dict[str, str] = {}
    lines = section.text.split("\n")
    start = _head_end(lines)
    for line in lines[:start]:
        key, _, value = line.partition(":")
        told[key] = value.strip()
    date = _moment(told.get("DATE", ""), shown, section.line, notes)
    author = told.get("AUTHOR", "") or told.get("BLOG NAME", "") or told.get("TITLE", "")
    text = "\n".join(lines[start:]).strip()
    return Comment(author, date, told.get("URL", ""), text, section.name.lower(), private=told.get("SECRET") == "1")


def _head_end(lines: Sequence[str]) -> int:
    """The number of the first line that is no key; FC2's own keys count only in a head that has its SECRET."""
    wide = _first(lines, lambda line: bool(_COMMENT_KEY.fullmatch(line) or _PRIVATE.fullmatch(line)))
    if any(line.startswith("SECRET:") for line in lines[:wide]):
        return wide
    return _first(lines, lambda line: bool(_COMMENT_KEY.fullmatch(line)))


def _first(lines: Sequence[str], is_key: Callable[[str], bool]) -> int:
    return next((at for at, line in enumerate(lines) if not is_key(line)), len(lines))


def _lost(entry: Entry, shown: str) -> Iterator[Note]:
    """Sections that a post has no place for."""
    for section in entry.sections:
        if section.name not in {"BODY", "EXTENDED BODY", "EXCERPT", "COMMENT", "PING"} and section.text.strip():
            yield note("import-section-lost", shown, section.line, name=section.name)
