"""What a stranger installs is what we tested: pinned, complete, and from any registry."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from miniature import REPOSITORY, Site, files_under
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-dev.lock")
PEERS = (
    "benchmarks/requirements.lock",
    "benchmarks/peers/eleventy/package-lock.json",
    "benchmarks/peers/hexo/package-lock.json",
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def project() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(lock: str) -> dict[str, str]:
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    return {canonicalize_name(name): version for name, version in PIN.findall(text)}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_answers_the_project(lock: str) -> None:
    wanted = [*project()["project"]["dependencies"], *(project()["dependency-groups"]["dev"] if "dev" in lock else [])]
    pins = pinned(lock)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"), prereleases=True), (
            f"{requirement} is not in {lock}: make lock"
        )


def test_both_locks_agree() -> None:
    runtime, dev = map(pinned, LOCKS)
    assert {name: dev.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_fingerprints(lock: str) -> None:
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)[1:]
    assert len(entries) == len(PIN.findall(text))  # one name may be pinned twice, for different Pythons
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", [*LOCKS, *PEERS, ".npmrc", "package.json", "package-lock.json", "pyproject.toml"])
def test_no_file_names_a_registry(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    assert re.findall(r'"resolved"|^\s*registry|index-url|find-links|files\.\w+\.org|registry\.\w+\.org', text) == []


def test_the_wheel_holds_all_that_the_package_reads(tmp_path: Path) -> None:
    """Built from a copy, so that no leftover of an earlier build helps out."""
    copy = Site(tmp_path / "copy")
    package = (path for path in files_under(REPOSITORY / "digest") if path.suffix != ".pyc")
    files = [path.relative_to(REPOSITORY).as_posix() for path in package]
    for name in (*files, "pyproject.toml", "README.md", "LICENSE"):
        copy.write(name, (REPOSITORY / name).read_bytes())
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    subprocess.run((sys.executable, "-c", build, str(tmp_path)), cwd=copy.root, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        inside = set(archive.namelist())
    assert [name for name in files if name not in inside] == []


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_readme_leads_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^):#]+)\)", (REPOSITORY / name).read_text(encoding="utf-8"))
    assert [target for target in targets if not (REPOSITORY / target).exists()] == []
