"""Owns the harnesses of what an author writes: posts, pages, stories, Markdown, registries, settings, themes."""

from __future__ import annotations

import re
import zlib
from html import escape

from digest import config
from digest.content import articles, frontmatter, registries, statics
from digest.content.kinds import is_web_address
from digest.errors import Mark, Problem
from digest.moments import zone
from digest.site import ledger, linkfile
from digest.text import explain, markdown
from digest.text.body import Body, MarkdownOptions
from digest.theme.manifest import NAME, read_manifest
from digest.theme.memory import Remembered
from digest.theme.strings import places, read_strings
from fuzz.ground import contexts, sandbox
from fuzz.oracles import harmless, located, told
from fuzz.watching import WATCH

TOKYO = zone("Asia/Tokyo")
POST = "content/posts/2023/09/x.md"
UNSAFE_SLUG = re.compile(r"[\s/\\?#%:\x00-\x1f\x7f]|^\.|^$")
SHORT = 20_000
"""Bytes up to which things are done twice or with no bound."""
SEPARATOR = b"\n%%%%\n"
"""Between the files of an input that is several."""


def _chosen(data: bytes, count: int) -> int:
    """Which of `count` variants these bytes are tried on: told by the bytes, so that a finding can be replayed."""
    return zlib.crc32(data) % count


def _located(problems: tuple[Problem, ...], path: str, data: bytes) -> None:
    """The problems stand in the file, and are drawn from where it lies."""
    if problems:
        home = sandbox()
        file = home.root / "in" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        located(problems, {path: data}, home.inputs)


def post(data: bytes) -> None:
    """A post: front matter and body, as `build` reads it."""
    context = contexts()[_chosen(data, 4)]
    with WATCH.over(None):
        article, problems = articles.read(data, POST, context)
    if _chosen(data, 8) >= 4 and len(data) < SHORT:
        assert (article, problems) == articles.read(data, POST, context), "read twice, and not the same"
    assert article is not None or problems, "no article and no word why"
    _located(problems, POST, data)
    if article is not None:
        assert all(not UNSAFE_SLUG.search(slug) for _, _, slug in article.slugs), article.slugs
        if not any(one.severity == "error" for one in problems):
            assert not UNSAFE_SLUG.search(article.post.slug), article.post.slug
        _body(article.body, problems)


def _body(body: Body, problems: tuple[Problem, ...]) -> None:
    """The markup with its holes filled the way a site fills them."""
    assert body.html.count("\x00") % 2 == 0
    values = [_filling(hole.kind, hole.value) for hole in body.holes]
    told_twice = any(one.code == "duplicate-heading-id" for one in problems)
    harmless(markdown.fill(body.html, values), twice=told_twice)
    assert body.characters <= max(len(body.plain) * 18, 0)
    assert "\x00" not in body.plain + body.summary


def _filling(kind: str, value: str) -> str:
    if kind in {"cite", "credit"}:
        return f"<cite>{escape(value)}</cite>"
    return "" if value.startswith("source-url:") else escape(value)


def static(data: bytes) -> None:
    """A page of the author's own, or a story."""
    options = MarkdownOptions(("escape", "sanitise")[_chosen(data, 2)])
    path = (f"{statics.PAGES}about.md", f"{statics.STORIES}kim-2023.md")[_chosen(data, 4) // 2]
    with WATCH.over(None):
        text, problems = frontmatter.decode(data, path)
        if problems:
            read = None
        elif path.startswith(statics.PAGES):
            read, problems = statics.read_page(text, path, TOKYO, options)
        else:
            read, problems = statics.read_story(text, path, options)
    _located(problems, path, data)
    assert read is not None or problems
    if read is not None:
        _body(read.body, problems)
        assert not UNSAFE_SLUG.search(read.url.replace("/", "") if isinstance(read, statics.StaticPage) else read.id)


def body(data: bytes) -> None:
    """Markdown, in both ways of raw HTML and in the door of `explain markdown`."""
    text = data.decode("utf-8", "replace")
    raw = ("escape", "sanitise")[_chosen(data, 2)]
    with WATCH.over(None):
        made, problems = markdown.render(text, path=POST, options=MarkdownOptions(raw))
    _body(made, problems)
    located(problems, {POST: text.encode()})
    if _chosen(data, 8) < 2:
        with WATCH.over(None):
            shown, problems = explain.explain_markdown(text, commonmark=False)
        harmless(shown, twice=True)
        located(problems, {"-": text.encode()})
    elif _chosen(data, 8) < 4 and len(data) < SHORT:  # for reading only: nothing bounds it
        explain.explain_markdown(text, commonmark=True)


def registry(data: bytes) -> None:
    """A table of names, or the readings."""
    kind = ("topics", "outlets", "places", "readings")[_chosen(data, 4)]
    path = f"content/{kind}.yaml"
    with WATCH.over(None):
        text, problems = frontmatter.decode(data, path)
        if not problems and kind == "readings":
            pairs, problems = registries.read_readings(text, path)
            assert all(isinstance(one, str) for pair in pairs for one in pair)
        elif not problems:
            table, problems = registries.read(kind, text, path, closed=_chosen(data, 8) >= 4)
            _table(table, path, problems)
    _located(problems, path, data)


def _table(table: registries.Registry, path: str, problems: tuple[Problem, ...]) -> None:
    """Every term is found by its name, and its slug stays in its folder."""
    for term in table.terms:
        assert not UNSAFE_SLUG.search(term.slug), term
        found = table.find(term.name)
        assert found is not None
        assert problems or found.name == term.name, (found, term)
    told(table.refusal("東都新門", Mark(path, 1, 1)))


def settings(data: bytes) -> None:
    """content/site.yaml."""
    with WATCH.over(None):
        text, problems = frontmatter.decode(data, config.FILE)
        read, problems = (None, problems) if problems else config.read(text)
    _located(problems, config.FILE, data)
    assert read is not None or problems
    if read is not None and not problems:
        assert is_web_address(read.base_url)
        assert read.base_url.endswith("/")
        assert read.zone is not None
        url = read.permalink.format(year="2023", month="09", day="05", slug="x")
        assert ".." not in url.split("/"), url
        assert not url.startswith("/"), url


def theme(data: bytes) -> None:
    """A theme's two kinds of YAML: theme.yaml, and after a line of %%%% its strings."""
    manifest, _, strings = data.partition(SEPARATOR)
    home = sandbox()
    folder = home.inputs / "themes" / "mine"
    (folder / "strings").mkdir(parents=True, exist_ok=True)
    (folder / "theme.yaml").write_bytes(manifest)
    (folder / "strings" / "ja.yaml").write_bytes(strings)
    with WATCH.over(None):
        said, wrong = read_manifest(folder, "themes/mine", Remembered({}))
        texts, bad = read_strings(folder, "themes/mine", "ja", Remembered({}))
    located(wrong, {"themes/mine/theme.yaml": manifest}, home.inputs)
    located(bad, {"themes/mine/strings/ja.yaml": strings}, home.inputs)
    assert said is not None or wrong
    if said is not None:
        assert not said.extends or NAME.fullmatch(said.extends)
    for text in texts.values():
        text.text.format(**dict.fromkeys(places(text.text) or (), "x"))


def links(data: bytes) -> None:
    """content/links.tsv: what was read is written and read again the same, and written again the same."""
    with WATCH.over(None):
        text, problems = frontmatter.decode(data, linkfile.FILE)
        if not problems:
            results, problems = linkfile.read(text)
            again, none = linkfile.read(linkfile.text_of(results.values()))
            assert (again, none) == (results, ())
            linkfile.dead_by_post(results.values())
    _located(problems, linkfile.FILE, data)


def record(data: bytes) -> None:
    """content/ledger.tsv: the same."""
    with WATCH.over(None):
        text, problems = frontmatter.decode(data, ledger.FILE)
        if not problems:
            read, problems = ledger.read(text)
            written = ledger.text_of(read)
            again, none = ledger.read(written)
            assert none == ()
            assert {one[:5] for one in again.lines} == {one[:5] for one in read.lines}
            assert ledger.text_of(again) == written
            assert set(read.ids.values()) <= {one.id for one in read.lines}
    _located(problems, ledger.FILE, data)
