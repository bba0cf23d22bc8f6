"""Whatever the text, an import never crashes, never writes outside, never leaves a post that a build refuses."""

# ruff: noqa: E501 - texts as exports have them
from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing import Desk, desk_at

from digest.content import articles
from digest.desk.importing.ground import survey
from digest.errors import ContentError

LIMITS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY = st.text(st.characters(codec="utf-8"), max_size=200)
SIGNS = st.text(
    st.sampled_from("\n \t#*_`~[](){}<>!|\\&;:@^-+=.1aあ漢《》｜◎■「」。、\u3000\u00a0'\"/%?"), max_size=120
)
PIECES = st.lists(
    st.sampled_from(
        [
            "-----\n", "--------\n", "BODY:\n", "COMMENT:\n", "TITLE: ../../x\n", "DATE: 99/99/9999 1:2:3\n", "STATUS: Publish\n",
            "BASENAME: ../../../etc/passwd\n", "CATEGORY: null\n", "CATEGORY: ': [\n", 'TAGS: a,"b c",,\n', "CONVERT BREAKS: markdown\n",
            "---\n", "+++\n", "title: x\n", "date: 2023-09-05\n", "permalink: /../../x\n", "tags: [a, [b]]\n", "slug: ../x\n",
            "<item>", "</item>", "<rss>", "</rss>", "<channel>", "<![CDATA[", "]]>", "<title>", "</title>", "&amp;", "&x;",
            "<p>", "</p>", "<a href='../x'>", "</a>", "<img src='../../x.png'>", "<table><tr><td>", "<ruby>漢<rt>かん</rt></ruby>",
            "{% raw %}", "{{< x >}}", "[@a]", "[^1]", "{甲|おつ|へい}", "## 見出し {#a}\n", "◎題\n", "【ワシントン=青木健二】本文。\n", "[x](y.md)", "\n\n",
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip
TEXT = st.one_of(ANY, SIGNS, PIECES)


def builds(desk: Desk) -> bool:
    """Whether every post is read without an error, as `build` reads it, and links to nothing that is not there."""
    context = survey(desk.root, None).context()
    for path, data in desk.files().items():
        if path.startswith("content/posts/"):
            article, problems = articles.read(data, path, context)
            assert article is not None, data
            assert [one for one in problems if one.severity == "error"] == [], data.decode()
            links = [hole.value for hole in article.body.holes if hole.kind in {"href", "src"}]
            local = [value for value in links if not value.startswith("source-url:")]
            for value in local:
                inside = value.startswith("#") and value[1:] in article.body.anchors
                assert inside or (desk.root / path).parent.joinpath(value).exists(), value
    return True


def imports(text: str | bytes, kind: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        outside = Path(folder)
        desk = desk_at(outside)
        try:
            desk.bring(name, text, format=kind, date="2023-09-05", treatment="full")
        except ContentError:
            assert set(desk.files()) == {"content/site.yaml"}
        assert sorted(path.name for path in outside.iterdir()) == sorted(["site", name])
        written = set(desk.files()) - {"content/site.yaml", "content/topics.yaml", "content/outlets.yaml"}
        assert all(path.startswith(("content/posts/", "content/media/", "seeds/")) for path in written)
        assert builds(desk)


@given(TEXT)
@LIMITS
def test_pasted(text: str) -> None:
    imports(text, "pasted", "clip.txt")


@given(
    st.one_of(
        TEXT, TEXT.map(lambda text: f"TITLE: 記録\nDATE: 09/05/2023 21:30:00\n-----\nBODY:\n{text}\n-----\n--------\n")
    )
)
@LIMITS
def test_movable_type(text: str) -> None:
    imports(text, "mt", "export.txt")


@given(
    st.one_of(
        TEXT,
        TEXT.map(
            lambda text: (
                "<rss><channel><item><title>x</title><content:encoded><![CDATA["
                + text.replace("]]>", "")
                + "]]></content:encoded></item></channel></rss>"
            )
        ),
    )
)
@LIMITS
def test_wordpress(text: str) -> None:
    imports(text, "wxr", "export.xml")


@given(
    st.one_of(TEXT, TEXT.map(lambda text: f"---\ntitle: x\ndate: 2023-09-05\n---\n{text}")),
    st.sampled_from(["jekyll", "hugo", "hexo", "pelican"]),
)
@LIMITS
def test_markdown(text: str, kind: str) -> None:
    imports(text, kind, "post.md")


@given(st.binary(max_size=300), st.sampled_from(["auto", "pasted", "mt", "wxr", "jekyll"]))
@LIMITS
def test_bytes(data: bytes, kind: str) -> None:
    imports(data, kind, "export.txt")
