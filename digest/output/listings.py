"""Owns listings as plain values, to be kept or handed from one process to another, and listing beside other work."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import repeat
from pathlib import Path

from digest.output.aside import beside
from digest.output.files import Listing, Stamp, revisit_site

STAMP = struct.Struct("<4q")
Packed = tuple[tuple[str, bytes], tuple[str, bytes], list[str]]
"""The files and folders with their stamps, and the links."""


def packed(listing: Listing) -> Packed:
    """The listing as `marshal` takes it: tens of thousands of stamps are read and written in a few milliseconds."""
    return (_packed(listing.files), _packed(listing.folders), listing.links)


def unpacked(files: tuple[str, bytes], folders: tuple[str, bytes], links: list[str]) -> Listing:
    """The listing that was packed so."""
    return Listing(_unpacked(*files), _unpacked(*folders), links)


def _packed(stamps: Mapping[str, Iterable[int]]) -> tuple[str, bytes]:
    """Stamps by path as one text and one run of bytes."""
    return ("\0".join(stamps), b"".join([STAMP.pack(*stamp) for stamp in stamps.values()]))


def _unpacked(names: str, stamps: bytes) -> dict[str, Stamp]:
    found = map(tuple.__new__, repeat(Stamp), STAMP.iter_unpack(stamps))  # without a call of ours for each of them
    return dict(zip(names.split("\0"), found, strict=True)) if stamps else {}


@contextlib.contextmanager
def listing_beside(folder: Path, before: Listing, *, worth: bool) -> Iterator[Callable[[], Listing]]:
    """`revisit_site(folder, before)` as it is from now on, taken beside what is done within where that is worth while.

    To be asked for within, at most once.
    """
    here = partial(revisit_site, folder, before)
    if not worth:
        yield here
        return
    task, asked = beside(lambda: packed(here()), worth=True), False

    def listed() -> Listing:
        nonlocal asked
        asked = True
        found = task.result()
        return unpacked(*found) if found else here()

    try:
        yield listed
    finally:
        if not asked:
            task.drop()
