"""`theme check`, `theme list` and `theme new`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from miniature import Site

from digest.errors import ContentError
from digest.site import views
from digest.theme.check import check_theme
from digest.theme.contract import FUNCTIONS, TEMPLATES, VIEW_KEYS
from digest.theme.fixtures import HELD, KINDS, STATUSES, TREATMENTS, views_for
from digest.theme.starter import list_themes, new_theme
from digest.wording import message

REPOSITORY = Path(__file__).parents[2]
STRINGS = "".join(f"{key}: x\n" for key in VIEW_KEYS)
WHOLE = {
    "base/theme.yaml": "name: base\nextends: null\ncontract: 1\n",
    "base/strings/ja.yaml": STRINGS,
    "base/strings/en.yaml": STRINGS,
    **{f"base/templates/{name}": "{{ page.head.url }}" for name, _ in TEMPLATES},
    "base/templates/item.html": "{{ card.title }}",
}


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / "themes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "themes"


def check(root: Path, files: dict[str, str]) -> list[tuple[str, str, int, str]]:
    found = check_theme((write(root, {**WHOLE, **files}),), "base")
    assert all(message(each, "ja") and message(each, "en") for each in found)
    return [(each.code, each.mark.path, each.mark.line, dict(each.args).get("name", "")) for each in found]


def test_a_theme_that_keeps_the_contract_has_no_problems(tmp_path: Path) -> None:
    assert check(tmp_path, {}) == []


@pytest.mark.parametrize("name", ["base", "shimbun"])
def test_the_shipped_themes_keep_it(name: str) -> None:
    assert [each for each in check_theme((REPOSITORY / "themes",), name) if each.severity == "error"] == []


def test_missing_templates_and_strings_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path, WHOLE)
    (folder / "base/templates/topic.html").unlink()
    found = check(tmp_path, {"base/strings/en.yaml": "", "base/templates/topic.html": ""})
    assert {code for code, *_ in found} == {"theme-string-lacks", "theme-string-unknown"}
    (folder / "base/templates/topic.html").unlink()
    absent = [each for each in check_theme((folder,), "base") if each.code == "theme-template-absent"]
    assert [dict(each.args)["name"] for each in absent] == ["topic.html"]


def test_languages_are_held_to_the_same_keys_and_places(tmp_path: Path) -> None:
    files = {
        "base/strings/ja.yaml": f"{STRINGS}number: '{{n}}件'\nonly: だけ\n",
        "base/strings/en.yaml": f"{STRINGS}number: '{{m}} posts'\n",
        "base/templates/page.html": "{{ t('number', n=1, m=1) }}",
    }
    line = len(VIEW_KEYS) + 1
    assert check(tmp_path, files) == [
        ("theme-string-lacks", "themes/base/strings/en.yaml", 0, "only"),
        ("theme-string-places", "themes/base/strings/en.yaml", line, "number"),
        ("theme-string-unused", "themes/base/strings/ja.yaml", line + 1, "only"),
    ]


def test_strings_count_as_used_however_their_key_is_made(tmp_path: Path) -> None:
    strings = f"{STRINGS}status_a: x\nchosen: x\nnever: x\n"
    files = {
        "base/strings/ja.yaml": strings,
        "base/strings/en.yaml": strings,
        "base/templates/page.html": "{{ t('status_' ~ 'a') }}{% set key = 'chosen' %}{{ t(key) }}",
    }
    assert {name for *_, name in check(tmp_path, files)} == {"never"}


@pytest.mark.parametrize(
    ("template", "text", "code"),
    [
        ("post.html", "\n{{ page.titel }}", "theme-render-attribute"),
        ("post.html", "\n{{ page.story.story.name }}", "theme-render-none"),
        ("post.html", "\n{{ date(page.title) }}", "theme-render-date"),
        ("item.html", "\n{{ page.title }}", "theme-render-name"),
        ("home.html", "\n{{ cards(page.card) }}", "theme-render-attribute"),
        ("year.html", "\n{% include 'gone.html' %}", "theme-template-missing"),
    ],
)
def test_every_template_is_rendered_on_samples_and_each_fault_told_once(
    tmp_path: Path, template: str, text: str, code: str
) -> None:
    assert [each[:3] for each in check(tmp_path, {f"base/templates/{template}": text})] == [
        (code, f"themes/base/templates/{template}", 2)
    ]


def test_a_status_that_a_theme_forgot_is_found_out(tmp_path: Path) -> None:
    strings = STRINGS + "".join(f"status_{status}: x\n" for status in STATUSES[:-1])
    files = {
        "base/strings/ja.yaml": strings,
        "base/strings/en.yaml": strings,
        "base/templates/post.html": "{{ t('status_' ~ page.status) }}",
    }
    assert check(tmp_path, files) == [("theme-render-string", "themes/base/templates/post.html", 1, "status_corrected")]


def test_samples_hold_every_kind_of_value() -> None:
    for name, view in TEMPLATES:
        samples = views_for(name, view)
        assert len(samples) > 1
        assert {type(sample) for sample in samples} == {view}
    posts = [each for each in views_for("post.html", views.PostView) if isinstance(each, views.PostView)]
    assert {post.status for post in posts} == set(STATUSES)
    assert {post.held for post in posts} == set(HELD)
    assert {source.kind for post in posts for source in post.sources} == set(KINDS)
    assert {source.treatment for post in posts for source in post.sources} == set(TREATMENTS)


def test_a_new_theme_loads_at_once_and_has_no_problems(tmp_path: Path) -> None:
    folder = write(tmp_path, WHOLE)
    write(tmp_path, new_theme((folder,), "mine", "base"))
    assert check_theme((folder,), "mine") == ()
    assert [(each.name, each.extends, each.readable) for each in list_themes((folder,))] == [
        ("base", "", True),
        ("mine", "base", True),
    ]


def test_a_theme_that_cannot_be_read_is_listed_all_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path, {"odd/theme.yaml": "name: [", "even/templates/x.html": ""})
    assert [(each.name, each.readable) for each in list_themes((folder, tmp_path / "none"))] == [
        ("even", False),
        ("odd", False),
    ]


@pytest.mark.parametrize(
    ("name", "extends", "codes"),
    [
        ("base", "base", ["theme-taken"]),
        ("../x", "base", ["theme-bad-name"]),
        ("mine", "bsae", ["theme-unknown"]),
        ("a b", "", ["theme-bad-name", "theme-unknown"]),
    ],
)
def test_a_new_theme_that_cannot_be_is_refused(tmp_path: Path, name: str, extends: str, codes: list[str]) -> None:
    with pytest.raises(ContentError) as caught:
        new_theme((write(tmp_path, WHOLE),), name, extends)
    assert [each.code for each in caught.value.problems] == codes


FOR_FEEDS = {"FeedSource", "FeedItem", "FeedView"}
"""What no template sees."""


def test_the_guide_tells_of_every_function_and_of_every_field_of_every_view() -> None:
    guide = (REPOSITORY / "docs" / "theme-guide.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", guide.partition("## 9.")[2], re.MULTILINE))
    known = {
        name: fields
        for name, view in vars(views).items()
        if name not in FOR_FEEDS and (fields := getattr(view, "_fields", None))
    }
    assert set(rows) == set(known)
    untold = [f"{name}.{field}" for name, fields in known.items() for field in fields if f"`{field}`" not in rows[name]]
    assert untold == []
    assert [name for name in FUNCTIONS if f"| `{name}(" not in guide] == []


def test_a_theme_that_lacks_what_a_build_needs_is_told_whole_and_located(site: Callable[..., Site]) -> None:
    blog = site({"content/posts/x.md": "---\ntitle: 題\ndate: 2023-09-05\nkind: note\n---\n本文\n"})
    blog.write("themes/bare/theme.yaml", "name: bare\nextends: null\ncontract: 1\n")
    blog.write("content/site.yaml", "title: 試験\nbase_url: https://digest.example/\ntheme: bare\n")
    needed = {"string": {"posts", "archive", "section_topics"}, "template": {"home.html", "post.html", "404.html"}}
    for lacking in (("string", "template"), ("template",)):
        built = blog.build()
        for what in lacking:
            told = set(re.findall(rf"themes/bare/theme.yaml: error: the theme has no {what} “([^”]+)”", built.stderr))
            assert (built.status, needed[what] - told) == (1, set()), built.stderr
        blog.write("themes/bare/strings/ja.yaml", (REPOSITORY / "themes/base/strings/ja.yaml").read_bytes())
