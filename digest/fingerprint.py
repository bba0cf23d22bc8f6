"""Owns the one hash: fingerprints of bytes and texts, and the salt that stands for this program's own version."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

SIZE = 16
"""Bytes in a fingerprint: 128 bits, so that two different inputs never meet by chance."""


def of_bytes(data: bytes) -> bytes:
    """The fingerprint of these bytes."""
    return blake2b(data, digest_size=SIZE).digest()


def sealed(data: bytes) -> bytes:
    """These bytes behind their own fingerprint, as they are kept."""
    return of_bytes(data) + data


def opened(kept: bytes) -> bytes:
    """The bytes that were sealed; ValueError for any other: what reads them must never see foreign or torn ones."""
    mark, data = kept[:SIZE], kept[SIZE:]
    if of_bytes(data) != mark:
        raise ValueError
    return data


def of_text(text: str) -> bytes:
    """The fingerprint of a text, as UTF-8 (lone surrogates kept apart)."""
    return of_bytes(text.encode("utf-8", "surrogatepass"))


def of_parts(parts: Iterable[bytes]) -> bytes:
    """The fingerprint of a sequence; each part is preceded by its length, so boundaries count."""
    whole = blake2b(digest_size=SIZE)
    for part in parts:
        whole.update(len(part).to_bytes(8, "little"))
        whole.update(part)
    return whole.digest()


def of_value(value: object) -> bytes:
    """The fingerprint of a value made of texts, numbers, dates and frozen types, through its `repr`."""
    return of_text(repr(value))
