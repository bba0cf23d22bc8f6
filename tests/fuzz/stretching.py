"""Owns the limit of time: `python -m fuzz.stretching [TARGET…]` reads a megabyte of every unit that a target knows.

A unit is a word, a line of a seed or a sign, put between a beginning and an end and repeated. What takes long for an
eighth of a megabyte is tried whole. Only the reader's own processor time counts, neither oracles nor a busy machine.
Exit status 1 when a reader takes more than two seconds or fails.
"""

from __future__ import annotations

import argparse
import signal
import sys
import traceback
from collections.abc import Iterator

from fuzz.targets import TARGETS
from fuzz.watching import WATCH

WHOLE, PART = 1_000_000, 125_000
LIMIT, SUSPECT = 2.0, 0.2
"""Seconds for the whole, and for the part from which on the whole is tried."""
PATIENCE = 60
"""Seconds after which a reader is stopped."""
SIGNS = (
    *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \n\t\r",
    *("\n\n", "a", "1", "あ", "漢", "ア", "。", "・", "「", "\u3000", "\u202e", "a\n", " a", "\x00"),
)
FRONT = "---\ntitle: x\ndate: 2023-09-05\nsources:\n  - {key: toto, outlet: 東都新聞, published: 2023-09-05}\n---\n"
MT = "TITLE: x\nDATE: 09/05/2023 21:30:00\n-----\nBODY:\n"
WXR = "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item><title>x</title>"
BASE = "title: x\nbase_url: https://digest.example/\n"
FRAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "post": (
        (FRONT, "\n"),
        ("---\ntitle: ", "\n---\n"),
        ("---\ntitle: x\nsources:\n", "\n---\n"),
        ("---\ntopics: [", "]\n---\n"),
    ),
    "static": ((FRONT, "\n"), ("---\ntitle: x\n", "\n---\n")),
    "registry": (("", ""), ("海: {aliases: [", "]}\n")),
    "settings": (("", ""), (f"{BASE}permalink: ", "\n"), (f"{BASE}nav:\n", "\n")),
    "theme": (("", ""), ("name: mine\ncontract: 1\n\n%%%%\n", "\n"), ("a: '", "'\n")),
    "movable_type": (("", ""), (MT, "\n-----\n--------\n"), ("TITLE: ", "\n-----\nBODY:\nx\n-----\n--------\n")),
    "wordpress": (
        ("", ""),
        (f"{WXR}<content:encoded><![CDATA[", "]]></content:encoded></item></channel></rss>"),
        (WXR, "</item></channel></rss>"),
    ),
    "blog": (
        ("", ""),
        ("---\ntitle: x\ndate: 2023-09-05\n---\n", "\n"),
        ("---\ntitle: x\ntags: [", "]\n---\nx\n"),
    ),
    "pasted": (("◎題\n", "\n"), ("◎", "\n本文\n")),
    "saved_page": (
        ("", ""),
        ("<title>", "</title>"),
        ('<script type="application/ld+json">', "</script>"),
        ("<html><body><article><p>", ""),
    ),
}


class LateError(BaseException):
    """A reader went on for longer than anyone waits; no `except Exception` holds it."""


def main() -> int:
    """Tries the targets and tells what is too slow."""
    parser = argparse.ArgumentParser(prog="fuzz.stretching")
    parser.add_argument("targets", nargs="*", default=["all"])
    options = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _stop)
    wrong = 0
    for name in TARGETS if options.targets == ["all"] else options.targets:
        tried, worst, found = _target(name)
        print(f"{name}\t{tried} texts\tat most {worst:.2f} s\t{found} findings", flush=True)
        wrong += found
    return int(wrong > 0)


def _stop(_signal: int, _frame: object) -> None:
    raise LateError


def _target(name: str) -> tuple[int, float, int]:
    """How many texts were tried, the longest time for a whole one, and how many were too slow or failed."""
    tried, worst, found = 0, 0.0, 0
    for before, unit, after in _texts(name):
        tried += 1
        seconds, why = _seconds(name, _stretched(before, unit, after, PART))
        if not why and seconds > SUSPECT:
            seconds, why = _seconds(name, _stretched(before, unit, after, WHOLE))
            worst = max(worst, seconds)
        if why or seconds > LIMIT:
            found += 1
            print(f"{name}\t{before[-20:]!r} {unit!r} {after[:12]!r}\t{seconds:.1f} s {why}", flush=True)
    return tried, worst, found


def _texts(name: str) -> Iterator[tuple[str, str, str]]:
    """Beginning, unit and end of every text."""
    target = TARGETS[name]
    seeds = "\n".join(seed.decode("utf-8", "replace") for seed in target.seeds(name) if len(seed) < 3000)
    lines = [line + "\n" for line in dict.fromkeys(seeds.split("\n")) if 2 < len(line) < 200]
    for before, after in FRAMES.get(name, (("", ""),)):
        for unit in dict.fromkeys((*SIGNS, *target.words, *lines)):
            yield before, unit, after


def _stretched(before: str, unit: str, after: str, size: int) -> bytes:
    whole = unit.encode("utf-8", "replace")
    return before.encode() + whole * (size // len(whole)) + after.encode()


def _seconds(name: str, data: bytes) -> tuple[float, str]:
    """How long the reader took, and what went wrong."""
    WATCH.slowest = 0.0
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        TARGETS[name].run(data)
    except LateError:
        return WATCH.slowest or PATIENCE, _place() if WATCH.slowest > LIMIT else ""
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        return WATCH.slowest, f"{type(error).__name__}: {str(error)[:200]} {_place()}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return WATCH.slowest, ""


def _place() -> str:
    """The program's own lines on the way to where it was stopped, the last ones."""
    frames = traceback.extract_tb(sys.exc_info()[2])
    return " < ".join(f"{one.filename.rpartition('/')[2]}:{one.lineno}" for one in reversed(frames[-5:]))


if __name__ == "__main__":
    sys.exit(main())
