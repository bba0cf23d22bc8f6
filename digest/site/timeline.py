"""Owns the order of events: a story's posts by when things happened, not by when we wrote about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from digest.site import urls
from digest.site.library import Entry
from digest.site.model import Model
from digest.site.views import Card, Link

DATE = re.compile(r"(?P<year>-?\d{2,4}X{0,2})(?:-(?P<month>\d\d|XX))?(?:-(?P<day>\d\d|XX))?(?P<time>T\S+)?")
SEASONS = {"21": "03", "22": "06", "23": "09", "24": "12"}
"""EDTF level 1 writes spring to winter as months 21 to 24; they begin with these."""


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Posts in the order of their events, oldest first; of one day the earlier post comes first."""
    return tuple(sorted(entries, key=lambda entry: (started(when(entry)), entry.epoch, entry.path)))


def when(entry: Entry) -> str:
    """When what a post tells of happened (EDTF); the post's own day where it does not say."""
    return entry.event or entry.card.date[:10]


def started(edtf: str) -> tuple[str, str, str]:
    """Year, month and day an EDTF date or interval (`2023-09-10/2023-09-13`, `2022-11~`, `2022-23`) begins with.

    What is not given or unspecified comes before what is: September stands before the first of September. An interval
    without a known beginning counts from its end.
    """
    first, _, last = edtf.partition("/")
    found = DATE.match(first.strip(".")) or DATE.match(last)
    if not found:
        return "", "", ""
    year, month, day = found["year"].replace("X", "0"), found["month"] or "00", found["day"] or "00"
    return year, SEASONS.get(month, month.replace("X", "0")), day.replace("X", "0")


Place = tuple[Link, int, int, Card | None, Card | None]
"""Of a post: its story, its number in it, of how many, the posts before and after it."""


def places(model: Model) -> Mapping[str, Place]:
    """By path each post's place in its story.

    Only the last one knows how many there are (the others say 0): else all would change whenever one is added.
    """
    found: dict[str, Place] = {}
    for story in model.stories:
        ordered = in_order(model.library.by_story.get(story.id, ()))
        link = Link(story.title, urls.term("stories", story.id) if model.has("stories") else "")
        for at, entry in enumerate(ordered):
            earlier = ordered[at - 1].card if at else None
            later = ordered[at + 1].card if at + 1 < len(ordered) else None
            found[entry.path] = (link, at + 1, 0 if later else len(ordered), earlier, later)
    return found
