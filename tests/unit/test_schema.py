"""Kinds of value: what authors type becomes what we mean, or a fault with a place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import moments
from digest.content.kinds import Choice, Count, Faults, Flag, Kind, Names, Number, Table, Text, Url, is_web_address
from digest.content.kinds_of_time import Edtf, Moment
from digest.content.schema import Field, Listed, Record
from digest.content.yamltext import read

TOKYO = moments.zone("Asia/Tokyo")
KINDS: dict[str, Kind] = {
    "text": Text(),
    "lines": Text(lines=True),
    "flag": Flag(),
    "count": Count(1, 200, 20),
    "number": Number(-90, 90),
    "choice": Choice(("summary", "full"), "summary", (("全文", "full"),)),
    "url": Url(),
    "names": Names(),
    "table": Table(),
    "moment": Moment(TOKYO),
    "edtf": Edtf(),
    "listed": Listed(Text()),
    "record": Record({"a": Field(Text(), "甲", "A", required=True)}, "record"),
}


def parsed(kind: str, value: Any) -> tuple[Any, list[str]]:
    faults = Faults()
    return KINDS[kind].parse(value, ("key",), faults), [code for _, _, code, _, _ in faults.found]


@pytest.mark.parametrize(
    ("kind", "value", "meant"),
    [
        ("text", "  か\u3099 ", "が"),
        ("text", "一\n二", "一 二"),
        ("text", None, ""),
        ("lines", "一\n二", "一\n二"),
        ("flag", "yes", True),
        ("flag", "No", False),
        ("flag", "はい", True),
        ("flag", None, False),
        ("count", "２０", 20),
        ("count", None, 20),
        ("number", "-35.5", -35.5),
        ("number", "３５", 35.0),
        ("number", None, None),
        ("choice", "ｆｕｌｌ", "full"),
        ("choice", "全文", "full"),
        ("choice", None, "summary"),
        ("url", " https://toto.example/1?a=b#c ", "https://toto.example/1?a=b#c"),
        ("names", "毎朝、夕刊，週刊/月刊", ("毎朝", "夕刊", "週刊", "月刊")),
        ("names", ["甲", "乙", "甲", None, ""], ("甲", "乙")),
        ("table", {"金": "キム"}, (("金", "キム"),)),
        ("moment", "2023年9月5日", "2023-09-05"),
        ("edtf", "2022-11~", "2022-11~"),
        ("edtf", "2023-09-10/2023-09-13", "2023-09-10/2023-09-13"),
        ("edtf", "2023年9月5日", "2023-09-05"),
        ("listed", "一つ", ("一つ",)),
        ("listed", None, ()),
        ("record", {"a": "x"}, {"a": "x"}),
    ],
)
def test_what_is_typed_becomes_what_is_meant(kind: str, value: Any, meant: Any) -> None:
    assert parsed(kind, value) == (meant, [])


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("text", ["a"], "not-text"),
        ("text", "前\x08後", "control-character"),
        ("text", "長" * 501, "too-long"),
        ("flag", "たぶん", "not-a-flag"),
        ("flag", ["yes"], "not-a-flag"),
        ("count", "0", "not-a-count"),
        ("count", "201", "not-a-count"),
        ("count", "-1", "not-a-count"),
        ("count", "9" * 5000, "not-a-count"),
        ("count", "1.5", "not-a-count"),
        ("number", "91", "not-a-number"),
        ("number", "nan", "not-a-number"),
        ("number", "1e2", "not-a-number"),
        ("choice", "ful", "not-a-choice"),
        ("url", "www.toto.example", "bad-url"),
        ("url", "javascript:alert(1)", "bad-url"),
        ("url", "https://", "bad-url"),
        ("url", 'https://toto.example/"onload=', "bad-url"),
        ("url", "https://toto.example/a b", "bad-url"),
        ("url", "https://[toto", "bad-url"),
        ("url", {}, "bad-url"),
        ("names", {"a": "b"}, "not-a-list"),
        ("table", ["a"], "not-a-mapping"),
        ("moment", ["2023-09-05"], "not-a-date"),
        ("moment", "2023-09", "date-without-day"),
        ("edtf", "2023-13", "not-an-event-date"),
        ("edtf", "2023-02-30", "not-an-event-date"),
        ("edtf", "先月", "not-an-event-date"),
        ("record", ["a"], "not-a-mapping"),
        ("record", {}, "missing-key"),
        ("record", {"a": None}, "missing-key"),
        ("record", {"a": "x", "b": "y"}, "unknown-key"),
    ],
)
def test_what_makes_no_sense_is_one_fault(kind: str, value: Any, code: str) -> None:
    assert parsed(kind, value)[1] == [code]


SCALARS = st.none() | st.text(max_size=20)
PLAIN = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(value=PLAIN)
def test_no_kind_ever_stumbles(kind: str, value: Any) -> None:
    parsed(kind, value)
    assert KINDS[kind].schema()


@given(st.text(max_size=40))
def test_a_web_address_cannot_break_out_of_its_place(text: str) -> None:
    if is_web_address(text):
        assert text.lower().startswith(("http://", "https://"))
        assert not set(text) & set(' \t\n"<>\\')


def test_a_fault_is_told_at_its_value_or_its_key() -> None:
    document, _ = read("title: 演習\nsorces:\n  - url: x\n", "content/posts/x.md", 2)
    faults = Faults()
    faults.add(("sorces", 0, "url"), "bad-url", found="x", key_name="url")
    faults.add((), "unknown-key", key="sorces", name="sorces", near="sources", known="title, sources")
    places = [(one.code, one.mark.line, one.mark.column, one.mark.length) for one in faults.problems(document)]
    assert places == [("bad-url", 4, 10, 1), ("unknown-key", 3, 1, 6)]
