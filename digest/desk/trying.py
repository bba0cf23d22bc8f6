"""Owns changes that are tried: written, read again as the build reads, and taken back where that shows a problem."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from digest.desk import stock
from digest.desk.replacing import replace_all
from digest.errors import ContentError
from digest.gathering import gather


def replace_and_try(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Writes the files (None: removes). Raises ContentError, all as it was, where the content has errors then."""
    before = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in files}
    replace_all(root, files)
    try:
        gathered = gather(root)
        found = (*gathered.problems, *stock.readings(root, gathered).problems)
    except ContentError as error:
        found = error.problems
    wrong = [one for one in found if one.severity == "error"]
    if wrong:
        replace_all(root, before)
        raise ContentError(wrong)
