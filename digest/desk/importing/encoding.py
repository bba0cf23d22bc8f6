"""Owns the encodings of exports: found with proof, by decoding the whole file strictly, never silently wrong.

Order: byte order mark, UTF-8, ISO-2022-JP (seven bits and escapes), then CP932 against EUC-JP. Those two share most
byte pairs, so where a file is valid in both the text decides: Japanese is full of kana, and the wrong reading is full
of half-width katakana and rare kanji. No clear winner is an error that asks for `--encoding` (notes 5.1).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from digest.errors import ContentError, Mark, Problem, UsageError, problem

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
JAPANESE = ("cp932", "euc_jp", "euc_jis_2004")
CHUNK = 1 << 20
SAMPLE = 400_000
"""Characters of text beyond ASCII that are weighed when two encodings fit."""
CLEAR = 0.25
"""How far apart two weights must be."""
COMMON = re.compile("[\u3041-\u3096\u30a1-\u30fc\u3000-\u3002\u300c-\u300f\u4e00-\u9fff\uff08\uff09\uff10-\uff5a]")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc]")
ODD = re.compile("[\uff61-\uff9f\ue000-\uf8ff\u0080-\u009f\u0391-\u03c9\u0410-\u044f]")

UNDEFINED = re.compile("[\u0080\u00a0\uf8f0-\uf8f3]")
"""What Python makes of the bytes 80, A0 and FD to FF, which are no character of CP932 and stand in broken text only."""


class Found(NamedTuple):
    """An encoding, as Python names it, and the proof in a word."""

    name: str
    proof: str
    """bom, strict, escapes, weighed or given."""


class _Trial(NamedTuple):
    """What became of decoding a file: where it failed (byte offset, -1: nowhere), and what the text looks like."""

    name: str
    failed: int
    weight: float


def named(written: str) -> str:
    """Python's name of the encoding that `--encoding` names; raises UsageError for one that is not."""
    try:
        return codecs.lookup(
            {"shift_jis": "cp932", "sjis": "cp932"}.get(written.lower().replace("-", "_"), written)
        ).name
    except (LookupError, ValueError):
        raise UsageError(problem("import-no-encoding", Mark("--encoding"), found=written)) from None


def detect(file: Path, shown: str) -> Found:
    """The encoding of a text file; raises ContentError, with the place, when none fits or two do."""
    with file.open("rb") as stream:
        head = stream.read(4)
    for mark, name in MARKS:
        if head.startswith(mark):
            return _checked(file, shown, name)
    utf8 = _try(file, "utf-8")
    if utf8.failed < 0:
        return _escaped(file) or Found("utf-8", "strict")
    trials = [_try(file, name) for name in JAPANESE]
    fits = [trial for trial in trials if trial.failed < 0]
    if not fits:
        furthest = max([utf8, *trials], key=lambda trial: trial.failed)
        raise ContentError([_undecodable(file, shown, furthest)])
    fits.sort(key=lambda trial: -trial.weight)
    rivals = [trial for trial in fits[1:] if _family(trial.name) != _family(fits[0].name)]
    if (rivals and fits[0].weight - rivals[0].weight < CLEAR) or fits[0].weight <= 0:
        raise ContentError(
            [problem("import-encoding-unsure", Mark(shown), first=fits[0].name, second=(rivals or fits)[0].name)]
        )
    best = next(trial for trial in fits if trial.weight == fits[0].weight)
    return Found(best.name, "weighed" if rivals else "strict")


def _family(name: str) -> str:
    return name.partition("_")[0]


def _checked(file: Path, shown: str, name: str) -> Found:
    trial = _try(file, name)
    if trial.failed >= 0:
        raise ContentError([_undecodable(file, shown, trial)])
    return Found(name, "bom")


def _escaped(file: Path) -> Found | None:
    """ISO-2022-JP, where a text of seven bits has its escapes and is valid in it."""
    if not any(b"\x1b$" in part for part in _parts(file)):
        return None
    fits = (name for name in ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004") if _try(file, name).failed < 0)
    name = next(fits, "")
    return Found(name, "escapes") if name else None


def _parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while part := stream.read(CHUNK):
            yield part


def _try(file: Path, name: str) -> _Trial:
    """Decodes the whole file strictly, in pieces."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    done, sample = 0, ""
    for part in _parts(file):
        waiting = len(decoder.getstate()[0])
        try:
            text = decoder.decode(part)
        except UnicodeError as error:  # the Japanese codecs also give up without saying where
            return _Trial(name, done - waiting + getattr(error, "start", waiting), 0)
        if name == "cp932" and (undefined := UNDEFINED.search(text)):
            return _Trial(name, done - waiting + len(text[: undefined.start()].encode(name)), 0)
        done += len(part)
        if len(sample) < SAMPLE:
            sample += "".join(sign for sign in text if sign > "\x7f")
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return _Trial(name, max(0, done - 1), 0)
    return _Trial(name, -1, _weight(sample))


def _weight(sample: str) -> float:
    """From -1 to 2: the share of what Japanese is made of, kana twice, less the share of what it hardly uses."""
    if not sample:
        return 0
    counted = len(COMMON.findall(sample)) + len(KANA.findall(sample)) - 2 * len(ODD.findall(sample))
    return max(-1.0, counted / len(sample))


def _undecodable(file: Path, shown: str, trial: _Trial) -> Problem:
    """The problem of the byte where the best reading failed: a cut file when it is the last, else unknown."""
    line, left, byte = 1, trial.failed, 0
    for part in _parts(file):
        if left < len(part):
            line, byte = line + part[:left].count(b"\n"), part[left]
            break
        line, left = line + part.count(b"\n"), left - len(part)
    if trial.failed >= file.stat().st_size - 3:
        return problem("import-cut", Mark(shown, line), byte=f"0x{byte:02x}")
    return problem("import-encoding-unknown", Mark(shown, line), byte=f"0x{byte:02x}", name=trial.name)
