"""Owns the harnesses of what comes from elsewhere: exports, clippings, saved pages; what is made of them must build."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta, timezone

from digest.content import articles
from digest.desk import appending, clipping, webpage
from digest.desk.importing import importer
from digest.desk.importing.ground import survey
from digest.desk.importing.importer import Outcome, Wish
from digest.errors import ContentError, Problem, UsageError
from digest.wording import say
from fuzz.ground import Sandbox, contexts, grounds, sandbox
from fuzz.oracles import harmless, lines_of, located, told
from fuzz.watching import WATCH

TABLES = frozenset({"content/site.yaml", "content/topics.yaml", "content/outlets.yaml"})
FOLDERS = ("content/posts/", "content/media/", "seeds/")
HOME = timezone(timedelta(hours=9))
HOSTS = ("https://toto.example/a/1", "", "https://www.nanyo.example/news/?id=1")
POST = (
    b"---\ntitle: \xe6\xbc\x94\xe7\xbf\x92\ndate: 2023-09-05\n"
    b"sources:\n  - outlet: \xe6\x9d\xb1\xe9\x83\xbd\xe6\x96\xb0\xe8\x81\x9e\n---\n\xe6\x9c\xac\xe6\x96\x87\n"
)
PATH = "content/posts/2023/09/x.md"


@contextmanager
def _temporaries_in(home: Sandbox) -> Iterator[None]:
    """Temporary files are made within the sandbox."""
    before, tempfile.tempdir = tempfile.tempdir, str(home.temporary)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _imported(data: bytes, kind: str, name: str) -> None:
    """Brings the file in: what it writes stays in the site and builds; or it is refused, and nothing is written."""
    home = sandbox()
    home.clear()
    file = home.inputs / name
    file.write_bytes(data)
    wish = Wish(home.site, ((file, name),), format=kind)
    with _temporaries_in(home):
        try:
            with WATCH.over(home.root):
                outcome = importer.bring(wish)
        except (ContentError, UsageError) as error:
            assert set(home.files()) == {"content/site.yaml"}
            _refused(error, name, data)
            return
        finally:
            assert home.strangers() == []
            assert list(home.temporary.iterdir()) == []
            assert [one.name for one in home.inputs.iterdir()] == [name]
        _accepted(outcome, home, name, data)
        if zlib.crc32(data) % 4 == 0:
            again = importer.bring(wish)
            assert {row.verdict for row in again.rows} <= {"same"}, again.rows


def _refused(error: ContentError | UsageError, name: str, data: bytes) -> None:
    problems: tuple[Problem, ...] = error.problems if isinstance(error, ContentError) else (error.problem,)
    assert problems
    count = len(lines_of(data)) + data.count(b"\n") + data.count(b"\r")
    for one in problems:
        told(one)
        assert one.mark.path.startswith((name, "content/", "PATH")), one
        assert 0 <= one.mark.line <= count + 1, one


def _accepted(outcome: Outcome, home: Sandbox, name: str, data: bytes) -> None:
    """Every file is where it may be, and every post is read without an error."""
    files = home.files()
    assert all(path.startswith(FOLDERS) for path in set(files) - TABLES), sorted(files)
    assert {row.path for row in outcome.rows if row.verdict in {"new", "changed"}} | TABLES >= set(files)
    for note in outcome.notes:
        assert say(note.code, "ja", **dict(note.args))
        assert say(note.code, "en", **dict(note.args))
        assert note.source.startswith(name), note
        assert 0 <= note.line <= len(lines_of(data)) + data.count(b"\n") + data.count(b"\r") + 1, note
    context = survey(home.site, None).context()
    for path, written in files.items():
        if path.startswith("content/posts/"):
            article, problems = articles.read(written, path, context)
            wrong = [one for one in problems if one.severity == "error"]
            assert article is not None, wrong
            assert not wrong, wrong


def movable_type(data: bytes) -> None:
    """A Movable Type export."""
    _imported(data, "mt", "export.txt")


def wordpress(data: bytes) -> None:
    """A WordPress export (WXR), or a zip of them."""
    _imported(data, "wxr", "export.xml")


def blog(data: bytes) -> None:
    """A post of a Markdown blog; which program's is told by the bytes."""
    kind = ("jekyll", "hugo", "hexo", "pelican")[zlib.crc32(data) % 4]
    _imported(data, kind, "2023-09-05-record.md")


def pasted(data: bytes) -> None:
    """A clipping pasted as text."""
    _imported(data, "pasted", "2023-09-05-clip.txt")


def found_out(data: bytes) -> None:
    """A file whose format is to be found out."""
    _imported(data, "auto", ("a.txt", "a.xml", "2023-09-05-a.md", "2023-09-05-a.txt")[zlib.crc32(data) % 4])


def saved_page(data: bytes) -> None:
    """A saved page: its entry is put into a post, and the post is read without an error."""
    url, tables = HOSTS[zlib.crc32(data) % len(HOSTS)], grounds()[0].tables
    with WATCH.over(None):
        found = clipping.clip(webpage.read(webpage.decode(data)), url, tables, HOME)
        if not found.outlet and not found.url:
            return
        try:
            made = appending.appended(POST, PATH, clipping.block(found))
        except ContentError as error:
            located(error.problems, {PATH: POST})
            return
        article, problems = articles.read(made, PATH, contexts()[0])
    wrong = [one for one in problems if one.severity == "error"]
    assert article is not None, wrong
    assert not wrong, (wrong, clipping.block(found))
    assert len(article.post.sources) == 2
    harmless(article.body.html)
