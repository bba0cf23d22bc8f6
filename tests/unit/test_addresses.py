"""Addresses that leave the site."""

from __future__ import annotations

import pytest
from feed_samples import SITE
from hypothesis import given
from hypothesis import strategies as st

from digest.site.addresses import absolute, uri, web


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "https://name.github.io/repo/"),
        ("2023/09/05/x/", "https://name.github.io/repo/2023/09/05/x/"),
        ("topics/護衛艦/", "https://name.github.io/repo/topics/%E8%AD%B7%E8%A1%9B%E8%89%A6/"),
        ("topics/%E8%AD%B7/", "https://name.github.io/repo/topics/%E8%AD%B7/"),
        ("about/#連絡先", "https://name.github.io/repo/about/#%E9%80%A3%E7%B5%A1%E5%85%88"),
        ("https://toto.example/a", "https://toto.example/a"),
    ],
)
def test_absolute(address: str, expected: str) -> None:
    assert absolute(address, SITE) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://toto.example/a?b=1&c=%20#d", "https://toto.example/a?b=1&c=%20#d"),
        (" https://toto.example/ ", "https://toto.example/"),
        ("HTTPS://toto.example/記", "https://toto.example/%E8%A8%98"),
        ("https://日本語.example/", "https://xn--wgv71a119e.example/"),
        ("https://toto.example/100%", "https://toto.example/100%25"),
        ("https://toto.example/a b<c>", "https://toto.example/a%20b%3Cc%3E"),
        ("https://toto.example/[a]?q=[1]", "https://toto.example/%5Ba%5D?q=%5B1%5D"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_web(address: str, expected: str) -> None:
    assert web(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "/x",
        "//toto.example/",
        "javascript:alert(1)",
        "ftp://a.example/",
        "https://",
        "https:///x",
        "mailto:a@b.example",
    ],
)
def test_what_is_not_of_the_web(address: str) -> None:
    assert web(address) == ""


@given(st.text(st.characters(codec=None), max_size=20))
def test_encoding_is_ascii_and_done_once(path: str) -> None:
    once = uri(f"https://toto.example/{path}")
    assert once.isascii()
    assert uri(once) == once
    assert not set(once) & set(' <>"{}|\\^`\n\r\t\x00')
