"""Every harness holds on what was found before, on its seeds in pieces, and on texts put together by Hypothesis."""

from __future__ import annotations

import contextlib
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.oracles import harmless
from fuzz.targets import CORPUS, TARGETS, Target
from fuzz.watching import WATCH, Trespass

SEEDS = [
    pytest.param(TARGETS[path.parent.name], path.read_bytes(), id=f"{path.parent.name}/{path.name}")
    for path in sorted(CORPUS.glob("*/*"))
]


@pytest.mark.parametrize(("target", "data"), SEEDS)
def test_what_was_found_before(target: Target, data: bytes) -> None:
    target.run(data)


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_seeds(name: str) -> None:
    assert len(TARGETS[name].seeds(name)) >= 3


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_texts_put_together(name: str, drawn: st.DataObject) -> None:
    """Pieces of the seeds and the target's words in any order."""
    target = TARGETS[name]
    seeds = [data for data in target.seeds(name) if len(data) < 3000]
    lines = sorted({line for data in seeds for line in data.splitlines(keepends=True)})
    piece = st.one_of(
        st.sampled_from(lines),
        st.sampled_from(target.words).map(str.encode),
        st.sampled_from(seeds).flatmap(lambda data: st.integers(0, len(data)).map(lambda end: data[:end])),
        st.binary(max_size=6),
        st.text(max_size=12).map(lambda text: text.encode("utf-8", "surrogatepass")),
    )
    target.run(b"".join(drawn.draw(st.lists(piece, max_size=24)))[: target.longest])


def test_the_watch_sees_what_is_written(tmp_path_factory: pytest.TempPathFactory) -> None:
    inside, outside = tmp_path_factory.mktemp("inside"), tmp_path_factory.mktemp("outside")
    with WATCH.over(inside):
        (inside / "a").mkdir()
        (inside / "a" / "b").write_text("x")
    for wrong in (
        lambda: (outside / "a").write_text("x"),
        (inside / ".." / outside.name / "a").mkdir,
        lambda: (inside / "a" / "b").rename(outside / "b"),
        lambda: (outside / "c").symlink_to(inside),
    ):
        with pytest.raises(Trespass), WATCH.over(inside):
            wrong()
    assert list(outside.iterdir()) == []
    with pytest.raises(Trespass), WATCH.over(None), contextlib.suppress(AssertionError):  # also where it is swallowed
        (inside / "c").write_text("x")


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>", "<p onclick=x>a</p>", "<a href='java\tscript:x'>a</a>", "<p>a", "</p>", "<p><b></p></b>",
        "<i id=a></i><i id=a></i>", "<!-- a -->", "<p style='color:red'>a</p>", "\x01", "<img src='data:x'>", "<b/>",
    ],
)  # fmt: skip
def test_the_oracle_refuses_harm(html: str) -> None:
    with pytest.raises(AssertionError):
        harmless(html)


def test_variants_are_told_by_the_bytes() -> None:
    assert {zlib.crc32(data) % 4 for _, data in (seed.values for seed in SEEDS)} == {0, 1, 2, 3}
