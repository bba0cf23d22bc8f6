"""A folder listed beside other work is listed as it would be here, whether or not anyone asks in the end."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from digest.output import aside
from digest.output.files import RACY_NS, Listing, revisit_site
from digest.output.listings import listing_beside, packed, unpacked

NOTHING = Listing({}, {}, [])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a/b").mkdir(parents=True)
    for name in ("index.html", "a/一.html", "a/b/c.xml"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "link").symlink_to("a")
    time.sleep(RACY_NS / 10**9 * 2)  # folders so young would have no stamp that can be trusted
    return tmp_path


@pytest.fixture(params=[False, True])
def forks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether there is another process, whatever the machine has and the tests before left."""
    monkeypatch.setattr(aside, "_can_fork", lambda: request.param and hasattr(os, "fork"))
    return bool(request.param)


@pytest.mark.parametrize("worth", ["worth it", ""])
@pytest.mark.usefixtures("forks")
def test_it_is_listed_as_it_would_be_here(folder: Path, worth: str) -> None:
    with listing_beside(folder, NOTHING, worth=bool(worth)) as listed:
        assert listed() == revisit_site(folder, NOTHING)
        assert set(revisit_site(folder, NOTHING).files) == {"index.html", "a/一.html", "a/b/c.xml"}


def test_nobody_need_ask(folder: Path, forks: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    children: list[int] = []
    fork = os.fork
    monkeypatch.setattr(os, "fork", lambda: children.append(fork()) or children[-1])
    with listing_beside(folder, NOTHING, worth=True):
        pass
    with pytest.raises(KeyError), listing_beside(folder, NOTHING, worth=True):
        raise KeyError
    assert len(children) == 2 * forks
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_a_process_that_comes_to_grief_costs_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "_can_fork", lambda: True)
    mine = os.getpid()

    def revisit(place: Path, before: Listing) -> Listing:
        return revisit_site(place, before) if os.getpid() == mine else os._exit(9)

    monkeypatch.setattr("digest.output.listings.revisit_site", revisit)
    with listing_beside(folder, NOTHING, worth=True) as listed:
        assert listed().links == ["link"]


def test_what_is_packed_comes_back(folder: Path) -> None:
    listing = revisit_site(folder, NOTHING)
    assert unpacked(*packed(listing)) == listing
    assert unpacked(*packed(NOTHING)) == NOTHING
