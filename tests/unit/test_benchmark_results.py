"""What the benchmarks write down: each its own section, and a peer that failed as one that failed."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from miniature import REPOSITORY

from digest.theme.check import check_theme

NAMES = ("profiling", "sampling", "sections", "serving_results", "turns")


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The benchmarks' modules, which are no package; nobody else is to meet their names."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(REPOSITORY / "benchmarks"))
    yield {name: importlib.import_module(name) for name in NAMES}
    for name in set(sys.modules) - before:
        if str(REPOSITORY / "benchmarks") in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def test_each_writer_leaves_the_others_section_alone(module: dict[str, ModuleType], tmp_path: Path) -> None:
    (tmp_path / "RESULTS.head.md").write_text("# Results\n", encoding="utf-8")
    put = module["sections"].put
    put(tmp_path, "serving", "saved, first")
    put(tmp_path, "builds", "| built \\1 |\n\n![chart](results.svg)\n")
    put(tmp_path, "serving", "saved, again")
    assert (tmp_path / "RESULTS.md").read_text(encoding="utf-8") == (
        "# Results\n\n"
        "<!-- begin builds -->\n| built \\1 |\n\n![chart](results.svg)\n<!-- end builds -->\n\n"
        "<!-- begin serving -->\nsaved, again\n<!-- end serving -->\n"
    )


def test_a_preview_that_failed_has_its_reason_in_the_table(module: dict[str, ModuleType]) -> None:
    row = module["serving_results"].Row
    rows = (
        row("digest, own theme", (0.1, 0.3, 0.2), 2.0, 50_000_000, "browser"),
        row("Hugo", failed="served nothing in 180 s"),
        row("Hexo", (1.0, 3.0), 1.0, 80_000_000, "request", others=0.5),
    )
    text = module["serving_results"].section(100, 3, rows, "150")
    assert "| digest, own theme | 200 | 300 | 3 | browser | 2.0 | 50 |" in text
    assert "| Hugo | served nothing in 180 s |" in text
    assert "| Hexo | 2000! (10.0×) | 3000 | 2 | request | 1.0 | 80 |" in text
    assert "The best peer, Hexo, takes 10.0 times as long as `digest, own theme`." in text
    assert "not to be relied on" in text


def test_the_ratio_is_that_within_a_round_and_not_of_medians(module: dict[str, ModuleType]) -> None:
    turns = module["turns"]
    run, python = turns.Run, turns.Python("python", "3.11.2", "/usr/bin/python3.11")
    slow, quick, odd = ((run(w, w, 0), run(2 * w, w / 2, 0)) for w in (10.0, 1.0, 4.0))
    rounds = [turns.Round(hugo, (ours, hugo)) for hugo, ours in (slow, quick)]
    rounds.append(turns.Round(odd[0], (run(1.0, 9.0, 0), odd[0])))
    told = turns._line(10_000, turns.TIMED[0], python, 0, rounds)
    assert told == "| 10,000 | clean build | 3.11.2 | 2.00 | 4.00 | **2** (0.25 to 2) | 0.5 |"
    assert "**1** (1 to 1)" in turns._line(100, turns.TIMED[0], python, 1, rounds)


def test_every_part_of_the_profile_names_functions_that_there_are(module: dict[str, ModuleType]) -> None:
    sampling = module["sampling"]
    names = [name for part in sampling.PARTS.values() for name in part]
    assert len(sampling.marked(sampling.PARTS)) == len(names)
    with pytest.raises(AttributeError):
        sampling.marked({"a part": ("digest.builder:no_such_function",)})


def test_a_sample_falls_upon_the_innermost_part(module: dict[str, ModuleType]) -> None:
    sampling = module["sampling"]
    outer, inner = _outer.__code__, _inner.__code__
    stacks = {(inner, outer): 3, (outer,): 2, (_other.__code__, inner, outer): 4, (_other.__code__,): 1}
    assert sampling.shares(stacks, {outer: "all", inner: "some"}) == {"some": 7, "all": 2, "the rest": 1}


def _outer() -> None: ...


def _inner() -> None: ...


def _other() -> None: ...


def test_the_profile_tells_the_largest_part_first_and_leaves_nothing_out(module: dict[str, ModuleType]) -> None:
    parts = {"small": 1, "writing": 300, "the rest": 99, "reading": 600}
    code = {"digest": 900, "yaml": 100}
    text = module["profiling"].section([module["profiling"].Profile(500, 2, 4.0, parts, code)])
    assert (
        "| reading | 60.0% | 60.0% | 1.200 |\n"
        "| writing | 30.0% | 90.0% | 0.600 |\n"
        "| the rest | 10.0% | 100.0% | 0.200 |\n"
    ) in text
    assert "| digest | 90.0% | 90.0% | 1.800 |" in text
    assert "### Of 500 posts\n\n2.00 s of processor time, 4.00 ms a post." in text


def test_the_theme_of_the_peers_pages_keeps_the_contract() -> None:
    folders = (REPOSITORY / "benchmarks/peers/digest/themes", REPOSITORY / "themes")
    assert [one for one in check_theme(folders, "plain") if one.severity == "error"] == []
