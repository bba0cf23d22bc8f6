"""YAML read without a parser: it gives what libyaml gives, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from digest.content import quickyaml
from digest.content.yamltext import read

POST = """title: "北朝鮮, 「新型」: 発表"
date: 2023-09-05T21:30:00+09:00
event: {date: 2023-09-04, place: [ソウル, 東京]}
topics: [北朝鮮, 日米韓協力]
draft:

sources:
  - outlet: 毎日新聞
    headline: 首相は「合意#1」と述べた 12:30
    url: https://news.example/a?b=c#d
    reporters:
    - 青木健二
    - 'O’Neill (ソウル)'
    dateline: {place: [ソウル], date: "2023-09-04", agency: ~}
  - key: nhk
    outlet: NHK
aliases: []
lang: null
"""
PIECES = (
    *(
        "a: ",
        "b: ",
        "key:",
        "- ",
        "  ",
        "    ",
        "\n",
        "\n  ",
        "\n- ",
        "\n  - ",
        "\n    ",
        "x",
        "東京",
        "12:30",
        "~",
        "null",
    ),
    *(
        "[",
        "]",
        "[a, b]",
        "{",
        "}",
        "{a: b, c: [d]}",
        ", ",
        ",",
        ": ",
        ":",
        " #",
        "#",
        '"',
        "'",
        '"x"',
        "'y'",
        "\\",
        "&a",
        "*a",
    ),
    *(
        "!t ",
        "? ",
        "|",
        ">",
        "%",
        "@",
        "---",
        "...",
        "\t",
        "\u3000",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\x07",
        "：",
        "-",
        "<<: ",
    ),
)


def value(node: Any) -> Any:
    """The plain value of libyaml's nodes, every scalar as it stands."""
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value in quickyaml.NULLS else node.value
    if isinstance(node, yaml.SequenceNode):
        return [value(one) for one in node.value]
    pairs = [(key.value, value(one)) for key, one in node.value]
    assert len(dict(pairs)) == len(pairs), "a key that comes twice is told, so it is not for the quick reader"
    return dict(pairs)


def agree(text: str) -> None:
    """Both readers say the same, where the quick one says anything."""
    quick = quickyaml.read(text)
    if quick is not None:
        assert quick == value(yaml.compose(text, Loader=yaml.CBaseLoader))


def test_a_usual_post_needs_no_parser() -> None:
    found = quickyaml.read(POST)
    assert found is not None
    assert found["title"] == "北朝鮮, 「新型」: 発表"
    assert found["event"] == {"date": "2023-09-04", "place": ["ソウル", "東京"]}
    assert found["draft"] is None is found["lang"]
    assert found["sources"][0]["headline"] == "首相は「合意#1」と述べた 12:30"
    assert found["sources"][0]["reporters"] == ["青木健二", "O’Neill (ソウル)"]
    assert found["sources"][0]["dateline"] == {"place": ["ソウル"], "date": "2023-09-04", "agency": None}
    assert found["aliases"] == []
    agree(POST)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: b: c\n",
        "a: b # c\n",
        "# c\na: b\n",
        "a: b\n  c: d\n",
        "a: b\n  c\n",
        "a: 1\na: 2\n",
        "e: {a: 1, a: 2}\n",
        "s:\n  - {a: 1, a: 2}\n",
        'a: "\\u3042"\n',
        "a: 'it''s'\n",
        'a: "b\n  c"\n',
        "a: |\n  b\n",
        "a: &x b\nc: *x\n",
        "a: !t b\n",
        "a:\tb\n",
        "a: b\x07\n",
        "a: \ufeffb\n",
        "- a\n",
        " a: b\n",
        "a:\n  - b\n - c\n",
        "a:\n  b: c\n d: e\n",
        "a: [b, [c]]\n",
        "a: [b: c]\n",
        "a:\n  - b\n  c: d\n",
        "a:\n" + "".join(f"{' ' * depth}a:\n" for depth in range(1, 60)),
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert quickyaml.read(text) is None


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("a:\n- b\n- c\nd: e")
@example("a:\n  - b: c\n    d:\n    - e\n    f: g\n  - h\n")
@example("a: b \nc:  [ d , e ] \n\n   \nf: {g: h , i: [j] }\n")
@example("- - a\n")
@example("a: b:\n")
@example("a: b\u3000#c\n")
def test_it_says_what_libyaml_says(text: str) -> None:
    agree(text)


@given(st.data())
def test_a_changed_post_is_still_read_alike(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(POST)))
    gone = data.draw(st.integers(0, 3))
    agree(POST[:at] + data.draw(st.sampled_from(PIECES)) + POST[at + gone :])


def test_places_are_found_where_no_parser_was_needed() -> None:
    document, problems = read(POST, "content/posts/a.md", 2)
    assert not problems
    assert (document.mark("sources", 1, "outlet").line, document.mark("sources", 1, "outlet").column) == (17, 13)
    assert document.mark(key="aliases").line == 18
