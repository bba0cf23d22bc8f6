"""Owns compiled templates on disk: one file a template, believed only when it is whole and of exactly this template.

Compiling all templates costs more than an incremental build's own work. Nothing here can change a page: a file
of another text, version or Python, a torn or scribbled one, is as good as none and gets overwritten.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from digest import __version__, fingerprint
from digest.site.views import SiteInfo
from digest.theme import coding, escaping, folding, looping
from digest.theme.theme import Theme

SIZE = fingerprint.SIZE


def folded_into(theme: Theme, site: SiteInfo) -> bytes:
    """The fingerprint of what `digest.theme.folding` may work out while compiling."""
    strings = sorted((key, text.text) for key, text in theme.strings.items())
    assets = [(asset.name, asset.path) for asset in theme.assets]
    return fingerprint.of_value((site, theme.language, strings, assets, sorted(theme.options.items())))


def _made_by() -> list[bytes]:
    """The fingerprints of what changes code on its way: another text of these modules makes other code."""
    return [
        fingerprint.of_bytes(Path(str(module.__file__)).read_bytes()) for module in (coding, escaping, folding, looping)
    ]


class CompiledStore(BytecodeCache):
    """Jinja's cache of compiled templates, as files of ours.

    A file is the fingerprint of what was compiled, the fingerprint of the code, and the code.
    """

    def __init__(self, folder: Path, folded: bytes) -> None:
        """`folded`: the fingerprint of all that compiled code holds beside its template (`folded_into`)."""
        self._folder = folder
        self._salt = repr((__version__, jinja2.__version__, sys.implementation.cache_tag, folded, _made_by()))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file's name: of the template's name alone, so that an edit replaces its file."""
        return fingerprint.of_value((name, filename)).hex()

    def get_source_checksum(self, source: str) -> str:
        """What the code was compiled from and by."""
        return fingerprint.of_value((source, self._salt)).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket where the file is whole and of this very template."""
        try:
            data = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        if data[:SIZE].hex() == bucket.checksum and data[SIZE : 2 * SIZE] == fingerprint.of_bytes(data[2 * SIZE :]):
            bucket.bytecode_from_string(data[2 * SIZE :])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Writes the file; a folder that cannot be written only means compiling again next time."""
        code = bucket.bytecode_to_string()
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / bucket.key).write_bytes(bytes.fromhex(bucket.checksum) + fingerprint.of_bytes(code) + code)
