"""Which outlet tells what."""

from __future__ import annotations

from digest.model import Source
from digest.sourcing.claims import LONGEST, Row, matrix
from digest.text.body import Claim

SOURCES = (Source("a", "東都新聞"), Source("a-2", "東都新聞"), Source("b", "西州新聞"), Source("c", "南海放送"))


def test_claims_stand_against_the_outlets_cited_in_the_order_of_the_sources() -> None:
    claims = (Claim("後の主張。", ("b",), (9, 1)), Claim("先の主張。", ("a-2", "b"), (5, 2)))
    found = matrix(claims, SOURCES)
    assert found is not None
    assert found.outlets == ("東都新聞", "西州新聞")
    assert found.rows == (Row("後の主張。", (9, 1), (False, True)), Row("先の主張。", (5, 2), (True, True)))


def test_there_is_nothing_to_compare_with_one_claim_or_one_outlet() -> None:
    assert matrix((Claim("主張。", ("a", "b")),), SOURCES) is None
    assert matrix((Claim("甲。", ("a",)), Claim("乙。", ("a-2",))), SOURCES) is None
    assert matrix((), SOURCES) is None


def test_citations_of_what_is_no_source_do_not_count() -> None:
    found = matrix((Claim("甲。", ("a", "x")), Claim("乙。", ("b",)), Claim("丙。", ("x",))), SOURCES)
    assert found is not None
    assert [row.text for row in found.rows] == ["甲。", "乙。"]


def test_a_long_claim_is_cut() -> None:
    found = matrix((Claim("長い主張" * 40, ("a",)), Claim("乙。", ("b",))), SOURCES)
    assert found is not None
    assert len(found.rows[0].text) <= LONGEST
    assert found.rows[0].text.endswith("…")
