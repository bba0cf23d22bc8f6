"""Every mistake is told where it is, in both languages, all in one run, and the last good site stays (I8, I9).

Each folder beside this file is a broken site; `expected.en.txt` and `expected.ja.txt` in it are what the build says of
it. `pytest tests/diagnostics --update-goldens` writes them anew: read the difference before you commit it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from miniature import REPOSITORY, Site
from workbench import NOW

from digest.builder import build
from digest.drawing import draw
from digest.errors import ContentError, Problem
from digest.orders import Order
from digest.verifying import Silent
from digest.wording import Language

HERE = Path(__file__).parent
CASES = sorted(
    path.name for path in HERE.iterdir() if (path / "expected.en.txt").exists() or (path / "content").is_dir()
)
LANGUAGES: tuple[Language, ...] = ("en", "ja")
STANDS = {"index.html": b"the last good site", ".made-by-digest": b""}
PROBLEM = re.compile(r"^(\S+?)(?::(\d+))?(?::(\d+))?: (error|warning|note): .+ \[([a-z0-9-]+)\]$", re.MULTILINE)


def lay_out(case: str, root: Path) -> Site:
    """A case's site, with a good site of last time in its output."""
    site = Site(root)
    shutil.copytree(REPOSITORY / "themes", root / "themes")
    shutil.copytree(HERE / case, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.*"))
    for path, data in STANDS.items():
        site.write(f"public/{path}", data)
    return site


def problems_of(site: Site) -> tuple[Problem, ...]:
    """What is wrong with a site; what stands in the output must stand there still, where it is an error."""
    try:
        return build(Order(site.root, site.output, NOW, jobs=1), Silent()).problems
    except ContentError as error:
        found = error.problems
    assert site.tree() == STANDS
    return found


@pytest.mark.parametrize("case", CASES)
def test_what_is_said(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    site = lay_out(case, tmp_path / "site")
    problems = problems_of(site)
    assert any(one.severity == "error" for one in problems) == (case != "warnings")
    for language in LANGUAGES:
        expected = HERE / case / f"expected.{language}.txt"
        said = "".join(f"{draw(one, site.root, language)}\n" for one in problems)
        if request.config.getoption("--update-goldens"):
            expected.write_text(said, encoding="utf-8")
        assert said == expected.read_text(encoding="utf-8")
        assert str(tmp_path) not in said, "no path of this machine"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_says_it_and_exits_with_1(language: Language, tmp_path: Path) -> None:
    site = lay_out("content", tmp_path / "site")
    run = site.build("--now", "2026-01-01", "--quiet", env={"DIGEST_LANG": language})
    assert (run.status, run.stdout) == (1, "")
    told = (HERE / "content" / f"expected.{language}.txt").read_text(encoding="utf-8")
    assert run.stderr.startswith(told)
    assert len(run.stderr.removeprefix(told).splitlines()) == 1, "and how many there are"
    assert site.tree() == STANDS


def test_forty_mistakes_are_forty_messages_in_one_run(tmp_path: Path) -> None:
    site = lay_out("content", tmp_path / "site")
    told = (HERE / "content" / "expected.en.txt").read_text(encoding="utf-8")
    errors = [found.groups() for found in PROBLEM.finditer(told) if found[4] == "error"]
    files = {path for path, *_ in errors}
    broken = {path for path in (HERE / "content" / "content" / "posts").iterdir() if path.name[0] in "01234"}
    assert len(errors) >= 40
    assert len({code for *_, code in errors}) >= 40, "and of as many kinds"
    assert all((site.root / path).is_file() for path in files)
    assert all(line and 0 < int(line) <= (site.root / path).read_bytes().count(b"\n") for path, line, *_ in errors)
    assert {path.name for path in broken} - {Path(path).name for path in files} == {"00-good.md"}


def test_each_problem_is_one_problem() -> None:
    """No file of the broken content is told of twice, but where it holds two mistakes."""
    told = (HERE / "content" / "expected.en.txt").read_text(encoding="utf-8")
    errors = [found[1] for found in PROBLEM.finditer(told) if found[4] == "error"]
    assert {path for path in errors if errors.count(path) > 1} == {"content/stories/会談.md"}
