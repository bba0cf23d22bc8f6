"""Owns the verdict on a link: alive, missing, gone, a page that only says that it is not there, or the front page.

Japanese news sites take articles down after weeks: some answer 404, some a page of apology with status 200 (a soft
404), many send the reader to the front page (notes/features.md 2b, row 16). Pure.
"""

from __future__ import annotations

import html
import re
from urllib.parse import unquote, urlsplit

from digest.desk.asking import Reply

REDIRECTS = frozenset({301, 302, 303, 307, 308})
TOPS = re.compile(r"/?(?:(?:index|top|home|default|main)(?:\.[a-z]{3,5})?/?)?", re.IGNORECASE)
FACES = re.compile(r"^(?:www|m|sp|mobile|amp)\.")
HEADING = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
APOLOGY = re.compile(
    r"(?:ページ|記事|コンテンツ|ファイル|ニュース)[^|｜。]{0,12}?(?:[見み]つかりません|存在(?:し|いた)ません|ございません|"
    r"表示(?:でき|することができ)ません|アクセス(?:でき|することができ)ません|削除され(?:まし|てい|ており|た可能性))|"
    r"お探しの(?:ページ|記事)|(?:掲載|公開|配信)期間[はをが]?(?:終了|過ぎ)|"
    r"(?:掲載|公開|配信|提供)[はをが]?終了(?:しま|してい|いたしま|致しま)|有効期限[はが]?(?:切れ|過ぎ)て[いお]|"
    r"\b404\b\W{0,3}(?:error|エラー|not\s+found|page\b)|(?:error|エラー|http)\W{0,3}404\b|"
    r"(?:^|[|｜:–—-])\s*(?:404|not\s+found)\s*(?:$|[|｜:–—-])|"
    r"\b(?:page|article|story|content|document|file)\b[^|.]{0,40}?\b(?:not\s+(?:be\s+)?found|"
    r"(?:does\s+not|doesn['’]t)\s+exist|no\s+longer\s+(?:available|exists?))",
    re.IGNORECASE,
)
"""What an apology says: it is polite or names the page itself. A headline that tells of an end or a loss is neither."""
LONGEST_TITLE = 120


def of_status(status: int) -> str:
    """The verdict that a status alone gives; empty where it gives none."""
    if status == 410:
        return "gone"
    if status == 404:
        return "missing"
    if status in {401, 402, 403, 407, 429, 451, 999}:
        return "blocked"
    return "" if 200 <= status < 300 else "unreachable"


def is_top(asked: str, final: str) -> bool:
    """Whether a redirect from an article ended on a front page of the same family of hosts."""
    before, after = urlsplit(asked), urlsplit(final)
    if TOPS.fullmatch(unquote(before.path)) and not before.query:
        return False
    return _family(before.hostname or "") == _family(after.hostname or "") and bool(
        TOPS.fullmatch(unquote(after.path)) and not (after.query and before.query == after.query)
    )


def _family(host: str) -> str:
    """The host without the labels that name a dress of it, down to what is registered (three labels under .jp)."""
    labels = FACES.sub("", host.lower()).split(".")
    second = {"co", "or", "ne", "go", "ac", "ed", "lg", "ad", "gr", "com", "gov", "org", "net"}
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in second else 2
    return ".".join(labels[-keep:])


def is_apology(reply: Reply) -> bool:
    """Whether a page of status 200 says, in its title or first heading, that the article is not there."""
    if "html" not in reply.kind:
        return False
    found = CHARSET.search(reply.body[:4096])
    name = found[1].decode("ascii") if found else "utf-8"
    try:
        text = reply.body.decode(name, "replace")
    except LookupError:
        text = reply.body.decode("utf-8", "replace")
    heads = (html.unescape(re.sub(r"<[^>]+>", "", part)).strip() for _, part in HEADING.findall(text))
    return any(APOLOGY.search(head[:LONGEST_TITLE]) for head in heads)
