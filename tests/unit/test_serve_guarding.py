"""Who may talk to the preview."""

from __future__ import annotations

import pytest

from digest.desk.serving.guarding import headers, is_loopback, may_ask, same_origin


@pytest.mark.parametrize(
    ("netloc", "listening", "may"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", True),
        ("LOCALHOST:8000", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("evil.example:8000", "127.0.0.1", False),
        ("localhost.evil.example:8000", "127.0.0.1", False),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
        ("192.0.2.7:8000", "127.0.0.1", False),
        ("192.0.2.7:8000", "0.0.0.0", True),
        ("evil.example", "0.0.0.0", False),
        ("desk.example:8000", "desk.example", True),
        ("127.0.0.1@evil.example", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        ("[::1", "127.0.0.1", False),
    ],
)
def test_names_that_are_answered(*, netloc: str, listening: str, may: bool) -> None:
    assert may_ask(netloc, listening) is may


@pytest.mark.parametrize(
    ("origin", "same"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://127.0.0.1:8001", False),
        ("http://localhost:8000", False),
        ("https://evil.example", False),
        ("null", False),
        ("", False),
        ("file://127.0.0.1:8000", False),
        ("http://[", False),
    ],
)
def test_sockets_are_for_our_own_pages(*, origin: str, same: bool) -> None:
    assert same_origin(origin, "127.0.0.1:8000") is same


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("desk.example", False),
    ],
)
def test_hosts_that_stay_on_this_machine(*, host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_nothing_in_a_page_runs_but_the_sites_own_files() -> None:
    policy = headers("127.0.0.1:8000")["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "connect-src 'self' ws://127.0.0.1:8000 " in policy
