"""Owns where posts of other generators lived: their permalink patterns, filled in as they fill them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as calendar_day
from typing import NamedTuple

STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}
"""Jekyll's named patterns."""
DEFAULTS = {"jekyll": STYLES["date"], "hexo": ":year/:month/:day/:title/", "hugo": "", "pelican": "{slug}.html"}
OLD = ("basename", "year", "month", "day", "hour", "minute", "second", "i_month", "i_day")
"""What the pattern of `--old-url` may ask for: the entry's BASENAME (or its like), and its own date and time."""
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_OTHER = re.compile(r"[^\w]+")
_BRACED = re.compile(r"\{(\w+)\}")
_TOKEN = re.compile(r":(?:\{)?([a-z_]+)\}?|\{(slug|date:[^{}]*|category|lang)\}")


class Facts(NamedTuple):
    """What patterns ask of a post."""

    date: str
    """ISO, as the generator had it; empty where it had none."""
    name: str
    """The file's name without ending and date."""
    slug: str
    categories: Sequence[str]
    folder: str
    """Its folder below the folder of posts."""


def pattern_of(configured: str, generator: str) -> str:
    """The pattern that a configuration gives, a name of Jekyll's or the default."""
    return STYLES.get(configured, configured) or DEFAULTS[generator]


def fill(pattern: str, facts: Facts) -> str:
    """The old address, from the root of the site; empty where the pattern asks for more than is known."""
    if not facts.date and re.search(r":i_|:year|:month|:day|\{date", pattern):
        return ""
    unknown: list[str] = []

    def part(found: re.Match[str]) -> str:
        value = _value(found[1] or found[2], facts)
        unknown.extend([] if value is not None else [found[0]])
        return value or ""

    filled = re.sub(r"/{2,}", "/", "/" + _TOKEN.sub(part, pattern).lstrip("/"))
    return "" if unknown or filled == "/" else filled


def unknown_in(pattern: str) -> list[str]:
    """What a pattern of `--old-url` asks for that no entry has."""
    return [name for name in _BRACED.findall(pattern) if name not in OLD]


def old(pattern: str, name: str, date: str) -> str:
    """The old address of an entry by the pattern of `--old-url`; empty where the entry does not tell a part of it."""
    facts = Facts(date, name, name, (), "")
    values = {part: name if part == "basename" else _value(part, facts) for part in _BRACED.findall(pattern)}
    return _BRACED.sub(lambda found: values[found[1]] or "", pattern) if all(values.values()) else ""


def _of_calendar(day: str) -> dict[str, str]:
    """What the calendar says of a day (`2023-09-05`), as Jekyll and Hugo write it; nothing of what is no day."""
    try:
        found = calendar_day.fromisoformat(day)
    except ValueError:
        return {}
    number, month = found.timetuple().tm_yday, MONTHS[found.month - 1]
    return {
        "y_day": f"{number:03}",
        "yearday": str(number),
        "short_month": month[:3],
        "long_month": month,
        "monthname": month,
    }


def _value(token: str, facts: Facts) -> str | None:
    year, month, day = [*facts.date[:10].split("-"), "", "", ""][:3]
    known = {
        "year": year,
        "month": month,
        "day": day,
        "i_month": month.lstrip("0"),
        "i_day": day.lstrip("0"),
        **_of_calendar(facts.date[:10]),
        "short_year": year[2:],
        "hour": facts.date[11:13],
        "minute": facts.date[14:16],
        "second": facts.date[17:19],
        "title": "/".join(filter(None, (facts.folder, facts.slug))),
        "post_title": facts.slug,
        "name": facts.name,
        "slug": facts.slug,
        "filename": facts.name,
        "contentbasename": facts.name,
        "slugorfilename": facts.slug,
        "section": facts.folder.partition("/")[0],
        "sections": facts.folder,
        "categories": "/".join(one.lower().replace(" ", "-") for one in facts.categories),
        "slugified_categories": "/".join(_OTHER.sub("-", one.lower()).strip("-") for one in facts.categories),
        "category": "/".join(facts.categories[:1]),
        "output_ext": ".html",
    }
    if token.startswith("date:"):
        parts = {"%Y": year, "%m": month, "%d": day, "%y": year[2:]}
        done = re.sub(r"%[a-zA-Z]", lambda found: parts.get(found[0], "\0"), token[5:])
        return None if "\0" in done else done
    return known.get(token)
