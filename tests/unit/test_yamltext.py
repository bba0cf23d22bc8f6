"""YAML in: every scalar stays what was typed, and what YAML refuses is told by what the author most likely meant."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content.yamltext import DEEPEST, Document, read
from digest.errors import Mark, Problem

PATH = "content/posts/x.md"


def value(text: str) -> object:
    document, problems = read(text, PATH)
    assert problems == ()
    return document.value


def only(text: str) -> Problem:
    _, problems = read(text, PATH, 2)
    assert len(problems) == 1
    return problems[0]


@pytest.mark.parametrize(
    "typed",
    ["12:30", "no", "on", "yes", "007", "010", "0x1F", "1_000", "2023-09-05", "2023-09-05 21:30", "1e3", ".inf"],
)
def test_what_yaml_would_convert_stays_as_it_was_typed(typed: str) -> None:
    assert value(f"key: {typed}\n") == {"key": typed}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", "# nothing yet"])
def test_nothing_is_none(nothing: str) -> None:
    assert value(f"key: {nothing}\nother: x\n") == {"key": None, "other": "x"}


@pytest.mark.parametrize("quoted", ["'null'", '"~"', "''"])
def test_quoted_nothing_is_text(quoted: str) -> None:
    assert value(f"key: {quoted}\n") == {"key": quoted[1:-1]}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("title： 演習\n", "yaml-full-width-colon", 2, 6),
        ("a: b\ntitle：演習\n", "yaml-full-width-colon", 3, 6),
        ("title:演習\nkind: note\n", "yaml-no-space", 2, 6),
        ("event:\n\tdate: x\n", "yaml-tab", 3, 1),
        ("title: [独自]演習\n", "yaml-needs-quotes", 2, 8),
        ("title: 演習: 開始\n", "yaml-needs-quotes", 2, 8),
        ("event: {date: 4日, place: #7}\nkind: note\n", "yaml-comment-within", 2, 26),
        ("topics: [演習,  # まだある\n  '港' '海']\n", "yaml-needs-quotes", 2, 9),
        ("topics: [演習, #港]\n", "yaml-comment-within", 2, 14),
        ("topics: [演習: a: b]\n", "yaml-syntax", 2, 15),
        ("title: @mention\n", "yaml-needs-quotes", 2, 8),
        ("title: 'あ'い\n", "yaml-needs-quotes", 2, 8),
        ("title: *重要*な話\n", "yaml-needs-quotes", 2, 8),
        ("title: '演習\nkind: note\n", "yaml-open-quote", 2, 8),
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 4, 1),
        ("a: &x {b: c}\nd: *x\n", "yaml-alias", 2, 4),
        ("a: &x b\nd: *x\n", "yaml-alias", 2, 4),
        ("title: &toto 演習\n", "yaml-alias", 2, 8),
        ("title: !own 演習\n", "yaml-alias", 2, 8),
        ("kind: note\ntopics: [演習, !!str '港']\n", "yaml-alias", 3, 14),
        ("a:\n  - &x\n    b: c\n", "yaml-alias", 3, 5),
        ('{"a":&x b}\n', "yaml-alias", 2, 6),
        ("&x a: b\n", "yaml-alias", 2, 1),
    ],
)
def test_a_slip_is_told_where_it_is(text: str, code: str, line: int, column: int) -> None:
    found = only(text)
    assert (found.code, found.mark.line, found.mark.column) == (code, line, column)


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 5000, "a: " + "{b: " * 5000, "\n".join(" " * n + "a:" for n in range(900))]
)
def test_bottomless_nesting_is_refused_and_harms_nobody(text: str) -> None:
    assert only(text).code in {"yaml-too-deep", "yaml-syntax", "yaml-needs-quotes"}


def test_more_than_any_table_has_is_refused() -> None:
    assert only("a: {slug: b}\n" * 50_000).code == "yaml-too-large"


def test_a_depth_that_is_allowed_is_read() -> None:
    depth = DEEPEST - 2
    assert json.dumps(value("a: " + "[" * depth + "]" * depth + "\n")).count("[") == depth


def test_signs_that_begin_no_property_are_text() -> None:
    assert value("a: '&x'\nb: R&D !\nc: \"!\"\nd: |\n  &y !z\n") == {"a": "&x", "b": "R&D !", "c": "!", "d": "&y !z\n"}


def test_aliases_cannot_blow_up() -> None:
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    _, problems = read(text, PATH)
    assert {found.code for found in problems} == {"yaml-alias"}


def test_a_place_is_found_by_keys_as_deep_as_it_exists() -> None:
    document, _ = read("title: 演習\nsources:\n  - outlet: 東都新聞\n    url: x\n", PATH, 2)
    assert document.mark("sources", 0, "url") == Mark(PATH, 5, 10, 1)
    assert document.mark("sources", 0, "nowhere").line == 4
    assert document.mark("sources", 7).line == 4
    assert document.mark(key="title") == Mark(PATH, 2, 1, 5)
    assert Document(None, PATH, 2, "", whole=False).mark("a") == Mark(PATH, 2, 1)


def test_a_comment_behind_a_value_is_told_with_its_sign() -> None:
    document, _ = read("title: 護衛艦 #3 出港\nslug: 'a' # b\nkicker: x\n", PATH)
    assert (document.comment_after("title"), document.comment_after("slug"), document.comment_after("kicker")) == (
        "#3 出港",
        "",
        "",
    )


TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=30)
PLAIN = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(TEXTS, PLAIN, max_size=4))
def test_whatever_is_quoted_is_read_as_it_is(values: dict[str, object]) -> None:
    assert value(json.dumps(values, ensure_ascii=False)) == values


@given(st.text(max_size=200))
def test_any_text_gives_a_value_or_a_place(text: str) -> None:
    document, problems = read(text, PATH, 5)
    lines = text.count("\n") + 1
    assert all(found.mark.path == PATH and 5 <= found.mark.line <= 5 + lines for found in problems)
    assert document.value is None or isinstance(document.value, str | list | dict)


def test_lines_are_those_that_an_editor_counts() -> None:
    assert value("a: x\x85y\u2028z\n") == {"a": "x y z"}
    assert only("a: x\u2028y\u2029\nb: [\n").mark.line <= 4
    assert only('a: "\u2028\n').mark.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "summary: |\n  経緯：前の日からの話。\n  NATO：会合があった。\ntitle: 題\n",
        "summary: >-\n  前の日から。\n  NATO：会合があった。\n",
        "summary: |\n  NATO：会合があった。",
        'backstory: "前の\n  NATO：話"\ntitle: 題\n',
        "backstory: '前の\n\tNATO：話'\n",
        "topics:\n  - 会見：要旨\n  - 訓練\n",
        "sources:\n  - headline: 前の\n      注：続き\n",
    ],
)
def test_a_full_width_colon_in_a_text_is_no_slip(text: str) -> None:
    assert read(text, PATH, 2)[1] == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("summary: |\n  NATO：会合があった。\ntitle：題\n", 4),
        ("summary: |\n  NATO：会合があった。\n\noutlet： 題", 5),
        ("sources:\n  - key: a\n    outlet：東都\n", 4),
        ("sources:\n  - key：a\n", 3),
        ("海洋：{slug: sea}\n", 2),
        ('url：x\nsummary: "本文\n  url：x"\n', 2),
        ("[a," * 60_000 + "\nkey：x\n", 3),
    ],
)
def test_a_full_width_colon_behind_a_key_is_told(text: str, line: int) -> None:
    assert [(one.code, one.mark.line) for one in read(text, PATH, 2)[1]] == [("yaml-full-width-colon", line)]
