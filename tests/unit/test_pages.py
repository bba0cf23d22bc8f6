"""A page's signature is the `repr` of its arguments: they may hold nothing whose `repr` leaves something out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from miniature import REPOSITORY

from digest.gathering import gather
from digest.modelling import model_of
from digest.output.crew import available
from digest.output.reading import Desk, read_all
from digest.output.state import State
from digest.site.library import assemble
from digest.site.pages import Whole
from digest.site.plan import plan
from digest.site.views import Card

PLAIN = (str, int, float, bool, bytes, type(None))


def odd_parts(value: object) -> Iterator[object]:
    """Whatever within `value` is neither plain, nor a tuple, nor a post that signs itself by its fingerprints."""
    if isinstance(value, Card | Whole):
        return
    if isinstance(value, tuple):
        for part in value:
            yield from odd_parts(part)
    elif not isinstance(value, PLAIN):
        yield value


def test_pages_are_made_of_plain_values(tmp_path: Path) -> None:
    gathered = gather(REPOSITORY)
    desk = Desk(REPOSITORY, tmp_path, gathered.context, gathered.config)
    with contextlib.closing(State(tmp_path, b"salt")) as state:
        readings = read_all(desk, gathered.posts, state, jobs=available(), progress=lambda _: None)
    library = assemble(readings.entries.values(), 2_000_000_000, drafts=False)
    model, problems = model_of(gathered, readings, library)
    pages = plan(model)

    assert problems == ()
    assert len(pages) > len(library.entries) > 20
    assert [(page.path, part) for page in pages for part in odd_parts(page.args)] == []
    assert len({page.signature for page in pages if page.template == "post.html"}) == len(library.entries)


def test_a_card_signs_by_its_mark_and_else_shows_itself() -> None:
    bare = Card("a/", "題", "2023-09-05", "", "", "", "", (), (), None)

    assert "題" in repr(bare)
    assert repr(bare._replace(mark=b"\x01\x02")) == "Card(0102)"
