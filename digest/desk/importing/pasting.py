"""Owns the way of pasted clippings into the site: file to post, with the text kept beside in `seeds/`, unpublished."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from typing import NamedTuple

from digest import moments
from digest.desk.importing import clipping_post, clippings, encoding, identity
from digest.desk.importing.clippings import Clipping
from digest.desk.importing.detection import Input
from digest.desk.importing.escaping import without_controls
from digest.desk.importing.ground import Ground, grown
from digest.desk.importing.lines import Line, Lines, open_text
from digest.desk.importing.mending import Piece, settle
from digest.desk.importing.records import Note, note
from digest.desk.importing.writing import Stage
from digest.errors import ContentError, Mark, Problem, problem
from digest.sourcing.gazetteer import load

_DATED = re.compile(r"(?<!\d)(\d{4})[-_.年/]?(\d{2})[-_.月/]?(\d{2})日?(?!\d)")
_STEM = re.compile(r"[^a-z0-9_]+")
LARGEST = 4_000_000
"""Characters of one clipping."""
MOST_LINES, MOST_REPORTS = 50_000, 2_000
"""Of one clipping: what a day's papers have, many times over."""


class How(NamedTuple):
    """How clippings are read."""

    date: str
    treatment: str
    encoding: str
    marks: str


class Pasted(NamedTuple):
    """What came of the clippings."""

    ground: Ground
    notes: tuple[Note, ...]
    entries: int


class _Clip(NamedTuple):
    """A clipping on its way."""

    source: Input
    text: str
    clipping: Clipping
    date: str


def bring(inputs: Iterable[Input], ground: Ground, stage: Stage, how: How) -> Pasted:
    """Stages a post for every clipping; raises ContentError with what is wrong with any of them."""
    clips: list[_Clip] = []
    problems: list[Problem] = []
    notes: list[Note] = []
    for source in inputs:
        clip, more, wrong = _read(source, ground, how)
        clips += [clip] if clip else []
        notes += more
        problems += wrong
    if problems:
        raise ContentError(problems)
    ground = _with_outlets(ground, clips, stage)
    for clip in clips:
        notes += _stage(clip, ground, stage, how)
    if clips and how.treatment != "summary":
        notes.append(note("import-full-text", clips[0].source.shown, 0))
    return Pasted(ground, tuple(notes), sum(len(clip.clipping.sections) for clip in clips))


def _read(source: Input, ground: Ground, how: How) -> tuple[_Clip | None, list[Note], list[Problem]]:
    given = bool(how.encoding)
    name = how.encoding or encoding.detect(source.path, source.shown).name
    with open_text(source.path, name, given=given) as stream:
        lines = [
            line if line.text.isprintable() else line._replace(text=without_controls(line.text))
            for line in Lines(stream, source.shown)
        ]
    text = "\n".join(line.text for line in lines) + "\n"
    mark = Mark(source.shown)
    if too_much := _too_much(text, lines, how.marks or clippings.MARKS, source.shown):
        return None, [], [too_much]
    date = how.date or _dated(source.path.name)
    wrong = [] if date else [problem("import-no-date", mark)]
    clipping = clippings.read(lines, how.marks, ground.tables, load())
    wrong += [] if clipping.sections else [problem("import-nothing", mark)]
    notes = [] if name.startswith("utf-8") else [note("import-encoding", source.shown, 0, name=name)]
    return _Clip(source, text, clipping, date), [*notes, *_notes(source.shown, clipping)], wrong


def _too_much(text: str, lines: Sequence[Line], marks: str, shown: str) -> Problem | None:
    """The problem with a clipping that is none: a book, or a list of thousands."""
    if len(text) > LARGEST:
        return problem("import-too-large", Mark(shown), limit=LARGEST // 1_000_000)
    if len(lines) > MOST_LINES:
        return problem("import-too-many-lines", Mark(shown, MOST_LINES + 1), limit=MOST_LINES)
    begun = Counter(line.text.lstrip()[:1] for line in lines)
    if max(begun[sign] for sign in marks) > MOST_REPORTS:
        return problem("import-too-many-reports", Mark(shown), limit=MOST_REPORTS)
    return None


def _dated(name: str) -> str:
    """The day in a file's name, or empty."""
    found = _DATED.search(name)
    try:
        return moments.read("-".join(found.groups()), moments.FALLBACK["UTC"]) if found else ""
    except moments.BadMomentError:
        return ""


def _notes(shown: str, clipping: Clipping) -> list[Note]:
    notes = []
    for section in clipping.sections:
        if section.byline.unknown:
            notes.append(note("import-unknown-place", shown, section.line, place=section.byline.unknown))
        if not section.outlet:
            code = "import-outlet-of-agency" if section.byline.agency else "import-outlet-unknown"
            agency, headline = section.byline.agency, section.headline
            notes.append(note(code, shown, section.line, headline=headline, agency=agency))
    return notes


def _with_outlets(ground: Ground, clips: Iterable[_Clip], stage: Stage) -> Ground:
    """The ground with the placeholder for an outlet to fill in, where the outlets' table is closed."""
    sections = [section for clip in clips for section in clip.clipping.sections]
    if not ground.tables.outlets.closed or all(section.outlet for section in sections):
        return ground
    ground, text = grown(ground, "outlets", {clipping_post.unknown_outlet(ground.language): {}})
    if text is not None:
        stage.add(posixpath.join(ground.places.tables, "outlets.yaml"), text.encode(), "outlets.yaml", 0, grown=True)
    return ground


def _stage(clip: _Clip, ground: Ground, stage: Stage, how: How) -> tuple[Note, ...]:
    name = _free(_name(clip), clip, ground, stage)
    seed = _seed(clip, name, ground, stage)
    frame = clipping_post.Frame(clip.date, how.treatment, ground.language, seed)
    written = clipping_post.compose(clip.clipping, frame, ground.tables)
    path = ground.places.post(_below(clip, name))
    piece = Piece(written.front, written.body, path, clip.source.shown, 1)
    settled = settle(piece, ground.context(), lambda _hole: None)
    if settled.problems:
        raise ContentError(settled.problems)
    stage.add(path, settled.text.encode(), clip.source.shown, clip.clipping.sections[0].line)
    return (*settled.notes, *_left_aside(clip, seed, how))


def _left_aside(clip: _Clip, seed: str, how: How) -> Iterator[Note]:
    """Where text is brought in: what stood before the first headline, which is no report and stays in `seeds/`."""
    count = len(clip.clipping.header) + bool(clip.clipping.title)
    if count and how.treatment != "summary":
        yield note("import-preamble", clip.source.shown, 1, count=count, path=seed)


def _name(clip: _Clip) -> str:
    """`2023-09-05-clipping`: the day, then what the file is called beside it."""
    stem = _DATED.sub("", clip.source.path.stem.lower()) if clip.source.shown != "-" else ""
    return f"{clip.date[:10]}-{_STEM.sub('-', stem).strip('-_')[:60].strip('-_') or 'clipping'}"


def _free(name: str, clip: _Clip, ground: Ground, stage: Stage) -> str:
    """The name, with a number where another clipping or post has it: of this run, or of an earlier one.

    What is pasted at standard input has no name of its own: only the text kept in `seeds/` tells whether it is the same
    one. A file may have been corrected since it was imported: it is the same while a headline of it stands there.
    """
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(tried for tried in names if _is_free(tried, clip, ground, stage))


def _is_free(tried: str, clip: _Clip, ground: Ground, stage: Stage) -> bool:
    post = ground.places.post(_below(clip, tried))
    seed = posixpath.join(ground.places.seeds, f"{tried}.txt")
    own = _own_seed(clip, ground)
    if stage.is_staged(post):
        return False
    kept = stage.staged(seed).decode("utf-8", "replace") if not own and stage.holds(seed) else ""
    if kept and clip.source.shown == "-":
        return kept == without_controls(clip.text)
    made = stage.staged(post).decode("utf-8", "replace") if stage.holds(post) else ""
    headlines = (section.headline for section in clip.clipping.sections)
    return not (kept or made) or (own or clip.text) in kept + made or identity.shares_headline(headlines, kept + made)


def _below(clip: _Clip, name: str) -> str:
    return f"{clip.date[:4]}/{clip.date[5:7]}/{name}.md"


def _seed(clip: _Clip, name: str, ground: Ground, stage: Stage) -> str:
    """Where the clipping is kept: where it is, when that is below `seeds/`, else a copy there."""
    if own := _own_seed(clip, ground):
        return own
    path = posixpath.join(ground.places.seeds, f"{name}.txt")
    stage.add(path, without_controls(clip.text).encode(), clip.source.shown, 1)
    return path


def _own_seed(clip: _Clip, ground: Ground) -> str:
    """The clipping's path from the base where it is below `seeds/`, else empty."""
    below = (ground.places.base / ground.places.seeds).resolve()
    file = clip.source.path.resolve()
    inside = file.is_relative_to(below)
    return posixpath.join(ground.places.seeds, file.relative_to(below).as_posix()) if inside else ""
