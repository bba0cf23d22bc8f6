"""Articles in packs come back whole or not at all."""

from __future__ import annotations

import marshal
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import fingerprint
from digest.content.articles import Article, packed
from digest.model import Post, Source
from digest.output import packs
from digest.output.packs import BrokenPackError, Packs, Writer
from digest.text.body import Body, Hole

ARTICLE = Article(
    Post("content/posts/a.md", "演習", "2023-09-05", 0, "a", sources=(Source("toto", "東都新聞"),)),
    (("topics", "演習", "ex"),),
    Body(html="<p>本文</p>", holes=(Hole("href", "b.md", 3, 1, 4),)),
)


def add(writer: Writer, article: Article) -> tuple[str, int, int]:
    data = packed(article)
    return writer.add(data, fingerprint.of_bytes(data))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "packs", "one")
    places = [add(writer, ARTICLE), add(writer, ARTICLE._replace(slugs=()))]
    writer.close()
    reader = Packs(tmp_path / "packs")
    assert [reader.read(*place) for place in reversed(places)] == [ARTICLE._replace(slugs=()), ARTICLE]
    reader.close()


def test_a_pack_is_never_written_over(tmp_path: Path) -> None:
    Writer(tmp_path, "one").close()
    with pytest.raises(FileExistsError):
        Writer(tmp_path, "one")


@given(at=st.integers(0, 2**20), cut=st.booleans(), noise=st.integers(1, 255))
def test_a_pack_that_was_cut_or_scribbled_on_is_broken(
    tmp_path_factory: pytest.TempPathFactory,
    at: int,
    cut: bool,  # noqa: FBT001 - a case
    noise: int,
) -> None:
    folder = tmp_path_factory.mktemp("packs")
    writer = Writer(folder, "one")
    place = add(writer, ARTICLE)
    writer.close()
    file = folder / "one.pack"
    data = bytearray(file.read_bytes())
    at %= len(data)
    data[at] ^= noise
    file.write_bytes(data[:at] if cut else data)
    with pytest.raises(BrokenPackError):
        Packs(folder).read(*place)


@pytest.mark.parametrize("place", [("nowhere", 0, 9), ("one", 10**9, 9), ("one", -1, 9), ("one", 0, -1), ("one", 0, 0)])
def test_a_place_that_is_none_is_broken(tmp_path: Path, place: tuple[str, int, int]) -> None:
    writer = Writer(tmp_path, "one")
    add(writer, ARTICLE)
    writer.close()
    with pytest.raises(BrokenPackError):
        Packs(tmp_path).read(*place)


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps(ARTICLE),
        marshal.dumps(compile("1", "", "eval")),
        marshal.dumps(7),
        marshal.dumps(()),
        marshal.dumps(("",) * 4),
        marshal.dumps(((), (), (), (), ())),
    ],
)
def test_a_pack_brings_only_articles_to_life(tmp_path: Path, data: bytes) -> None:
    data = fingerprint.of_bytes(data) + data
    (tmp_path / "one.pack").write_bytes(data)
    with pytest.raises(BrokenPackError):
        Packs(tmp_path).read("one", 0, len(data))


def test_any_number_of_packs_is_read_with_few_open_files(tmp_path: Path) -> None:
    places = []
    for number in range(packs.MOST_OPEN * 3):
        writer = Writer(tmp_path, f"p{number}")
        places.append(add(writer, ARTICLE))
        writer.close()
    reader, before = (
        Packs(tmp_path),
        len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 0,
    )
    assert all(reader.read(*place) == ARTICLE for place in [*places, *places])
    if before:
        assert len(list(Path("/proc/self/fd").iterdir())) - before <= packs.MOST_OPEN
    reader.close()


def test_packs_that_nothing_names_are_removed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        Writer(tmp_path, name).close()
    packs.remove(tmp_path, {"one", "never"})
    assert packs.sizes(tmp_path) == {"two": 0}
    assert packs.sizes(tmp_path / "nowhere") == {}
