"""Problems are drawn with the caret under the place, also where characters are two columns wide."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.drawing import WIDEST, as_json, draw
from digest.errors import Mark, Problem, problem, warning
from digest.text.width import columns
from digest.wording import message, say


def at(path: Path, line: int, column: int, length: int = 1) -> Problem:
    return problem("missing-key", Mark(path.name, line, column, length), name="date")


def drawn(tmp_path: Path, text: str | bytes, line: int, column: int, length: int = 1) -> list[str]:
    file = tmp_path / "x.md"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return draw(at(file, line, column, length), tmp_path, "en").splitlines()


def test_a_problem_is_drawn_whole(tmp_path: Path) -> None:
    assert drawn(tmp_path, "一行目\ntitle: 演習\n", 2, 8, 2) == [
        "x.md:2:8: error: “date” is missing [missing-key]",
        "    2 | title: 演習",
        "      |        ^^^^",
        "  hint: add “date: …”",
    ]


@pytest.mark.parametrize(
    ("text", "column", "before", "run"),
    [
        ("abc", 2, 1, 1),
        ("会談は", 2, 2, 2),
        ("ｶﾞ会談", 3, 2, 2),
        ("か\u3099会談", 3, 2, 2),
        ("\t会談", 2, 1, 2),
        ("a", 9, 1, 1),
    ],
)
def test_the_caret_counts_east_asian_width(tmp_path: Path, text: str, column: int, before: int, run: int) -> None:
    caret = drawn(tmp_path, text, 1, column)[2].removeprefix("      | ")
    assert (len(caret) - len(caret.lstrip()), len(caret.strip())) == (before, run)


def test_a_long_line_is_cut_around_the_place(tmp_path: Path) -> None:
    _, line, caret, _ = drawn(tmp_path, "あ" * 300 + "★" + "い" * 300, 1, 301)
    assert columns(line) <= WIDEST + 20
    place = columns(line[: line.index("★")])
    assert len(caret) - len(caret.lstrip("|^ ")) >= place
    assert caret.index("^") == place


def test_a_whole_line_or_file_has_no_caret(tmp_path: Path) -> None:
    assert not any("^" in line for line in drawn(tmp_path, "本文\n", 1, 0))
    assert drawn(tmp_path, "本文\n", 0, 0) == ["x.md: error: “date” is missing [missing-key]", "  hint: add “date: …”"]
    assert len(drawn(tmp_path, "本文\n", 99, 1)) == 2, "a line that is not there is not drawn"


def test_what_could_steer_a_terminal_is_not_written(tmp_path: Path) -> None:
    assert "\x1b" not in "".join(drawn(tmp_path, "a\x1b[31mred\u202e", 1, 1))
    assert "\u202e" not in "".join(drawn(tmp_path, "a\x1b[31mred\u202e", 1, 1))


def test_bytes_that_are_no_text_are_drawn_as_unknown(tmp_path: Path) -> None:
    assert "\ufffd" in drawn(tmp_path, b"title: \x89\xfc\n", 1, 8)[1]


def test_a_near_miss_comes_before_the_advice() -> None:
    found = problem("unknown-topic", Mark("content/posts/x.md"), name="ロシヤ", near="ロシア", slug="…")
    lines = draw(found, Path("nowhere"), "ja").splitlines()
    assert lines[1].startswith("  hint: 「ロシア」ではありませんか")
    assert "content/topics.yaml" in lines[2]
    assert draw(found, Path("nowhere"), "en") != draw(found, Path("nowhere"), "ja")


def test_for_programs_it_is_json() -> None:
    rows = json.loads(as_json([warning("unused-source", Mark("a.md", 1, 2), key="toto")], "ja"))
    assert [(row["path"], row["line"], row["column"], row["severity"], row["code"]) for row in rows] == [
        ("a.md", 1, 2, "warning", "unused-source")
    ]


@given(st.text(max_size=400), st.integers(0, 500), st.integers(1, 500))
def test_any_line_can_be_drawn(tmp_path_factory: pytest.TempPathFactory, text: str, column: int, length: int) -> None:
    folder = tmp_path_factory.mktemp("drawing")
    (folder / "x.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    lines = draw(at(folder / "x.md", 1, column, length), folder, "ja").splitlines()
    assert all(columns(line) <= WIDEST * 2 for line in lines)


def test_what_the_system_refuses_is_said_in_the_authors_language() -> None:
    full = problem("cannot-write", Mark("public"), path="public", why=os.strerror(errno.ENOSPC))
    assert message(full, "ja") == "public に書き込めません：空き容量がありません"
    assert message(full, "en") == "public cannot be written: no space is left"
    other = problem("cannot-write", Mark("public"), path="public", why="Something else")
    assert "Something else" in message(other, "ja")


def test_numbers_agree_with_their_nouns() -> None:
    assert say("problems", "en", errors=1, warnings=0) == "1 error, 0 warnings"
    assert say("problems", "en", errors=2, warnings=1) == "2 errors, 1 warning"
    assert say("problems", "ja", errors=1, warnings=2) == "エラー 1 件、警告 2 件"
    one = problem("import-comments", Mark("x"), count=1, path="x.json")
    assert message(one, "en").startswith("kept in x.json: 1 comment, ")
