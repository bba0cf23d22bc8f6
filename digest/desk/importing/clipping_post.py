"""Owns the making of a post from a clipping: metadata as sources, and an outline for the author's own words.

A whole article with a credit line is not a quotation (notes/news-domain.md 1.3), so by default no sentence of the
clipping gets into the post; `excerpt` quotes each report's first paragraph, `full` all of it, both with a warning.
The post is a draft under a neutral title: the page's title is somebody's words and stands in a comment only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from digest.content.resolving import Registries
from digest.desk.importing import front
from digest.desk.importing.clippings import Clipping, Section
from digest.desk.importing.escaping import inline, line_starts, paragraph
from digest.model import Reporter
from digest.moments import FALLBACK, BadMomentError
from digest.moments import read as read_moment
from digest.wording import Language, say


class Frame(NamedTuple):
    """What a post is made under."""

    date: str
    """ISO day or time of the clipping."""
    treatment: str
    """summary, excerpt or full."""
    language: Language
    """Of the site: in it the outline and the comments are."""
    seed: str
    """Where the clipping is kept."""


class Written(NamedTuple):
    """A post as text, front matter and body apart."""

    front: str
    body: str


def compose(clipping: Clipping, frame: Frame, tables: Registries) -> Written:
    """The post of a clipping."""
    keys = _keys(clipping.sections, tables)
    topics = _topics(clipping.sections, tables)
    lines = [
        front.comment(_origin(clipping.title, frame)),
        front.comment(say("import-clipping-own-words", frame.language)),
        *front.fields((("title", front.scalar(_title(topics, frame))), ("date", frame.date))),
        *front.fields((("topics", front.scalars(topics)), ("draft", "true"))),
        "sources:",
    ]
    for key, section in zip(keys, clipping.sections, strict=True):
        lines += _source(key, section, frame)
    body = (
        _outline(keys, clipping.sections, frame)
        if frame.treatment == "summary"
        else _quoted(keys, clipping.sections, frame)
    )
    return Written(front.wrap(lines), body)


def unknown_outlet(language: Language) -> str:
    """What stands for the outlet of a report that does not say whose it is, until the author does."""
    return say("import-clipping-outlet", language)


def _origin(title: str, frame: Frame) -> str:
    code = "import-clipping-origin" if title else "import-clipping-kept"
    return say(code, frame.language, seed=frame.seed, title=title)


def _title(topics: Sequence[str], frame: Frame) -> str:
    year, month, day = frame.date[:10].split("-")
    what = {
        "topics": ("、" if frame.language == "ja" else ", ").join(topics),
        "year": int(year),
        "month": int(month),
        "day": int(day),
    }
    return say("import-clipping-title-topics" if topics else "import-clipping-title", frame.language, **what)


def _keys(sections: Iterable[Section], tables: Registries) -> list[str]:
    """A key for each source: its outlet's slug where that is plain, else `s` and its number."""
    keys: list[str] = []
    for number, section in enumerate(sections, 1):
        slug = tables.outlets.resolve(section.outlet).slug if section.outlet else ""
        key = slug if slug.isascii() and slug else f"s{number}"
        keys.append(f"{key}-{number}" if key in keys else key)
    return keys


def _topics(sections: Sequence[Section], tables: Registries) -> tuple[str, ...]:
    """Topics of the registry whose name or alias stands in a headline, or in most of the first paragraphs."""
    headlines = "\n".join(section.headline for section in sections)
    leads = [section.paragraphs[0] for section in sections if section.paragraphs]

    def is_about(name: str) -> bool:
        return len(name) > 1 and (name in headlines or 2 * sum(name in lead for lead in leads) > len(leads))

    return tuple(term.name for term in tables.topics.terms if any(map(is_about, (term.name, *term.aliases))))


def _source(key: str, section: Section, frame: Frame) -> list[str]:
    byline = section.byline
    values = (
        ("outlet", front.scalar(section.outlet or unknown_outlet(frame.language))),
        ("headline", front.scalar(section.headline)),
        ("url", front.scalar(section.url) if section.url else ""),
        ("byline", front.scalar(byline.raw.strip()) if byline.raw.strip() else ""),
        (
            "reporters",
            front.listed(_reporter(one, byline.places) for one in byline.reporters) if byline.reporters else "",
        ),
        ("dateline", _dateline(section)),
        ("agency", front.scalar(byline.agency) if byline.agency else ""),
        ("published", _day(section.published) or frame.date[:10]),
        ("cites", front.scalars(section.cites)),
        ("treatment", "" if frame.treatment == "summary" else frame.treatment),
    )
    return [f"  - key: {front.scalar(key)}", *_question(section, frame), *front.fields(values, "    ")]


def _question(section: Section, frame: Frame) -> list[str]:
    """What to ask of the author where nothing tells the outlet."""
    if section.outlet:
        return []
    code = "import-clipping-ask-agency" if section.byline.agency else "import-clipping-ask-outlet"
    return ["    " + front.comment(say(code, frame.language, agency=section.byline.agency))]


def _reporter(one: Reporter, places: Sequence[str]) -> str:
    place = one.place if len(places) > 1 else ""
    if not one.role and not place:
        return front.scalar(one.name)
    return front.mapping(
        (name, front.scalar(value) if value else "")
        for name, value in (("name", one.name), ("role", one.role), ("place", place))
    )


def _dateline(section: Section) -> str:
    places, date = section.byline.places, section.byline.date
    if not date:
        return front.scalar(places[0]) if len(places) == 1 else front.scalars(places)
    return front.mapping((("place", front.scalars(places)), ("date", front.scalar(date))))


def _day(written: str) -> str:
    try:
        return read_moment(written, FALLBACK["UTC"])[:10] if written else ""
    except BadMomentError:
        return ""


def _outline(keys: Sequence[str], sections: Sequence[Section], frame: Frame) -> str:
    """A skeleton that builds: what happened, one claim a source, what differs."""
    claims = [
        f"- {inline(say('import-clipping-claim', frame.language, headline=_short(section.headline)))}[@{key}]"
        for key, section in zip(keys, sections, strict=True)
    ]
    parts = [say(f"import-clipping-{part}", frame.language) for part in ("lead", "told", "differs", "write")]
    lead, told, differs, write = parts
    return "\n".join([lead, "", f"## {told}", "", *claims, "", f"## {differs}", "", write, ""])


def _short(headline: str) -> str:
    return headline if len(headline) <= 20 else headline[:19] + "…"


def _quoted(keys: Sequence[str], sections: Sequence[Section], frame: Frame) -> str:
    """Each report under its headline as a quotation with its source."""
    blocks = []
    for key, section in zip(keys, sections, strict=True):
        chosen = section.paragraphs if frame.treatment == "full" else section.paragraphs[:1]
        quoted = [paragraph(text) for text in chosen if paragraph(text)]
        blocks.append(f"## {line_starts(inline(section.headline)) or key}")
        if quoted:
            quoted[-1] += f" [@{key}]"
            blocks.append("\n>\n".join("\n".join(f"> {line}" for line in text.split("\n")) for text in quoted))
    return "\n\n".join(blocks) + "\n"
