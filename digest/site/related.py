"""Owns related posts: older posts on the same story, rare topics or rarely seen outlets (docs/decisions/0011).

A post is related to posts before it only, and rarity is counted up to that post. So a new post changes no old post's
list, and the posts are gone through once with an inverted index: the work grows with the number of posts, as each key
remembers no more than the last few posts that had it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.site.library import Entry
from digest.site.views import Card

MOST = 5
"""Related posts that a post shows."""
REMEMBERED = 8
"""Posts that a key remembers: the newest are the likeliest to matter."""
LEAST_SCORE = 7
"""What a post must reach: one topic of fewer than 64 posts, or more of what is commoner."""
STORY = 16
"""What the same story counts for."""
TOPIC = 13
OUTLET = 5
"""What a topic or outlet counts for at most: one less for each doubling of the posts that have it."""


class _Key:
    """A topic, outlet or story: how many posts had it so far, and the last few of them."""

    __slots__ = ("count", "recent", "weight")

    def __init__(self, weight: int) -> None:
        self.weight = weight
        self.count = 0
        self.recent: list[int] = []

    def worth(self) -> int:
        """What sharing it counts for."""
        return self.weight if self.weight == STORY else self.weight - self.count.bit_length()

    def add(self, number: int) -> None:
        """Remembers a post."""
        self.count += 1
        self.recent = [*self.recent[-REMEMBERED + 1 :], number]


def related(entries: Sequence[Entry], apart: Mapping[str, frozenset[str]]) -> dict[str, tuple[Card, ...]]:
    """By path, the cards of each post's related ones, best first; `entries` come newest first, as in the library.

    `apart` names for a post the addresses that its page shows elsewhere (its story's neighbours).
    """
    keys: dict[tuple[str, str], _Key] = {}
    oldest_first = entries[::-1]
    found = {}
    for number, entry in enumerate(oldest_first):
        scores: dict[int, int] = {}
        mine = [keys.setdefault(key, _Key(weight)) for key, weight in _keys(entry)]
        for key in mine:
            worth = key.worth()
            if worth > 0:
                for other in key.recent:
                    scores[other] = scores.get(other, 0) + worth
            key.add(number)
        hidden = apart.get(entry.path, frozenset())
        good = [(-score, -other) for other, score in scores.items() if score >= LEAST_SCORE]
        ranked = (oldest_first[-other].card for _, other in sorted(good))
        found[entry.path] = tuple(card for card in ranked if card.url not in hidden)[:MOST]
    return found


def _keys(entry: Entry) -> list[tuple[tuple[str, str], int]]:
    found = [(("topic", slug), TOPIC) for slug in entry.topics]
    found += [(("outlet", slug), OUTLET) for slug in dict.fromkeys(outlet for outlet, _, _ in entry.reports if outlet)]
    return [*found, (("story", entry.story), STORY)] if entry.story else found
