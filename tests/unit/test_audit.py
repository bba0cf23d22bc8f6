"""The audit of the locks finds what is loose, and what is installed otherwise than locked."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from miniature import REPOSITORY

HASH = f"--hash=sha256:{'a' * 64}"


def audit(tmp_path: Path, text: str) -> tuple[int, str]:
    lock = tmp_path / "some.lock"
    lock.write_text(text, encoding="utf-8")
    done = subprocess.run(
        (sys.executable, str(REPOSITORY / "scripts" / "audit.py"), str(lock)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


def test_pinned_and_hashed_is_fine(tmp_path: Path) -> None:
    text = f"# made\nnone-such==1.0 \\\n    {HASH} \\\n    {HASH}\nother==2 ; sys_platform == 'win32' \\\n    {HASH}\n"
    assert audit(tmp_path, text) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "none-such==1.0",
        f"none-such>=1.0 {HASH}",
        f"none-such {HASH}",
        "none-such==1.0 --hash=md5:00",
        f"none-such @ https://files.example/x.zip {HASH}",
        "-e ./here",
        "--index-url https://packages.example/",
        "",
    ],
)
def test_what_is_loose_is_told(tmp_path: Path, line: str) -> None:
    status, told = audit(tmp_path, f"{line}\n")
    assert status == 1
    assert line.split(" --hash", maxsplit=1)[0] in told


def test_another_version_than_locked_is_told(tmp_path: Path) -> None:
    assert audit(tmp_path, f"PyTest=={version('pytest')} {HASH}\n") == (0, "")
    status, told = audit(tmp_path, f"PyTest==0.1 {HASH}\n")
    assert (status, told) == (1, f"installed, but not as locked: pytest {version('pytest')}\n")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_our_locks_are_tight(tmp_path: Path, name: str) -> None:
    _, told = audit(tmp_path, (REPOSITORY / name).read_text(encoding="utf-8"))
    assert "not pinned" not in told
    assert "pins nothing" not in told
