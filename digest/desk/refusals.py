"""Owns what the machine refuses: no room, no right, a broken disk; told as a problem at its place, not as a bug."""

from __future__ import annotations

import errno
from pathlib import Path

from digest.errors import Mark, Problem, problem

OF_THE_MACHINE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENAMETOOLONG}
    | {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ELOOP, errno.ESTALE, errno.EBUSY, errno.ETXTBSY, errno.ENODEV}
)
"""Numbers of errors that are nobody's mistake in the program."""
DATABASE = ("full", "readonly", "unable to open", "disk I/O", "locked")
"""What SQLite says then."""


def refusal(error: Exception, root: Path) -> Problem | None:
    """The problem that an error tells of, located at its file (from the root where it is within); None for a bug."""
    if isinstance(error, OSError) and error.errno in OF_THE_MACHINE:
        path = _shown(str(error.filename), root) if error.filename else "."
        return problem("refused-by-system", Mark(path), path=path, why=error.strerror or "")
    if type(error).__module__ == "sqlite3" and any(word in str(error) for word in DATABASE):
        path = ".digest/state.db"
        return problem("refused-by-system", Mark(path), path=path, why=str(error))
    return None


def _shown(name: str, root: Path) -> str:
    path = Path(name).absolute()
    home = root.absolute()
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else name
