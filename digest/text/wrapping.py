"""Owns the wrapping of plain text at a column: Japanese between any two characters, words of letters only at spaces.

Line breaking rules (禁則, JIS X 4051 6.1 in short): no line begins with a closing mark, a small kana or the like, none
ends with an opening bracket. The character before moves along (追い出し), so no line is ever longer than asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from digest.text.width import columns, is_wide

NOT_FIRST = frozenset(
    "、。，．・：；？！ー〜～…‥％゛゜ヽヾゝゞ々）」』】〉》〕］｝"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)]}%’”"
)
NOT_LAST = frozenset("（「『【〈《〔［｛([{‘“")


def wrap(text: str, width: int) -> tuple[str, ...]:
    """The lines of a text, each at most `width` columns (from 2) wide; white space counts as one space.

    What has no place to break and is still wider than a line is broken anywhere. An empty text has no line.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, width):
        if piece != " " and columns(line + piece) > width:
            lines.append(line.rstrip())
            line = ""
        line = line + piece if line or piece != " " else ""
    return tuple(one for one in (*lines, line.rstrip()) if one)


def _pieces(text: str, width: int) -> Iterator[str]:
    """What must stay together, in order: spaces by themselves, nothing wider than a line."""
    piece = ""
    for char in " ".join(text.split()):
        if piece and not _together(piece[-1], char):
            yield from _fitting(piece, width)
            piece = ""
        piece += char
    yield from _fitting(piece, width)


def _together(before: str, char: str) -> bool:
    """Whether no line may end between these two."""
    if " " in (before, char):
        return False
    if not columns(char) or char in NOT_FIRST or before in NOT_LAST:
        return True
    return not is_wide(before) and not is_wide(char)


def _fitting(piece: str, width: int) -> Iterator[str]:
    if columns(piece) <= width:
        yield piece
        return
    part = ""
    for char in piece:
        if columns(part + char) > width:
            yield part
            part = ""
        part += char
    yield part
