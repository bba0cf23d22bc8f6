"""Owns the clipping of a page: what it says of its article becomes an entry of `sources:`; metadata only, no text.

The outlet comes from the registry's domains. Where none has the address, what the page calls its publisher is
proposed, else the bare domain, with a comment that asks. A byline in the text only fills what the head leaves open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import tzinfo
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from digest import moments
from digest.content.kinds import is_web_address
from digest.content.registries import Term
from digest.content.resolving import Registries
from digest.desk import addresses
from digest.desk.importing import front
from digest.desk.importing.escaping import one_line
from digest.desk.rules_sources import AGGREGATORS, ODD_NAME, TITLES, folded
from digest.desk.webpage import Page
from digest.sourcing import agencies, byline
from digest.sourcing.byline import Byline
from digest.sourcing.gazetteer import load
from digest.text.names import key

SUFFIX = re.compile(r"\s*[|｜]\s*|\s+[-–—:：]\s+|\s*[：]\s*(?=[^：]*$)")
"""What stands between a headline and the name of its site."""
CREDIT = re.compile(r"\s*[（(]([^（）()]{2,40})[）)](?=$|\s*[-–—|｜])")
"""The outlet's name as carriers put it behind a headline."""
SPLIT_NAMES = re.compile(r"[、,，/／・;]|\s+(?:and|と)\s+")
JAPANESE_NAME = re.compile(r"[\u3041-\u30ff\u3400-\u9fff々〆ヶ]+(?:[ \u3000・=＝][\u3041-\u30ff\u3400-\u9fff々〆ヶ]+)*")
LATIN_NAME = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?: [^\W\d_][^\W\d_.'’-]*\.?){1,4}")
OFFSET_WITHOUT_COLON = re.compile(r"([+-]\d{2})(\d{2})$")
LANGUAGE = re.compile(r"[a-z]{2,3}(?=-|$)", re.ASCII)
LEAST_DAYS_FIRST = 1990
LONGEST_OUTLET = 40
"""Characters of an outlet's name; a longer one is a slogan."""


class Clip(NamedTuple):
    """What was found of one report, ready to be written; empty where the page does not say it."""

    outlet: str = ""
    via: str = ""
    """Who carries the report of another outlet."""
    known: bool = True
    """Whether the outlet stands in the registry."""
    headline: str = ""
    url: str = ""
    reporters: tuple[str, ...] = ()
    dateline: str = ""
    agency: str = ""
    published: str = ""
    modified: str = ""
    paywall: bool | None = None
    lang: str = ""
    host: str = ""
    """Of the page, without `www.`, `amp.` and the like."""


def clip(page: Page, url: str, tables: Registries, local: tzinfo) -> Clip:
    """The clip of a page that was fetched from or is known to come from `url` (may be empty)."""
    address = _address(page, url)
    host = addresses.bare_host(address)
    outlet = tables.outlet_of(address) if address else None
    via = _carrier(page, outlet)
    if via:
        outlet = _credited(page, tables)
    signed = _byline(page)
    named = _reporters(page.reporters, tables)
    return Clip(
        outlet=outlet.name if outlet else "" if via else _proposed(page, tables) or host,
        via=via,
        known=outlet is not None,
        headline=_headline(page, outlet.name if outlet else "", via),
        url=address,
        reporters=named or tuple(one.name for one in signed.reporters),
        dateline="、".join(signed.places),
        agency=signed.agency,
        published=_moment(page.published, local),
        modified=_later(_moment(page.modified, local), _moment(page.published, local), local),
        paywall=None if page.free is None else not page.free,
        lang=_foreign(page.lang),
        host=host,
    )


def _proposed(page: Page, tables: Registries) -> str:
    """What the page calls its publisher, by its name in the registry where it has one; empty for nothing that fits."""
    headlines = {folded(headline) for headline in page.headlines}
    fit = [name for name in page.publishers if len(name) <= LONGEST_OUTLET and folded(name) not in {"", *headlines}]
    known = (term.name for name in fit if (term := tables.outlets.find(name)))
    return next(known, fit[0] if fit and not is_web_address(fit[0]) else "")


def _carrier(page: Page, outlet: Term | None) -> str:
    """The service that the page is of, where that carries others' reports (notes/news-domain.md 1.2)."""
    if outlet:
        return outlet.name if outlet.get("kind") == "aggregator" or key(outlet.name) in AGGREGATORS else ""
    return page.site_name if key(page.site_name) in AGGREGATORS else ""


def _credited(page: Page, tables: Registries) -> Term | None:
    """The outlet of the registry that a carrier names in brackets behind the headline."""
    found = CREDIT.search(next(iter(page.headlines), ""))
    return tables.outlets.find(found[1]) if found else None


def _address(page: Page, url: str) -> str:
    """The address for citing: the page's own, when it is of the host that it came from, without tracking."""
    for found in (*page.addresses, url):
        whole = _joined(url, found)
        if is_web_address(whole) and (not url or _is_of(whole, url)):
            return addresses.clean(whole).partition("#")[0]
    return addresses.clean(url).partition("#")[0] if is_web_address(url) else ""


def _joined(url: str, found: str) -> str:
    """The whole of an address that a page gives; empty where it is none."""
    try:
        return urljoin(url, found)
    except ValueError:
        return ""


def _is_of(address: str, url: str) -> bool:
    """Whether an address that a page gives can be that of the page: of the same site, and not its front page."""
    front_page = urlsplit(address).path in {"", "/"}
    return _site(address) == _site(url) and (not front_page or urlsplit(url).path in {"", "/"})


def _site(url: str) -> str:
    return addresses.same_key(url).partition("/")[0].partition("?")[0]


def _headline(page: Page, outlet: str, via: str) -> str:
    """The first headline without the name of the site behind it, nor the outlet's that a carrier puts there."""
    text = next(iter(page.headlines), "")
    names = {folded(name) for name in (page.site_name, outlet, via) if name}
    others = [folded(other) for other in page.headlines[1:]]
    parts = list(SUFFIX.finditer(text))
    for gap in reversed(parts):
        head, tail = text[: gap.start()].strip(), folded(text[gap.end() :])
        if head and (tail in names or any(name and name in tail for name in names) or folded(head) in others):
            text = head
    if via and outlet:
        text = CREDIT.sub("", text)
    return unicodedata.normalize("NFC", text)


def _reporters(written: Iterable[str], tables: Registries) -> tuple[str, ...]:
    """Names of persons among what the head calls authors."""
    names: list[str] = []
    for text in written:
        for part in SPLIT_NAMES.split(unicodedata.normalize("NFKC", text)):
            bare = re.sub(r"^(?:By |文[・=:：]|取材[・=:：]|写真[・=:：])", "", part.strip())
            name = TITLES.sub(r"\g<name>", bare).strip()
            if name and _is_person(name, tables):
                names.append(name)
    return tuple(dict.fromkeys(names))


def _is_person(name: str, tables: Registries) -> bool:
    """Whether this can only be a person's name: no address, outlet, agency, place, newsroom."""
    if ODD_NAME.search(name) or agencies.find(name) or tables.outlets.find(name) or tables.places.find(name):
        return False
    if re.search(
        r"(?:新聞|通信|放送|テレビ|編集部|取材班|報道部|社会部|政治部|外信部|国際部|デスク|総局|支局|ニュース|会社|本社)",
        name,
    ):
        return False
    return bool(
        (JAPANESE_NAME.fullmatch(name) and 2 <= len(name) <= 12) or (LATIN_NAME.fullmatch(name) and len(name) <= 60)
    )


def _byline(page: Page) -> Byline:
    """The first byline that a line of the text begins or ends with."""
    places = load()
    for line in page.lines:
        found = byline.parse_lead(line, places)
        if not (found.places or found.reporters or found.agency):
            found = byline.parse_trail(line, places)
        if found.places or found.reporters or found.agency:
            return found
    return Byline()


def _moment(written: Iterable[str], local: tzinfo) -> str:
    """The first that can be read, with its offset; a time without one is in `local`."""
    for text in written:
        whole = OFFSET_WITHOUT_COLON.sub(r"\1:\2", re.sub(r"(?<=\d)\.\d+(?=[Z+-]|$)", "", text.strip()))
        try:
            moment = moments.read(whole, local)
        except moments.BadMomentError:
            continue
        if int(moment[:4]) >= LEAST_DAYS_FIRST:
            return moments.in_zone(moment, local) if moment.endswith("+00:00") else moment
    return ""


def _foreign(lang: str) -> str:
    """The page's language where it is one (BCP 47, its first part) and not Japanese."""
    found = LANGUAGE.match(lang.strip().lower())
    return found[0] if found and found[0] != "ja" else ""


def _later(modified: str, published: str, local: tzinfo) -> str:
    """When it was changed, where that is after it was published."""
    if not modified or not published:
        return modified
    return modified if moments.epoch(modified, local) > moments.epoch(published, local) else ""


def entry(clip_: Clip) -> tuple[tuple[str, str], ...]:
    """The fields of the entry in their usual order, values as YAML; those without a value left out."""
    paywall = "" if clip_.paywall is None else str(clip_.paywall).lower()
    pairs = (
        ("outlet", front.scalar(clip_.outlet) if clip_.outlet else ""),
        ("via", front.scalar(clip_.via) if clip_.via else ""),
        ("headline", front.scalar(clip_.headline) if clip_.headline else ""),
        ("url", front.scalar(clip_.url) if clip_.url else ""),
        ("reporters", front.scalars(clip_.reporters)),
        ("dateline", front.scalar(clip_.dateline) if clip_.dateline else ""),
        ("agency", front.scalar(clip_.agency) if clip_.agency else ""),
        ("published", clip_.published),
        ("modified", clip_.modified),
        ("paywall", paywall),
        ("lang", clip_.lang),
    )
    return tuple(pair for pair in pairs if pair[1])


def block(clip_: Clip, question: str = "") -> list[str]:
    """The entry as lines of an item of `sources:`, without dash and indent; the first ends with what is asked."""
    lines = [f"{name}: {value}" for name, value in entry(clip_)]
    return [f"{lines[0]}  # {one_line(question)}", *lines[1:]] if question and lines else lines
