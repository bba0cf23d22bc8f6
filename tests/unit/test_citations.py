"""A post and its sources as references that other programs can read."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Dateline, Post, PrintEdition, Reporter, Source
from digest.site.citations import Blog, Reference, beside, bibtex, csl, plain, references

BLOG = Blog("架空の防衛", "白石春香", "https://site.example/repo/", "ja")
SOURCE = Source(
    key="toto",
    outlet="東都新聞",
    headline="100%の{確度} & 続報_1",
    url="https://toto.example/1",
    reporters=(Reporter("青木健二"), Reporter("三浦沙織")),
    dateline=Dateline(("ワシントン", "ソウル")),
    agency="北洋通信",
    published="2023-09-05T09:15:00+09:00",
    accessed="2023-09-06",
    print_edition=PrintEdition("朝刊", "14版", "3面", "国際"),
    archive_url="https://archive.example/1",
    lang="ja",
)
POST = Post("content/posts/x.md", "護衛艦が就役", "2023-09-06T08:00:00+09:00", 0, "x", sources=(SOURCE, Source("bare")))


def found() -> tuple[Reference, ...]:
    return references(POST, "2023/09/06/x/", BLOG)


def test_csl_says_all_that_is_known_and_nothing_else() -> None:
    own, toto, bare = json.loads(csl(found()))
    assert own["author"] == [{"literal": "白石春香"}]
    assert own["URL"] == "https://site.example/repo/2023/09/06/x/"
    assert toto == {
        "id": "x:toto",
        "type": "article-newspaper",
        "title": "100%の{確度} & 続報_1",
        "author": [{"literal": "青木健二"}, {"literal": "三浦沙織"}],
        "container-title": "東都新聞",
        "publisher-place": "ワシントン・ソウル",
        "source": "北洋通信",
        "edition": "朝刊14版",
        "page": "3",
        "section": "国際",
        "issued": {"date-parts": [[2023, 9, 5]]},
        "accessed": {"date-parts": [[2023, 9, 6]]},
        "URL": "https://toto.example/1",
        "archive_location": "https://archive.example/1",
        "language": "ja",
    }
    assert bare == {"id": "x:bare", "type": "article-newspaper"}


def test_bibtex_masks_what_tex_would_read() -> None:
    text = bibtex(found()).decode()
    assert r"title = {100\%の\{確度\} \& 続報\_1}," in text
    assert "author = {{青木健二} and {三浦沙織}}," in text
    assert "  year = {2023},\n  month = sep,\n  day = {5},\n" in text
    assert text.count("\n@") + text.startswith("@") == 3
    assert "@article{x:bare,\n}\n" in text


def test_the_plain_lines_follow_sist() -> None:
    assert plain(found()).decode().splitlines() == [
        "白石春香. “護衛艦が就役”. 架空の防衛. 2023-09-06. https://site.example/repo/2023/09/06/x/.",
        (
            "青木健二、三浦沙織. “100%の{確度} & 続報_1”. 東都新聞. 2023-09-05. 朝刊14版 p. 3. "
            "https://toto.example/1 (参照 2023-09-06)."
        ),
    ]


def test_a_release_is_a_report_of_its_publisher() -> None:
    post = POST._replace(sources=(Source("mod", "架空省", kind="release"),))
    released = json.loads(csl(references(post, "x/", BLOG)))[1]
    assert released == {"id": "x:mod", "type": "report", "publisher": "架空省"}


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("2023/09/06/x/", "2023/09/06/x/citation.bib"),
        ("2023/x.html", "2023/x-citation.bib"),
        ("2023/x", "2023/x-citation.bib"),
    ],
)
def test_the_files_stand_beside_the_post(url: str, file: str) -> None:
    assert beside(url, "citation.bib") == file


@given(st.text(), st.text(), st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_any_text_leaves_the_formats_whole(title: str, outlet: str, name: str) -> None:
    post = POST._replace(
        title=title, sources=(SOURCE._replace(headline=title, outlet=outlet, reporters=(Reporter(name),)),)
    )
    told = references(post, "x/", BLOG)
    assert len(json.loads(csl(told))) == 2
    entries = bibtex(told).decode()
    unmasked = re.sub(r"\\textbackslash\{\}|\\textascii\w+\{\}|\\.", "", entries)
    assert unmasked.count("{") == unmasked.count("}")
