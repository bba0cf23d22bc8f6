"""Owns bringing back values that were pickled: named types of ours and nothing else, so no function can be called."""

from __future__ import annotations

import importlib
import io
import pickle
from collections.abc import Collection
from functools import lru_cache
from typing import Any


class Reader(pickle.Unpickler):
    """Brings back values made of types that trusted modules define themselves."""

    def __init__(self, data: bytes, trusted: Collection[str], more: Collection[type] = ()) -> None:
        """`trusted`: the modules whose named tuples may come back (`digest.site.` with a dot: all of that room).

        `more`: single types that may come back as well.
        """
        super().__init__(io.BytesIO(data))
        self._trusted = trusted
        self._rooms = tuple(one for one in trusted if one.endswith("."))
        self._more = {(one.__module__, one.__qualname__): one for one in more}

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        """A type that may come back; UnpicklingError for anything else."""
        if (module, name) in self._more:
            return self._more[module, name]
        if "." in name or not (module in self._trusted or module.startswith(self._rooms)):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return _named_tuple(module, name)


@lru_cache(maxsize=256)
def _named_tuple(module: str, name: str) -> type[tuple[Any, ...]]:
    found = getattr(importlib.import_module(module), name, None)
    if not (isinstance(found, type) and issubclass(found, tuple) and found.__module__ == module):
        raise pickle.UnpicklingError(f"{module}.{name}")
    return found
