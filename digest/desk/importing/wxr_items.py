"""Owns what an item of a WordPress export (WXR 1.0 to 1.2) means; notes/news-domain.md 5.3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from lxml import etree

from digest.desk.importing.records import Comment, Note, Record, Topic, note

TYPES = frozenset({"post", "page", ""})
SILENT = frozenset({"attachment", "nav_menu_item", "revision"})
"""Types that are no texts: not noted."""
NOTHING_SAID = frozenset({"uncategorized", "未分類"})
_CAPTION = re.compile(r"\[(?:wp_)?caption[^\]]*\]((?:(?!\[(?:wp_)?caption).)*?)\[/(?:wp_)?caption\]", re.DOTALL)
_EMBED = re.compile(r"\[embed[^\]]*\]\s*([^\s\[\]]+)\s*\[/embed\]")
_VIDEO = re.compile(r"\[(?:youtube|vimeo|video|audio)[= ](?:[^\]]*?(?:src|mp4|mp3)=\"?)?(https?://[^\s\"\]]+)[^\]]*\]")
_SHORTCODE = re.compile(r"\[(/?[a-z][\w-]*)(?:\s[^\]\[]*)?/?\](?!\()")
_ENDED = re.compile(r"\[/(/?[a-z][\w-]*)\]")
_IMAGE = re.compile(r"(\s*(?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)(.*)", re.DOTALL)


def record(item: etree._Element, shown: str, line: int) -> Record | None:
    """The record of an item; None for one that is no text of the author's, or was thrown away."""
    told = _fields(item)
    kind, status = told.get("post_type", ""), told.get("status", "publish")
    if kind not in TYPES or status in {"trash", "auto-draft"}:
        return None
    notes: list[Note] = []
    draft = _is_draft(told, status, shown, line, notes)
    body, codes = _body(told.get("content:encoded", ""))
    notes += [note("import-shortcode", shown, line, name=name) for name in codes]
    notes += [note("import-page-as-post", shown, line)] if kind == "page" else []
    link = told.get("link", "")
    return Record(
        shown,
        line,
        title=told.get("title", ""),
        date=_date(told, "post_date") or _rfc822(told.get("pubDate", "")),
        updated="" if draft else _date(told, "post_modified"),
        body=body,
        markup="html" if "<!-- wp:" in body else "breaks",
        summary=told.get("excerpt:encoded", ""),
        name=told.get("post_name", ""),
        draft=draft,
        future=status == "future",
        author=told.get("creator", ""),
        topics=tuple(_topics(item)),
        id=told.get("guid", ""),
        addresses=(link,) if link and not draft else (),
        comments=tuple(_comments(item)),
        notes=tuple(notes),
    )


def skipped(item: etree._Element, shown: str, line: int) -> Note | None:
    """Why an item became no record, where the author should hear of it."""
    told = _fields(item)
    kind, status = told.get("post_type", ""), told.get("status", "")
    if kind in SILENT:
        return None
    return note(
        "import-item-skipped", shown, line, kind=kind or "?", status=status or "?", title=told.get("title", "")[:60]
    )


def _fields(item: etree._Element) -> dict[str, str]:
    """The item's own texts by local name; the two `encoded` by theirs with the prefix."""
    told: dict[str, str] = {}
    for child in item:
        if isinstance(child.tag, str) and not len(child):
            told.setdefault(_name(child.tag), "".join(map(str, child.itertext())).strip())
    return told


def _name(tag: str) -> str:
    """`{http://wordpress.org/export/1.2/excerpt/}encoded` and `excerpt:encoded` are both excerpt:encoded."""
    space, _, local = tag.rpartition("}")
    prefix, _, local = local.rpartition(":")
    if local == "encoded":
        return "excerpt:encoded" if "excerpt" in space + prefix else "content:encoded"
    return local


def _is_draft(told: dict[str, str], status: str, shown: str, line: int, notes: list[Note]) -> bool:
    """Whether it was not open to all; what was private or behind a password stays unpublished."""
    closed = status == "private" or bool(told.get("post_password"))
    if closed:
        notes.append(note("import-private", shown, line))
    elif status not in {"publish", "future", "draft", "pending", "", "inherit"}:
        notes.append(note("import-odd-status", shown, line, status=status))
    return closed or status not in {"publish", "future", "", "inherit"}


def _date(told: dict[str, str], name: str) -> str:
    """The instant by UTC where that is told, else the blog's own clock; drafts tell 0000-00-00."""
    universal = told.get(f"{name}_gmt", "")
    if universal and not universal.startswith("0000"):
        return universal.replace(" ", "T", 1) + "+00:00"
    local = told.get(name, "")
    return "" if local.startswith("0000") else local.replace(" ", "T", 1)


def _rfc822(written: str) -> str:
    try:
        moment = parsedate_to_datetime(written) if written else None
    except (ValueError, TypeError, IndexError):
        return ""
    return moment.isoformat(timespec="seconds") if moment and moment.year > 1 else ""


def _body(text: str) -> tuple[str, tuple[str, ...]]:
    """The body with captions and embeds as HTML, and the shortcodes that stay as text."""
    text = _CAPTION.sub(_captioned, text)
    text = _EMBED.sub(r"\n\n\1\n\n", text)
    text = _VIDEO.sub(r"\n\n\1\n\n", text)
    ended = set(_ENDED.findall(text))
    known = {found[1].lstrip("/") for found in _SHORTCODE.finditer(text) if found[1] in ended or "=" in found[0]}
    return text, tuple(sorted(known))


def _captioned(found: re.Match[str]) -> str:
    image = _IMAGE.fullmatch(found[1])
    if image is None:
        return found[1]
    return f"<figure>{image[1].strip()}<figcaption>{image[2].strip()}</figcaption></figure>"


def _topics(item: etree._Element) -> Iterator[Topic]:
    for child in item:
        if isinstance(child.tag, str) and _name(child.tag) == "category":
            text, slug = (child.text or "").strip(), child.get("nicename", "")
            kept = child.get("domain", "category") in {"category", "post_tag", "tag", ""}
            if text and kept and text.casefold() not in NOTHING_SAID:
                yield Topic(text, slug if slug.isascii() and "%" not in slug else "")


def _comments(item: etree._Element) -> Iterator[Comment]:
    """Comments that were shown; spam and what waits for approval are not theirs to keep."""
    for child in item:
        if isinstance(child.tag, str) and _name(child.tag) == "comment":
            told = _fields(child)
            if told.get("comment_approved", "1") == "1" and told.get("comment_content"):
                kind = "ping" if told.get("comment_type", "") in {"pingback", "trackback"} else "comment"
                author, url = told.get("comment_author", ""), told.get("comment_author_url", "")
                yield Comment(author, told.get("comment_date", ""), url, told["comment_content"], kind)
