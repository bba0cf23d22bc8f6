"""What the preview shows when the site cannot be built."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.desk.serving.pages import document, excerpt, notice_page, problems_page
from digest.errors import Mark, Problem, problem, warning

ALLOWED = {
    "html",
    "head",
    "link",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "h2",
    "p",
    "a",
    "section",
    "pre",
    "code",
    "i",
    "mark",
}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"lang", "charset", "name", "content", "class", "href", "rel"}

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    parser.close()
    return parser


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/x.md").write_text(
        "一行目\r\n二行目\n三 <b>行</b> 目\n四行目\n五行目\n六行目\n", encoding="utf-8"
    )
    return tmp_path


def test_each_problem_stands_with_its_lines(root: Path) -> None:
    found = (
        problem("unknown-topic", Mark("content/x.md", 3, 3, 7), name="<謎>", slug="nazo"),
        warning("dead-link", Mark("content/x.md", 6), target="y.md", near=""),
    )
    page = problems_page(found, root, "ja", "/livereload/last-good?at=s-1&page=%2F")
    told = read(page)
    assert "直すところが 1 件" in told.text
    assert "content/x.md:3:3" in told.text
    assert "<mark>&lt;b&gt;行&lt;/b</mark>&gt; 目" in page
    assert all(line in told.text for line in ("一行目", "二行目", "四行目", "五行目", "六行目"))
    assert 'href="/livereload/last-good?at=s-1&amp;page=%2F"' in page
    assert told.tags <= ALLOWED


@pytest.mark.parametrize(
    "mark",
    [
        Mark("content/x.md"),
        Mark("content/x.md", 99),
        Mark("content/none.md", 1),
        Mark("../outside.md", 1),
        Mark("content", 1),
        Mark("content/nul\0.md", 1),
    ],
)
def test_places_without_lines(root: Path, mark: Mark) -> None:
    (root.parent / "outside.md").write_text("秘密", encoding="utf-8")
    assert excerpt(root, mark) is None
    assert "<pre>" not in problems_page((problem("bad-port", mark, found="x"),), root, "en", "")


@given(line=st.text(max_size=60), column=st.integers(0, 80), length=st.integers(0, 80), path=st.text(max_size=20))
def test_nothing_that_was_written_becomes_markup(
    tmp_path_factory: pytest.TempPathFactory, line: str, column: int, length: int, path: str
) -> None:
    root = tmp_path_factory.getbasetemp() / "pages"
    (root / "content").mkdir(parents=True, exist_ok=True)
    (root / "content/x.md").write_text(line, encoding="utf-8", errors="replace")
    marks = (Mark("content/x.md", 1, column, length), Mark(path, 1, column, length))
    page = problems_page(tuple(Problem("bad-port", mark, (("found", line),)) for mark in marks), root, "en", "")
    assert read(page).tags <= ALLOWED


def test_more_problems_than_anyone_reads_are_counted(tmp_path: Path) -> None:
    found = tuple(Problem("bad-port", Mark("content/x.md", number), (("found", "x"),)) for number in range(1, 251))
    assert "… and 50 more" in read(problems_page(found, tmp_path, "en", "")).text


def test_a_notice_is_text() -> None:
    assert read(notice_page("<b>", "/repo/?<i>", "ja")).tags <= ALLOWED
    assert read(document("<b>", "<p>x</p>", "ja")).tags <= ALLOWED
