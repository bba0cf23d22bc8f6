"""Owns the audit of the lock files: every requirement pinned and hashed, and what is installed is what is pinned.

Needs no network, so it says nothing of published weaknesses: `make advisories` asks for those.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import distributions
from pathlib import Path

PINNED = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[A-Za-z0-9.!+_-]+)"
    r"(?: *;[^#]*?)?(?: +--hash=sha256:[0-9a-f]{64})+"
)


def requirements(text: str) -> Iterator[str]:
    """The requirements of a lock file, each on one line; comments and empty lines left out."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield " ".join(line.split())


def loose(text: str) -> tuple[str, ...]:
    """Requirements and options that are not a version with its SHA-256 hashes (pip, secure installs)."""
    return tuple(line.split(" --hash")[0] for line in requirements(text) if not PINNED.fullmatch(line))


def versions(text: str) -> dict[str, set[str]]:
    """The versions that a lock pins, by normalised name (PEP 503); markers may give a name several."""
    found: dict[str, set[str]] = {}
    for line in requirements(text):
        if pinned := PINNED.fullmatch(line):
            found.setdefault(normal(pinned["name"]), set()).add(pinned["version"])
    return found


def normal(name: str) -> str:
    """The name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def strays(pinned: Mapping[str, set[str]], installed: Mapping[str, str]) -> tuple[str, ...]:
    """What is installed in another version than the locks pin."""
    return tuple(
        f"{name} {version}"
        for name, version in sorted(installed.items())
        if name in pinned and version not in pinned[name]
    )


def faults(paths: list[Path], installed: Mapping[str, str]) -> Iterator[str]:
    """Every fault as a sentence."""
    pinned: dict[str, set[str]] = {}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if not any(requirements(text)):
            yield f"{path}: pins nothing"
        yield from (f"{path}: not pinned with its hashes: {line}" for line in loose(text))
        for name, found in versions(text).items():
            pinned[name] = pinned.get(name, set()) | found
    yield from (f"installed, but not as locked: {stray}" for stray in strays(pinned, installed))


if __name__ == "__main__":
    here = {normal(one.name): one.version for one in distributions()}
    told = tuple(faults([Path(name) for name in sys.argv[1:]], here))
    sys.exit("\n".join(told) if told else 0)
