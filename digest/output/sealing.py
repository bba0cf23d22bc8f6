"""Owns values as the state keeps them: plain, as bytes, behind their own fingerprint."""

from __future__ import annotations

import marshal
from typing import Any

from digest.fingerprint import opened, sealed


def plain(value: Any) -> Any:  # noqa: ANN401
    """A value with every named tuple made a plain one, as `marshal` wants it."""
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def dumps(value: Any) -> bytes:  # noqa: ANN401
    """A plain value as a sealed blob."""
    return sealed(marshal.dumps(value))


def loads(blob: bytes) -> Any:  # noqa: ANN401
    """The value of a blob that `dumps` made."""
    return marshal.loads(opened(blob))  # noqa: S302 - as it was sealed
