"""Owns files on disk: listing a folder with what tells whether a file changed, and replacing files atomically."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

RACY_NS = 20_000_000
"""A file touched so shortly before we looked (20 ms) may change again without its times showing it; as git does, such a
look is not trusted the next time. Kernels stamp times in ticks of 1 to 10 ms."""
COARSE_NS = 2_000_000_000
"""The same for file systems that keep whole seconds (FAT: two)."""


LARGEST_INODE = 2**63 - 1
"""Some file systems number files with more bits; these suffice to tell one from another."""


MODE = 0o666
"""Of the pages, less what the author's umask takes away."""
FOR_WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Stamp(NamedTuple):
    """What `stat` tells of a file's state; equal stamps mean an untouched file."""

    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int


NEVER = Stamp(-1, -1, -1, -1)
"""A stamp that no file has: what was recorded with it is looked at again."""


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of this status."""
    return Stamp(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino & LARGEST_INODE)


def settled(stamp: Stamp, looked_ns: int) -> Stamp:
    """The stamp when it can be trusted later, else `NEVER`; `looked_ns` is when the file was looked at (epoch)."""
    coarse = stamp.mtime_ns % 1_000_000 == 0
    window = COARSE_NS if coarse else RACY_NS
    return stamp if max(stamp.mtime_ns, 0 if coarse else stamp.ctime_ns) < looked_ns - window else NEVER


class Listing(NamedTuple):
    """The files below a folder, by POSIX path relative to it, and what stands in the way."""

    files: dict[str, Stamp]
    folders: dict[str, Stamp]
    """The folder itself (`""`) and all below it; a stamp that cannot be trusted later is `NEVER`."""
    links: list[str]
    """Symbolic links, never followed, and pipes and the like, never opened."""


NAMES_TOLD = os.name == "posix"
"""Whether a folder's times tell of every name in it that comes, goes or is taken over (POSIX: rename, link, unlink)."""


def walk(folder: Path) -> Listing:
    """All files below `folder`; a folder that is not there is empty."""
    listing = Listing({}, {}, [])
    _list(str(folder), "", listing, known=())
    return listing


def revisit_site(folder: Path, before: Listing) -> Listing:
    """As `revisit`, without a repository's own `.git`: the output may be a work tree that its author pushes."""
    now = revisit(folder, before)
    if ".git" not in now.files and ".git" not in now.folders and ".git" not in now.links:
        return now
    files, folders, links = _without(now, (".git/",))
    for stamps in (files, folders):
        stamps.pop(".git", None)
    return Listing(files, folders, [link for link in links if link != ".git"])


def revisit(folder: Path, before: Listing) -> Listing:
    """As `walk(folder)`, told what it found before: only folders whose stamps differ are listed again."""
    if not NAMES_TOLD or not before.folders:
        return walk(folder)
    place = str(folder)
    try:
        with _opened(place) as at:
            dirty = {name for name, stamp in before.folders.items() if not _as_it_was(at, name, stamp)}
            behind = tuple(f"{name}/" for name in dirty if _is_link(at, name))
            if behind:  # what stood below may look as it did, and is elsewhere
                before = _without(before, behind)
                dirty = {name for name in dirty if not name.startswith(behind)}
            files = _same_names(at, before, dirty)
    except (FileNotFoundError, NotADirectoryError):
        return walk(folder)
    folders = {name: stamp for name, stamp in before.folders.items() if name not in dirty}
    now = Listing(files, folders, [link for link in before.links if link.rpartition("/")[0] not in dirty])
    for name in sorted(dirty):
        if name not in now.folders:
            _list(place, name, now, known=before.folders)
    return now


@contextlib.contextmanager
def _opened(place: str) -> Iterator[int]:
    """A folder to look up names from: the system then walks only what is below it, which halves the time of a look."""
    at = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield at
    finally:
        os.close(at)


def _as_it_was(at: int, folder: str, stamp: Stamp) -> bool:
    try:
        return stamp_of(os.lstat(folder or ".", dir_fd=at)) == stamp
    except OSError:
        return False


def _is_link(at: int, folder: str) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(folder or ".", dir_fd=at).st_mode)
    except OSError:
        return False


def _without(listing: Listing, behind: tuple[str, ...]) -> Listing:
    """The listing without what begins with any of these."""
    files, folders = (
        {name: stamp for name, stamp in stamps.items() if not name.startswith(behind)} for stamps in listing[:2]
    )
    return Listing(files, folders, [link for link in listing.links if not link.startswith(behind)])


def _same_names(at: int, before: Listing, dirty: Collection[str]) -> dict[str, Stamp]:
    """The stamps of the files in folders that are not dirty; the very same objects where they are as before."""
    files = {}
    lstat = os.lstat
    for path, known in before.files.items():
        if dirty and path.rpartition("/")[0] in dirty:
            continue
        try:
            now = lstat(path, dir_fd=at)
        except OSError:  # it, or its folder, went while we looked
            continue
        same = known == (now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino & LARGEST_INODE)
        files[path] = known if same else stamp_of(now)
    return files


def _list(place: str, name: str, listing: Listing, *, known: Collection[str]) -> None:
    """Lists the folder `name` and those below it that are not `known`, each stamped first: what comes later shows.

    Raises NotADirectoryError where the place itself is a file.
    """
    waiting = [name]
    while waiting:
        name = waiting.pop()
        folder, prefix = (f"{place}/{name}", f"{name}/") if name else (place, "")
        try:
            looked, status = time.time_ns(), os.stat(folder, follow_symlinks=not name)  # noqa: PTH116
            if name and not stat.S_ISDIR(status.st_mode):  # a file or link took its place: its own folder tells of it
                continue
            entries = os.scandir(folder)
        except FileNotFoundError:
            continue
        except NotADirectoryError:
            if name:  # a file took the place of a folder above it
                continue
            raise
        listing.folders[name] = settled(stamp_of(status), looked)
        with entries:
            waiting += sorted((path for path in _enter(entries, prefix, listing) if path not in known), reverse=True)


def _enter(entries: Iterable[os.DirEntry[str]], prefix: str, listing: Listing) -> list[str]:
    """Enters what one folder holds; returns the folders in it."""
    below = []
    for entry in entries:
        path = prefix + entry.name
        if entry.is_file(follow_symlinks=False):
            listing.files[path] = stamp_of(entry.stat(follow_symlinks=False))
        elif entry.is_dir(follow_symlinks=False):
            below.append(path)
        else:
            listing.links.append(path)
    return below


def read(file: str) -> tuple[Stamp, bytes]:
    """A file's stamp, taken before its bytes, and these."""
    with open(file, "rb", buffering=0) as there:  # noqa: PTH123 - a path as text: there is one for each post
        return stamp_of(os.fstat(there.fileno())), there.read()


class NewFiles:
    """Writes files below a folder that only we use; a plain call of the system each, and one for each folder."""

    def __init__(self, folder: Path) -> None:
        """`folder` is there already."""
        self._place = str(folder)
        self._made = {""}

    def write(self, path: str, data: bytes) -> None:
        """A file at this POSIX path below the folder, with these bytes."""
        self.make(path.rpartition("/")[0])
        descriptor = os.open(f"{self._place}/{path}", FOR_WRITING, MODE)
        try:
            while data:  # hardly ever more than once: a call takes some two gigabytes
                data = data[os.write(descriptor, data) :]
        finally:
            os.close(descriptor)

    def make(self, folder: str) -> None:
        """The folder of this path, which another process may have made."""
        if folder in self._made:
            return
        place = f"{self._place}/{folder}"
        try:
            os.mkdir(place)  # noqa: PTH102 - as above
        except FileExistsError:
            pass
        except FileNotFoundError:
            os.makedirs(place, exist_ok=True)  # noqa: PTH103 - as above
        self._made.add(folder)


def holds(file: str, data: bytes) -> bool:
    """Whether there is a file, no link, of exactly these bytes."""
    try:
        status = os.lstat(file)
        if status.st_size != len(data) or not stat.S_ISREG(status.st_mode):
            return False
        with open(file, "rb", buffering=0) as there:  # noqa: PTH123 - as above
            return there.read() == data
    except OSError:
        return False


def move(source: Path, target: Path) -> None:
    """Puts a finished file in its place in one step; a folder that stands in the way and is empty gives way."""
    try:
        source.replace(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)
    except (IsADirectoryError, NotADirectoryError, FileExistsError):
        clear_way(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def clear_way(target: Path) -> None:
    """Removes what keeps `target` from being a file: a folder of its name, or a file where a folder must be."""
    if target.is_dir():
        remove_tree(target)
    for parent in target.parents:
        if parent.is_file():
            parent.unlink()


def discard(path: Path) -> None:
    """Removes a file of ours, or whatever stands in its place; nothing happens where there is nothing."""
    try:
        path.unlink(missing_ok=True)
    except (IsADirectoryError, PermissionError):  # as systems call it
        if not path.is_dir():
            raise
        remove_tree(path)


def own_folder(folder: Path) -> None:
    """Makes a folder of ours; a file that stands in its place gives way."""
    if folder.is_file():
        folder.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def remove_tree(folder: Path) -> None:
    """Removes a folder and all below it; nothing happens where there is none."""
    import shutil  # noqa: PLC0415 - not on the way of a build that changes nothing

    shutil.rmtree(folder, ignore_errors=False) if folder.is_dir() and not folder.is_symlink() else None


def parents(paths: Iterator[str]) -> set[str]:
    """Every folder that these files stand in."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
