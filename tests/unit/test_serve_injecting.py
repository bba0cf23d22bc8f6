"""Where the scripts go in a page."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.desk.serving.injecting import Tag, inject, scripts

TAG = Tag("ab12-3", "page", "127.0.0.1:8000")


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        (b"<html><head></head><body><p>x</p>", b"</body></html>"),
        (b"<BODY><p>x</p>", b"</BODY >"),
        (b"<body><pre>&lt;/body></pre></body><!-- x -->", b"</body>"),
        (b"<html><head><title>x</title>", b"</HEAD><p>x"),
        (b"<p>x", b""),
        (b"", b""),
        (b"<head></head><body>" + b"x" * 200_000, b"</body>"),
    ],
)
def test_before_the_end_of_the_page(before: bytes, behind: bytes) -> None:
    assert inject(before + behind, TAG) == before + scripts(TAG) + behind


class Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "script"
        self.found.append(dict(attrs))


@given(st.text(), st.text())
def test_what_a_page_is_told_stays_text(badge: str, generation: str) -> None:
    parser = Scripts()
    parser.feed(scripts(Tag(generation, "page", "127.0.0.1:8000", badge)).decode("utf-8", "replace"))
    parser.close()
    assert [sorted(one) for one in parser.found] == [["data-badge", "data-generation", "data-kind", "src"], ["src"]]


@pytest.mark.parametrize(
    ("netloc", "options"),
    [
        ("127.0.0.1:8000", "host=127.0.0.1&port=8000"),
        ("[::1]:8001", "host=[::1]&port=8001"),
        ("localhost", "host=localhost&port=80"),
    ],
)
def test_the_socket_is_where_the_page_came_from(netloc: str, options: str) -> None:
    parser = Scripts()
    parser.feed(scripts(TAG._replace(netloc=netloc)).decode())
    assert f"?{options}&" in (parser.found[1]["src"] or "")
