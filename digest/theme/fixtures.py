"""Owns the sample views that `theme check` renders: full and bare ones of every view, on plainly fictional news.

Full ones hold every kind of value a field may have (each status, kind of source, treatment, held state), so
that a template which knows only some of them is found out before a post needs the rest; bare ones hold only what must
be there.
"""

from __future__ import annotations

from digest.site import views as v
from digest.theme import fixtures_sourcing as sourcing
from digest.theme.contract import SECTIONS, VIEW_KEYS

STATUSES = ("", "unconfirmed", "developing", "confirmed", "corrected")
KINDS = ("reportage", "analysis", "opinion", "background", "release", "interview")
TREATMENTS = ("summary", "excerpt", "full")
HELD = ("", "draft", "future", "embargo")

_FEEDS = (
    v.Feed("東都防衛通信 (RSS)", "feed.xml", "application/rss+xml"),
    v.Feed("東都防衛通信 (Atom)", "atom.xml", "application/atom+xml"),
    v.Feed("東都防衛通信 (JSON)", "feed.json", "application/feed+json"),
)
_TOPICS = (v.Link("演習 & 訓練", "topics/exercise/"), v.Link("艦艇"))
_OUTLETS = (v.Link("東都新聞", "outlets/toto/"), v.Link("<架空>通信"))
_PLACE = v.Link("港町", "places/minato/")
_REPORTERS = v.ReporterView("青木健二", "reporters/aoki/", "特派員", _PLACE), v.ReporterView("白石春香", "", "", None)
_FIGURE = v.Figure("図 & 表", "説明", '<svg role="img" viewBox="0 0 1 1"><title>図</title></svg>')
_STORY = v.Link("架空の演習", "stories/exercise/")


def sites(language: str) -> tuple[v.SiteInfo, v.SiteInfo]:
    """A site with everything set, under a sub-path, and one with the least."""
    full = v.SiteInfo(
        title="東都防衛通信",
        description="架空の防衛報道をまとめる",
        language=language,
        base_url="https://site.example/repo/",
        base_path="/repo/",
        author="青木健二",
        author_url="https://site.example/aoki",
        contact="aoki@site.example",
        copyright="© 2023 青木健二",
        nav=(v.Link("案内", "about/"), v.Link("外のサイト", "https://elsewhere.example/")),
        feeds=_FEEDS,
        image="media/card.png",
        sections=SECTIONS,
    )
    bare = v.SiteInfo("東都防衛通信", "", language, "https://site.example/", "/", "", "", "", "", (), (), "", ())
    return full, bare


def views_for(template: str, view: type) -> tuple[object, ...]:
    """The sample views of a type, the full ones first; `template` gives the page its kind (`home.html`: home)."""
    kind = template.removesuffix(".html")
    return _MAKERS[view](kind)


def _head(kind: str, url: str = "sample/") -> v.Head:
    crumbs = (v.Link("一覧", "topics/"), v.Link("行き先なし"))
    image, ld = "media/card.png", '{"@context":"https://schema.org"}'
    return v.Head(
        kind, "" if kind == "home" else url, "" if kind == "home" else "演習 & 訓練", "要約", crumbs, _FEEDS[:1],
        published="2023-09-05T21:30:00+09:00", updated="2023-09-06", image=image, json_ld=ld,
    )  # fmt: skip


def _bare(kind: str) -> v.Head:
    return v.Head(kind, "404.html" if kind == "404" else "sample/", "題", noindex=True)


def _card(status: str = "", held: str = "") -> v.Card:
    return v.Card(
        "2023/09/05/exercise/", "海自、架空の演習へ <参加>", "2023-09-05T21:30:00+09:00", "2023-09-06", "要約の一文。",
        "速報", status, _TOPICS, _OUTLETS, _STORY, held, status == "confirmed",
    )  # fmt: skip


def _cards(kind: str = "") -> tuple[v.Card, ...]:  # noqa: ARG001
    bare = v.Card("2023/09/04/day/", "一日だけの題", "2023-09-04", "", "", "", "", (), (), None)
    return (*(_card(status) for status in STATUSES), *(_card(held=held) for held in HELD[1:]), bare)


def _source(number: int, kind: str, treatment: str) -> v.SourceView:
    return v.SourceView(
        key=f"toto-{number}", number=number, outlet=_OUTLETS[number % 2], headline="架空の演習、始まる", lang="ja",
        url="https://toto.example/1", archive_url="https://archive.example/1",
        reporters=_REPORTERS,
        places=(_PLACE, v.Link("海町")), dateline_date="2023-09-05", agency=v.Link("架空通信", "outlets/kaku/"),
        published="2023-09-05T08:00:00-04:00", modified="2023-09-05", accessed="2023-09-06",
        print_edition="朝刊14版3面", via="転載先", paywall=True, kind=kind, treatment=treatment,
        cites=(v.Link("架空省", "outlets/sho/"), v.Link("別紙")), dead="2024-01-01",
        byline="【海町=青木健二】" * (number % 2), official=number % 2 == 0, print_page="3面", print_section="国際",
        references=("cite-0-0", "cite-1-0"),
    )  # fmt: skip


def _bare_source() -> v.SourceView:
    none: tuple[v.Link, ...] = ()
    return v.SourceView(
        key="bare", number=9, outlet=v.Link("東都新聞"), headline="", url="", archive_url="", lang="", reporters=(),
        places=none, dateline_date="", agency=None, published="", modified="", accessed="", print_edition="", via="",
        paywall=False, kind="reportage", treatment="summary", cites=none,
    )  # fmt: skip


def _post(status: str, held: str) -> v.PostView:
    sources = (*(_source(at, kind, TREATMENTS[at % 3]) for at, kind in enumerate(KINDS, 1)), _bare_source())
    return v.PostView(
        head=_head("post", "2023/09/05/exercise/"), title="海自、架空の演習へ <参加>", kicker="速報", status=status,
        date="2023-09-05T21:30:00+09:00", updated="2023-09-06T08:00:00+09:00", author="青木健二",
        event_date="2022-11~/2023-09-10", event_places=(_PLACE,), topics=_TOPICS, sources=sources,
        reporters=(v.Link("青木健二", "reporters/aoki/"), v.Link("白石春香")), dateline=(_PLACE, v.Link("海町")),
        body_html="<p>本文。</p>", newer=_card(), older=_card("corrected"),
        story=v.StoryNav(_STORY, 2, 3, _card(), _card()), related=_cards(),
        corrections=(v.CorrectionView("2023-09-06", "人数を直した。", v.Link("題", "2023/09/05/exercise/")),),
        backstory="書いた訳。", held=held, coverage=sourcing.coverage(sources), claims=sourcing.claims(),
        independence=sourcing.independence(sources, 12 if status else 2), provenance=sourcing.provenance(),
        exports=sourcing.EXPORTS,
    )  # fmt: skip


def _posts(kind: str) -> tuple[object, ...]:
    bare = v.PostView(
        _bare(kind), "一日だけの題", kicker="", status="", date="2023-09-05", updated="", author="", event_date="",
        event_places=(), topics=(), sources=(), reporters=(), dateline=(), body_html="", newer=None, older=None,
        story=None, related=(), corrections=(), backstory="", held="",
    )  # fmt: skip
    alone = bare._replace(story=v.StoryNav(_STORY, 1, 1, None, None), sources=(_bare_source(),))
    one = (_bare_source(),)
    alone = alone._replace(coverage=sourcing.coverage(one), independence=sourcing.independence(one, 1))
    first = bare._replace(story=v.StoryNav(_STORY, 1, 0, None, _card()))
    return (*(_post(status, HELD[at % 4]) for at, status in enumerate(STATUSES)), bare, alone, first)


def _lists(kind: str) -> tuple[object, ...]:
    pager = v.Pager(2, 0, "", "page/1/", "2023-09-05", "2023-08-01")
    links = v.Link("2023-09-06", "2023/09/06/"), v.Link("2023-09-01", "2023/09/01/")
    facts = tuple((key.removeprefix("fact_"), "12本") for key in VIEW_KEYS if key.startswith("fact_"))
    linked = ("topics", _TOPICS), ("home", (v.Link("toto.example", "https://toto.example/"),))
    full = v.ListView(_head(kind), "演習 & 訓練", "<p>説明。</p>", _cards(), 0, pager, facts, *links, linked, _FIGURE)
    first = full._replace(count=12_345, pager=v.Pager(3, 3, None, "page/2/", "2023-09-05", "2023-08-01"), newer=None)
    last = full._replace(pager=v.Pager(1, 0, "page/2/", None, "2023-09-05", "2023-08-01"), older=None)
    return full, first, last, v.ListView(_bare(kind), "題", "", (), 0, None)


def _indexes(kind: str) -> tuple[object, ...]:
    entries = (
        v.Entry("演習", "topics/exercise/", 12, "説明", "2023-09-05", "えんしゅう"),
        v.Entry("艦艇", "topics/ships/", 0),
    )
    told = tuple(entries[0]._replace(status=status) for status in STATUSES)
    groups = v.Group("", entries), v.Group("あ行", told)
    full = v.IndexView(_head(kind), "題目", groups, _FIGURE, 1000, _FIGURE)
    return full, v.IndexView(_bare(kind), "題目", ())


def _stories(kind: str) -> tuple[object, ...]:
    later = (v.StoryStep("2023-09-05", card, _OUTLETS, _OUTLETS) for card in _cards())
    steps = (v.StoryStep("2022-11~/2023-09-10", _card(), (), ()), *later)
    full = tuple(v.StoryView(_head(kind), "架空の演習", status, _TOPICS, "<p>説明。</p>", steps) for status in STATUSES)
    return (*full, v.StoryView(_bare(kind), "題", "", (), "", ()))


def _corrections(kind: str) -> tuple[object, ...]:
    log = (
        v.CorrectionView("2023-09-06T08:00:00+09:00", "人数を直した。", v.Link("題", "2023/09/05/exercise/")),
        v.CorrectionView("2023-09-05", "日付を直した。", v.Link("題")),
    )
    pager = v.Pager(2, 2, None, "page/1/", "2023-09-06", "2023-09-05")
    return v.CorrectionsView(_head(kind), "訂正", log, 40, pager), v.CorrectionsView(_bare(kind), "訂正", (), 0, None)


def _balances(kind: str) -> tuple[object, ...]:
    rows = (
        v.BalanceRow("新聞 & 雑誌", "outlets/toto/", (1200, 0), 1200, "75.0%"),
        v.BalanceRow("その他", "", (0, 400), 400, "25.0%"),
    )
    tables = (
        v.BalanceTable("kind", rows, (1200, 400), _FIGURE),
        v.BalanceTable("basis", rows, (1200, 400), _FIGURE),
        v.BalanceTable("outlet", rows, (1200, 400), None),
    )
    months = v.Link("2023-08", "2023/08/"), v.Link("2023-09")
    years = v.Link("2022", "balance/2022/"), v.Link("2023")
    links = v.Link("2024年", "balance/2024/"), v.Link("2022年", "balance/2022/")
    by_month = v.BalanceView(_head(kind), "内訳", 1600, months, tables, *links)
    single = tuple(table._replace(rows=(rows[0]._replace(counts=(1200,)),), totals=(1200,)) for table in tables)
    by_year = v.BalanceView(_head(kind), "内訳", 1600, years, tables, None, None)
    alone = v.BalanceView(_bare(kind), "内訳", 1200, years[:1], single, None, None)
    return by_month, by_year, alone, v.BalanceView(_bare(kind), "内訳", 0, (), (), None, None)


def _month(month: str) -> v.MonthBlock:
    week = (
        v.CalendarDay(0, "", 0),
        *(v.CalendarDay(day, f"2023/09/0{day}/" * (day % 2), day % 2) for day in range(1, 7)),
    )
    return v.MonthBlock(month, month.replace("-", "/") + "/", 3, (week,))


def _archives(kind: str) -> tuple[object, ...]:
    months = _month("2023-09"), v.MonthBlock("2023-08", "", 0)
    return v.ArchiveView(_head(kind), 3, (v.YearBlock("2023", "2023/", 3, months),)), v.ArchiveView(_bare(kind), 0, ())


def _periods(kind: str) -> tuple[object, ...]:
    period, date = ("2023", "2023-09") if kind == "year" else ("2023-09", "2023-09-05")
    groups = (v.DayGroup(date, date.replace("-", "/") + "/", _cards()),)
    links = v.Link("2024", "2024/"), v.Link("2022", "2022/")
    full = v.PeriodView(_head(kind), period, 8, (_month("2023-09"),), groups, *links)
    return full, v.PeriodView(_bare(kind), period, 0, (), (), None, None)


def _pages(kind: str) -> tuple[object, ...]:
    return v.PageView(_head(kind), "案内", "2023-09-05", "<p>本文。</p>"), v.PageView(_bare(kind), "案内", "", "")


def _feeds(kind: str) -> tuple[object, ...]:
    groups = tuple((key, _FEEDS[:1]) for key in VIEW_KEYS if key.startswith("feeds_of_"))
    return v.FeedsView(_head(kind), _FEEDS, groups, "feeds.opml"), v.FeedsView(_bare(kind), (), (), "")


def _notices(kind: str) -> tuple[object, ...]:
    return v.NoticeView(_head(kind), "2023/09/05/exercise/"), v.NoticeView(_bare(kind))


_MAKERS = {
    v.ArchiveView: _archives,
    v.BalanceView: _balances,
    v.Card: _cards,
    v.CorrectionsView: _corrections,
    v.FeedsView: _feeds,
    v.IndexView: _indexes,
    v.ListView: _lists,
    v.NoticeView: _notices,
    v.PageView: _pages,
    v.PeriodView: _periods,
    v.PostView: _posts,
    v.StoryView: _stories,
}
