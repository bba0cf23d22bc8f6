"""Owns zips from outside: unpacked into a folder of ours under limits that count what really comes out.

Refused: paths that leave the folder, links, encrypted parts, more files or bytes than any export has, and parts that
swell beyond what text and pictures can (a zip bomb), whatever the zip says of their size.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from digest.errors import ContentError, Mark, Problem, problem

FILES = 50_000
BYTES = 4_000_000_000
RATIO = 200
"""How far a part may swell: XML of spaces reaches a hundred."""
FREE = 20_000_000
"""Bytes that any part may have, however well it was packed."""
PIECE = 1 << 16


def unpack(archive: Path, shown: str, folder: Path) -> dict[str, Path]:
    """The files of a zip by their names in it, unpacked as `folder/0`, `folder/1` …; raises ContentError."""
    try:
        with zipfile.ZipFile(archive) as packed:
            parts = [part for part in packed.infolist() if not part.is_dir() and not _is_clutter(part.filename)]
            wrong = [one for part in parts if (one := _refused(part, shown))]
            if len(parts) > FILES:
                wrong = [problem("import-zip-too-many", Mark(shown), count=len(parts), limit=FILES)]
            if wrong:
                raise ContentError(wrong)
            return _written(packed, parts, shown, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ContentError(
            [problem("import-zip-broken", Mark(shown), why=str(error) or type(error).__name__)]
        ) from None


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in {".DS_Store", "Thumbs.db"}


def _refused(part: zipfile.ZipInfo, shown: str) -> Problem | None:
    """What is wrong with a part by its entry."""
    parts = PurePosixPath(part.filename.replace("\\", "/")).parts
    leaves = ".." in parts or part.filename.startswith(("/", "\\")) or ":" in part.filename.split("/")[0]
    if leaves or stat.S_ISLNK(part.external_attr >> 16):
        return problem("import-zip-leaves", Mark(shown), path=part.filename)
    return problem("import-zip-locked", Mark(shown), path=part.filename) if part.flag_bits & 1 else None


def _written(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo], shown: str, folder: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    left = BYTES
    for number, part in enumerate(parts):
        file = folder / f"{number}{PurePosixPath(part.filename).suffix.lower()[:8]}"
        limit = min(left, max(FREE, part.compress_size * RATIO))
        size = _copied(packed, part, file, limit)
        if size > limit:
            raise ContentError([problem("import-zip-too-large", Mark(shown), what=part.filename)])
        left -= size
        files[part.filename] = file
    return files


def _opened(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> IO[bytes]:
    """A part for reading. Raises BadZipFile also for one that would begin before the file does."""
    try:
        return packed.open(part)
    except OSError as error:
        raise zipfile.BadZipFile(error.strerror or "") from None


def _copied(packed: zipfile.ZipFile, part: zipfile.ZipInfo, file: Path, limit: int) -> int:
    """Bytes written; stops soon after `limit`."""
    size = 0
    with _opened(packed, part) as source, file.open("wb") as target:
        while size <= limit and (piece := source.read(PIECE)):
            size += len(piece)
            target.write(piece)
    return size
