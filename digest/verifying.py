"""Owns `--verify`: a clean build beside the output, and every difference between the two."""

from __future__ import annotations

import tempfile
from pathlib import Path

from digest.builder import build
from digest.orders import Order
from digest.output.files import Listing, revisit_site


class Silent:
    """A teller that nobody listens to."""

    def stage(self, name: str, total: int) -> None:
        """Nothing is said."""

    def done(self, count: int) -> None:
        """Nothing is said."""

    def waiting(self, holder: str) -> None:
        """Nothing is said."""


def verify(order: Order) -> tuple[tuple[str, str], ...]:
    """Paths that differ from a clean build and how: different, missing, extra."""
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        build(order._replace(output=fresh / "site", state=fresh / "state", clean=True), Silent())
        return differences(order.output, fresh / "site")


def differences(ours: Path, right: Path) -> tuple[tuple[str, str], ...]:
    """How the files below `ours` differ from those below `right`."""
    here, there = (revisit_site(folder, Listing({}, {}, [])) for folder in (ours, right))
    found = [(path, "missing") for path in there.files if path not in here.files]
    found += [(path, "extra") for path in (*here.files, *here.links) if path not in there.files]
    both = [path for path in there.files if path in here.files]
    found += [(path, "different") for path in both if (ours / path).read_bytes() != (right / path).read_bytes()]
    return tuple(sorted(found))
