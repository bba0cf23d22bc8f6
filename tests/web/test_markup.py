"""Every page, style sheet and picture passes the Nu HTML checker."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from published import Published

pytestmark = pytest.mark.web

NEWER = re.compile(r"“@(container|property|view-transition|starting-style|layer|scope)”|“interpolate-size”")
"""What browsers know and the checker does not yet."""


def complaints(checker: tuple[str, ...], kind: str, files: list[Path]) -> list[str]:
    done = subprocess.run(
        (*checker, *kind.split(), "--format", "json", "--stdout", "--exit-zero-always", *map(str, files)),
        capture_output=True,
        timeout=300,
        check=True,
    )
    found = json.loads(done.stdout)["messages"]
    return [
        f"{message.get('url', '').rpartition('/public/')[2]}:{message.get('lastLine')} {message['message']}"
        for message in found
        if message["type"] != "info" and not NEWER.search(message["message"])
    ]


@pytest.mark.parametrize(
    ("suffix", "kind"), [(".html", "--no-langdetect"), (".css", "--css"), (".svg", "--svg")], ids=["html", "css", "svg"]
)
def test_the_checker_finds_no_error(checker: tuple[str, ...], published: Published, *, suffix: str, kind: str) -> None:
    files = sorted(published.folder.rglob(f"*{suffix}"))
    assert files
    found = complaints(checker, kind, files)
    assert found == [], "\n".join(found)


def test_the_checker_itself_is_awake(checker: tuple[str, ...], tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<!doctype html><html lang=ja><title>x</title><p><div></p><img src=x>", encoding="utf-8")
    assert complaints(checker, "--no-langdetect", [page])
