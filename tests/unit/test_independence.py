"""On how many origins the reports of a post stand, and who may not rest on whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Source
from digest.sourcing.independence import Bodies, basis, cycle, weigh

BODIES = Bodies(
    official=frozenset({"架空省", "異国会議"}), domestic=frozenset({"架空省"}), press=frozenset({"東都軍", "米紙"})
)


def reports(text: str) -> tuple[Source, ...]:
    """A source a line: `key outlet`, then `/agency`, `>cited`, `=kind` in any order."""
    return tuple(_report(line.split()) for line in text.strip().splitlines())


def _report(words: list[str]) -> Source:
    key, outlet, *rest = words
    told = {sign: tuple(word[1:] for word in rest if word[0] == sign) for sign in "/>="}
    return Source(key, outlet, agency="".join(told["/"]), cites=told[">"], kind="".join(told["="]) or "reportage")


@pytest.mark.parametrize(
    ("text", "outlets", "origins"),
    [
        # The seed's own case: two papers on one report, one agency on a statement.
        ("a 東都新聞 >米紙\nb 北洋通信 >異国会議\nc 西州新聞 >米紙", 3, "米紙:report:a,c 異国会議:statement:b"),
        # Copies of one agency's story.
        ("a 東都新聞 /北洋通信\nb 西州新聞 /北洋通信", 2, "北洋通信:report:a,b"),
        ("a 東都新聞 /北洋通信\nb 北洋通信", 2, "北洋通信:report:a,b"),
        ("a 東都新聞 /北洋通信\nb 北洋通信 /北洋通信", 2, "北洋通信:report:a,b"),
        ("a 東都新聞 /北洋通信\nb 西州新聞", 2, "北洋通信:report:a 西州新聞:report:b"),
        ("a 東都新聞 /北洋通信\nb 西州新聞 /南海通信", 2, "北洋通信:report:a 南海通信:report:b"),
        # What one copy says of its origin holds for every copy.
        ("a 東都新聞 /北洋通信 >異国会議\nb 西州新聞 /北洋通信", 2, "異国会議:statement:a,b"),
        ("a 東都新聞 /北洋通信 >異国会議\nb 北洋通信", 2, "異国会議:statement:a,b"),
        ("a 東都新聞 /北洋通信 >北洋通信", 1, "北洋通信:report:a"),
        # Everybody on their own.
        ("a 東都新聞", 1, "東都新聞:report:a"),
        ("a 東都新聞\nb 西州新聞", 2, "東都新聞:report:a 西州新聞:report:b"),
        ("a 東都新聞\nb 東都新聞", 1, "東都新聞:report:a,b"),
        # A release at hand, and those who report on it.
        ("a 架空省 =release\nb 東都新聞 >架空省\nc 西州新聞 >架空省", 2, "架空省:release:a,b,c"),
        ("a 架空省\nb 東都新聞 >架空省", 1, "架空省:release:a,b"),
        ("a 架空省 =release\nb 架空省 =release", 0, "架空省:release:a,b"),
        ("a 架空省 =release\nb 異国会議 =release", 0, "架空省:release:a 異国会議:release:b"),
        ("a 北洋通信 =release\nb 東都新聞 >北洋通信", 1, "北洋通信:release:a,b"),
        ("a 架空社 =release\nb 東都新聞", 1, "架空社:release:a 東都新聞:report:b"),
        # An official body that is only cited: at home its word is a release, abroad a statement.
        ("a 東都新聞 >架空省", 1, "架空省:release:a"),
        ("a 東都新聞 >東都軍", 1, "東都軍:report:a"),
        # Nobody's name is guessed by: one in no table, of which there is no report either, is a name and no more.
        ("a 東都新聞 >隣国国防省", 1, "隣国国防省:name:a"),
        ("a 東都新聞 >ある会議 >未知日報", 1, "ある会議:name:a 未知日報:name:a"),
        ("a 東都新聞 >隣国国防省\nb 隣国国防省 =release", 1, "隣国国防省:release:a,b"),
        ("a 東都新聞 >隣国国防省\nb 隣国国防省", 2, "隣国国防省:report:a,b"),
        ("a 東都新聞 /未知通信\nb 西州新聞 >未知通信", 2, "未知通信:report:a,b"),
        # Chains are followed to their end.
        ("a 東都新聞 >米紙\nb 西州新聞 >東都新聞\nc 南海放送 >西州新聞", 3, "米紙:report:a,b,c"),
        ("a 東都新聞\nb 西州新聞 >東都新聞", 2, "東都新聞:report:a,b"),
        ("a 東都新聞 /北洋通信\nb 西州新聞 >東都新聞", 2, "北洋通信:report:a,b"),
        ("a 米紙 >異国会議\nb 東都新聞 >米紙", 2, "異国会議:statement:a,b"),
        # Two bodies cited: it stands on both and adds none.
        ("a 東都新聞 >架空省 >異国会議", 1, "架空省:release:a 異国会議:statement:a"),
        ("a 東都新聞 >米紙 >異国会議\nb 西州新聞 >米紙", 2, "米紙:report:a,b 異国会議:statement:a"),
        # One outlet with a report of its own and one that relays.
        ("a 東都新聞\nb 東都新聞 >米紙", 1, "東都新聞:report:a 米紙:report:b"),
        ("a 東都新聞\nb 東都新聞 >米紙\nc 西州新聞 >東都新聞", 2, "東都新聞:report:a,c 米紙:report:b,c"),
        # A law is material, and counts only where there is nothing else.
        ("a 東都新聞\nb 架空省 =background", 1, "東都新聞:report:a"),
        ("a 架空省 =background", 0, "架空省:release:a"),
        ("a 東都新聞 =background", 1, "東都新聞:report:a"),
        # Without an outlet the key stands for it.
        ("a ? >米紙\nb 東都新聞 >米紙", 1, "米紙:report:a,b"),
        # A circle is refused elsewhere; here it still comes to an end.
        ("a 東都新聞 >西州新聞\nb 西州新聞 >東都新聞", 2, "西州新聞:report:a 東都新聞:report:b"),
    ],
)
def test_groupings(text: str, outlets: int, origins: str) -> None:
    sources = tuple(one._replace(outlet="") if one.outlet == "?" else one for one in reports(text))
    found = weigh(sources, BODIES)
    assert len(found.outlets) == outlets
    assert " ".join(f"{one.name}:{one.kind}:{','.join(one.keys)}" for one in found.origins) == origins


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a 東都新聞", "own"),
        ("a 北洋通信 /北洋通信", "own"),
        ("a 東都新聞 /北洋通信", "wire"),
        ("a 東都新聞 /北洋通信 >架空省", "wire"),
        ("a 東都新聞 >架空省", "relayed"),
        ("a 東都新聞 =release", "release"),
        ("a 架空省", "release"),
        ("a 架空省 =interview", "release"),
        ("a 架空省 =analysis", "material"),
        ("a 東都新聞 =analysis", "own"),
        ("a 隣国国防省", "own"),
        ("a 隣国国防省 =release", "release"),
    ],
)
def test_how_a_source_comes_by_its_news(line: str, expected: str) -> None:
    assert basis(reports(line)[0], BODIES) == expected


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("a 甲 >乙\nb 乙 >甲", "甲乙甲"),
        ("a 甲 >乙\nb 乙 >丙\nc 丙 >乙", "乙丙乙"),
        ("a 甲 >甲", "甲甲"),
        ("a 甲 /乙 >甲", "甲乙甲"),
        ("a 甲 >乙 >丙\nb 乙 >丙", ""),
        ("a 甲 /乙 >乙", ""),
        ("a 甲 /乙\nb 乙 >丙\nc 丁 >甲 >丙", ""),
        ("", ""),
    ],
)
def test_circles_are_found_with_their_chain(text: str, chain: str) -> None:
    assert "".join(cycle(reports(text))) == chain


def test_a_long_chain_is_no_burden() -> None:
    links = [f"k{number} 紙{number} >紙{number + 1}" for number in range(3000)]
    assert [one.name for one in weigh(reports("\n".join(links))).origins] == ["紙3000"]
    assert cycle(reports("\n".join([*links, "z 紙3000 >紙0"])))[0] == "紙0"


NAMES = st.sampled_from("甲乙丙丁戊")
SOURCES = st.lists(
    st.builds(lambda outlet, agency, cites: (outlet, agency, tuple(cites)), NAMES, NAMES | st.just(""), st.sets(NAMES)),
    min_size=1,
    max_size=7,
).map(lambda rows: tuple(Source(f"k{at}", a, agency=b, cites=c) for at, (a, b, c) in enumerate(rows)))


@given(SOURCES)
def test_every_source_comes_down_to_something(sources: tuple[Source, ...]) -> None:
    found = weigh(sources)
    assert {key for origin in found.origins for key in origin.keys} == {source.key for source in sources}
    assert set(found.outlets) == {source.outlet for source in sources}


@given(SOURCES)
def test_origins_rest_on_nobody_unless_they_report_themselves(sources: tuple[Source, ...]) -> None:
    if cycle(sources):
        return
    own = {one.outlet for one in sources if not set(one.cites) - {one.agency} and one.agency in ("", one.outlet)}
    relaying = {one.agency or one.outlet for one in sources if set(one.cites) - {one.agency}}
    assert all(origin.name not in relaying or origin.name in own for origin in weigh(sources).origins)


@given(SOURCES, NAMES)
def test_one_more_copy_of_a_wire_story_adds_no_origin(sources: tuple[Source, ...], agency: str) -> None:
    first = (*sources, Source("x", "己", agency=agency))
    again = (*first, Source("y", "庚", agency=agency))
    assert [one.name for one in weigh(first).origins] == [one.name for one in weigh(again).origins]
