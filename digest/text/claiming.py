"""Owns the claims of a paragraph: which of its text each citation group stands for."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from digest.text.body import Claim
from digest.text.excerpt import SENTENCE_END
from digest.text.runs import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from digest.errors import Mark

_FINISHED = re.compile(r"[。．.！？!?][」』）)”’]*\s*\Z")
NEAR = 50
"""Characters before a group in which the end of the sentence before it is looked for."""
_FINISH = re.compile(r"\s*[」』）)”’]*[。．.！？!?]+[」』）)”’]*")
_BEFORE_SIGN = re.compile(r"\s+(?=[。．.！？!?、，,])")
_BETWEEN = " \t\n\u3000、，,;；"


class _Group(NamedTuple):
    """Citations that stand together, `offset` characters into the text."""

    offset: int
    keys: tuple[str, ...]
    at: Mark


def claims_in(children: Sequence[Token]) -> tuple[Claim, ...]:
    """The claims of one block's content, in order; `Claim` says where each begins and ends."""
    text = plain(children)
    groups = _together(_groups(children), text)
    ends = [_end(text, group.offset, following.offset) for group, following in pairwise(groups)]
    ends += [_end(text, group.offset, len(text)) or len(text) for group in groups[-1:]]
    ends = [end or group.offset for end, group in zip(ends, groups, strict=True)]
    return tuple(
        Claim(_tidy(text[begin:end]), tuple(dict.fromkeys(group.keys)), (group.at.line, group.at.column))
        for group, begin, end in zip(groups, (0, *ends), ends, strict=False)
    )


def _groups(children: Sequence[Token]) -> Iterator[_Group]:
    offset = 0
    for child in children:
        if child.type == "citation":
            yield _Group(offset, child.meta["keys"], child.meta["at"])
        else:
            offset += len(plain([child]))


def _together(found: Iterator[_Group], text: str) -> list[_Group]:
    """The groups, one that would have no text of its own joined to its neighbour."""
    groups: list[_Group] = []
    for group in found:
        last = groups[-1] if groups else None
        if last is None or not _empty(last, group, text):
            groups.append(group)
        else:
            offset = last.offset if _has_words(text[: last.offset]) else group.offset
            groups[-1] = _Group(offset, tuple(dict.fromkeys(last.keys + group.keys)), last.at)
    return groups


def _empty(last: _Group, group: _Group, text: str) -> bool:
    """Whether nothing stands between two groups, or before the first of them in the sentence that begins the text."""
    if not _has_words(text[last.offset : group.offset]):
        return True
    return not _has_words(text[: last.offset]) and not _end(text, last.offset, group.offset)


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _end(text: str, offset: int, limit: int) -> int:
    """The end of the sentence that a group at `offset` closes or stands in; 0 where it does not end before `limit`."""
    finish = _FINISH.match(text, offset, limit)
    if finish:
        return finish.end()
    if _FINISHED.search(text, max(0, offset - NEAR), offset):
        return offset
    later = SENTENCE_END.search(text, offset, limit)
    return later.end() if later else 0


def _tidy(text: str) -> str:
    return _BEFORE_SIGN.sub("", text.strip(_BETWEEN))
