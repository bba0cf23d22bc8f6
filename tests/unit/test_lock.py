"""One build at a time for each root: the second waits, or says who is building."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from miniature import REPOSITORY, Site

from digest.errors import UsageError
from digest.output import lock

HOLDER = """
import sys, time
from pathlib import Path
from digest.output import lock
with lock.held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holding(folder: Path, seconds: float, holder: str = HOLDER) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        (sys.executable, "-c", holder, str(folder), str(seconds)), cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_says_who_holds_it(tmp_path: Path) -> None:
    with holding(tmp_path, 60) as process:
        try:
            with pytest.raises(UsageError) as caught, lock.held(tmp_path, patience=0.1):
                pass
            assert dict(caught.value.problem.args) == {"holder": str(process.pid)}
        finally:
            process.kill()


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    with holding(tmp_path, 0.5) as process, lock.held(tmp_path, patience=60):
        assert process.wait(timeout=60) == 0


def test_a_wait_that_is_not_over_at_once_is_told_of_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "SOON", 0.1)
    told: list[str] = []
    with holding(tmp_path, 1) as process, lock.held(tmp_path, patience=60, waits=told.append):
        assert told == [str(process.pid)]
    with lock.held(tmp_path, waits=told.append):
        assert len(told) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "別のビルドが動いています"), ("en", "another build is at work")]
)
def test_a_build_that_waits_says_for_whom(site: Callable[[Mapping[str, str]], Site], language: str, words: str) -> None:
    blog = site({"content/posts/a.md": "---\ntitle: 演習\ndate: 2023-09-05\nkind: note\n---\n本文\n"})
    with holding(blog.root / ".digest", 2.5) as process:
        done = blog.build(env={"DIGEST_LANG": language})
        assert process.wait(timeout=60) == 0
    assert done.status == 0
    assert done.stderr.count("\n") == done.stderr.count(words) == 1
    assert str(process.pid) in done.stderr


OUTPUT_HOLDER = HOLDER.replace(
    "lock.held(Path(sys.argv[1]))", "lock.building(Path(sys.argv[1]) / 'a', Path(sys.argv[1]) / 'public')"
)


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be locked there")
def test_two_roots_do_not_build_into_one_output_at_once(
    site: Callable[[Mapping[str, str]], Site], tmp_path: Path
) -> None:
    blog = site({"content/posts/a.md": "---\ntitle: 演習\ndate: 2023-09-05\nkind: note\n---\n本文\n"})
    (tmp_path / "public").mkdir()
    with holding(tmp_path, 2.5, OUTPUT_HOLDER) as process:
        done = blog.build("--output", str(tmp_path / "public"))
        assert process.wait(timeout=60) == 0
    assert done.status == 0
    assert "another site is being built into the same folder" in done.stderr
    assert blog.build("--output", str(tmp_path / "public")).stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be locked there")
def test_an_output_that_stays_taken_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    (tmp_path / "public").mkdir()
    with holding(tmp_path, 60, OUTPUT_HOLDER) as process:
        try:
            with pytest.raises(UsageError, match="output-locked"), lock.building(tmp_path / "b", tmp_path / "public"):
                pass
        finally:
            process.kill()


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    with holding(tmp_path, 60) as process:
        process.kill()
        process.wait()
    with lock.held(tmp_path, patience=10):
        pass


def test_it_is_let_go_after_an_error_and_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), lock.held(tmp_path / "new", patience=5):
            raise ZeroDivisionError
    with lock.held(tmp_path / "new", patience=5):
        assert (tmp_path / "new" / lock.NAME).read_text() == str(os.getpid())
