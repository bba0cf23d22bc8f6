"""Owns the benchmark's posts: fictional digests of made-up outlets, the same for the same number and seed.

The sentences are put together from the words below and mean nothing in particular; no outlet, reporter, report or
address exists. What matters is their shape: two to four reports a post with a heading each, paragraphs of sixty to
two hundred characters, now and then emphasis, a link, a quotation, a list, a table, a footnote, and dates as news
tells them (同日, 4日, 来月上旬).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

TOPICS = tuple(
    f"{field}{matter}"
    for field in ("海上", "航空", "陸上", "宇宙", "電子", "補給", "訓練", "造船", "気象", "通信", "衛生", "港湾")
    for matter in ("計画", "予算", "装備", "演習", "協力", "人事", "研究", "輸送", "整備", "調査", "基地", "事故")
)
"""144 topics; the first come most often, as in life."""
OUTLETS = tuple(
    f"{place}{kind}"
    for place in ("東都", "北湊", "瀬渡", "南洲", "潮見", "若葉")
    for kind in ("新聞", "通信", "放送", "時報")
)
PEOPLE = tuple(
    f"{family}{given}"
    for family in ("青木", "江川", "小峰", "久坂", "戸田", "葉山")
    for given in ("健二", "千秋", "直", "美和", "亮")
)
CITIES = ("北湊市", "瀬渡市", "南洲市", "潮見町", "若葉町", "東都")
WHO = (
    "装備担当の部局",
    "沿岸の自治体",
    "合同の司令部",
    "有識者の会合",
    "造船会社の広報",
    "監視隊の幹部",
    "議会の委員会",
)
WHAT = (
    "新しい巡視船",
    "無人の観測機",
    "沿岸の監視塔",
    "補給の拠点",
    "通信の中継局",
    "訓練の海域",
    "岸壁の改修",
    "救難の飛行艇",
)
WHEN = (
    "同日",
    "前日の夜",
    "4日",
    "来月上旬",
    "年内",
    "今年秋",
    "来年春",
    "先月末",
    "12日午前",
    "週明け",
    "昨年",
    "9月",
)
DID = (
    "の導入を決めたと発表した",
    "の運用を始めたと明らかにした",
    "の費用を見直す考えを示した",
    "を地元に説明する方針を固めた",
    "の試験が終わったと説明した",
    "を共同で整えることで合意した",
    "の延期を申し入れた",
)
WHY = (
    "背景には人手の不足があるとみられる",
    "費用の上昇が避けられないとの見方が強い",
    "住民からは歓迎と不安の両方の声が上がる",
    "開始の時期はまだ決まっていない",
    "ほかの地域への広がりが焦点になる",
    "資料の公表を求める声も出ている",
)
WORDS = (
    "harbour",
    "patrol",
    "survey",
    "budget",
    "relay",
    "exercise",
    "rescue",
    "supply",
    "tower",
    "quay",
    "signal",
    "vessel",
)
FIRST = datetime(2008, 4, 1)  # noqa: DTZ001 - told in +09:00 where it is written
SPAN = 16 * 365 * 24 * 60
"""Minutes over which the posts are spread."""


class Report(NamedTuple):
    """One outlet's report."""

    outlet: str
    headline: str
    url: str
    reporters: tuple[str, ...]
    dateline: str
    published: str


class Post(NamedTuple):
    """One post, before any generator's form of writing it."""

    title: str
    date: datetime
    slug: str
    topics: tuple[str, ...]
    reports: tuple[Report, ...]
    body: str


def posts(number: int, seed: str = "1") -> Iterator[Post]:
    """The posts, oldest first; no two in the same minute."""
    chance = random.Random(f"{seed}/{number}")
    for place, minute in enumerate(sorted(chance.sample(range(SPAN), number))):
        yield post(chance, FIRST + timedelta(minutes=minute), place)


def post(chance: random.Random, date: datetime, place: int) -> Post:
    """One post of this moment; `place` keeps its address from meeting another's."""
    outlets = chance.sample(OUTLETS, chance.choice((2, 2, 3, 3, 4)))
    reports = tuple(_report(chance, outlet, date) for outlet in outlets)
    slug = f"{date:%d}-{'-'.join(chance.sample(WORDS, 2))}-{place:06}"
    return Post(_headline(chance), date, slug, _topics(chance), reports, _body(chance, reports))


def _topics(chance: random.Random) -> tuple[str, ...]:
    weights = [1 / (rank + 1) for rank in range(len(TOPICS))]
    return tuple(dict.fromkeys(chance.choices(TOPICS, weights, k=chance.choice((2, 3, 4, 5)))))


def _report(chance: random.Random, outlet: str, date: datetime) -> Report:
    published = date - timedelta(minutes=chance.randint(30, 2000))
    return Report(
        outlet,
        _headline(chance),
        f"https://news.example/{published:%Y/%m/%d}/{chance.randrange(10**6):06}",
        tuple(chance.sample(PEOPLE, chance.choice((1, 1, 2)))),
        chance.choice(CITIES),
        told(published),
    )


def told(moment: datetime) -> str:
    """A moment as front matter has it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}+09:00"


def _headline(chance: random.Random) -> str:
    end = chance.choice(("を公開", "で協議", "に着手", "は延期へ"))
    return f"{chance.choice(WHO)}、{chance.choice(WHAT)}{end} {chance.choice(CITIES)}"


def _sentence(chance: random.Random) -> str:
    if chance.random() < 0.35:
        return f"{chance.choice(WHY)}。"
    money = f"経費は{chance.randint(2, 900)}億円で、" if chance.random() < 0.3 else ""
    return f"{chance.choice(WHO)}は{chance.choice(WHEN)}、{money}{chance.choice(WHAT)}{chance.choice(DID)}。"


def _paragraph(chance: random.Random) -> str:
    sentences = [_sentence(chance) for _ in range(chance.choice((2, 2, 3, 3, 4)))]
    return _adorned(chance, "".join(sentences))


def _adorned(chance: random.Random, text: str) -> str:
    """The paragraph with the markup that one in two has."""
    word = next((one for one in WHAT if one in text), "")
    kind = chance.random()
    if word and kind < 0.3:
        return text.replace(word, f"**{word}**", 1)
    if word and kind < 0.42:
        return text.replace(word, f"[{word}](https://data.example/{chance.randrange(10**5)})", 1)
    return f"> {text}" if kind > 0.93 else text


def _body(chance: random.Random, reports: Sequence[Report]) -> str:
    blocks: list[str] = []
    notes: list[str] = []
    for report in reports:
        blocks.append(f"## {report.headline}")
        blocks += [_paragraph(chance) for _ in range(chance.choice((3, 4, 4, 5, 6)))]
        if chance.random() < 0.1:
            blocks.append("\n".join(f"- {one}: {chance.choice(WHY)}" for one in chance.sample(WHAT, 4)))
        if chance.random() < 0.05:
            blocks.append(_table(chance))
        if chance.random() < 0.1:
            notes.append(_sentence(chance))
            blocks[-1] += f"\n\n{_sentence(chance)}[^{len(notes)}]"
    blocks += [f"[^{number}]: {text}" for number, text in enumerate(notes, 1)]
    return "\n\n".join(blocks) + "\n"


def _table(chance: random.Random) -> str:
    rows = [f"| {one} | {chance.randint(1, 40)} | {chance.randint(1, 900)}億円 |" for one in chance.sample(WHAT, 3)]
    return "\n".join(("| 項目 | 数 | 費用 |", "| --- | ---: | ---: |", *rows))
