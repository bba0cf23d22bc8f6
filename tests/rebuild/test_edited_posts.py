"""An edit of a post makes exactly the pages that show what changed: no page less, no page more."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from four_posts import NK, PAGE, RU, SEA, SETTINGS, SITE, SITE_FEEDS, TOPICS, WHEN_B, WHEN_D, A, B, C, D, post, rebuilt
from workbench import NOW, Workbench

import digest.builder
from digest.output import reading
from digest.output.state import State


def test_nothing_changed_is_nothing_done(bench: Workbench) -> None:
    report = bench.build(ask=True)
    assert (report.published.rendered, report.published.written, report.published.deleted) == ((), 0, ())
    assert (report.hashed, report.parsed, report.published.kept) == (0, 0, report.pages)
    assert set(report.published.reasons.values()) == {"kept"}


def test_touching_everything_reads_no_post_and_makes_no_page(bench: Workbench) -> None:
    for path in SITE:
        (bench.root / path).touch()
    assert rebuilt(bench, parsed=0) == set()


def test_an_edited_body_shows_on_its_page_and_in_the_feeds_that_carry_it(bench: Workbench) -> None:
    bench.write(A, SITE[A].replace("本文。", "書き直した本文。"))
    assert rebuilt(bench) == {PAGE[A], "topics/nk/feed.xml"}


def test_the_newest_post_is_in_the_site_feeds_too(bench: Workbench) -> None:
    bench.write(D, SITE[D].replace("本文。", "書き直した本文。"))
    assert rebuilt(bench) == {PAGE[D], "topics/sea/feed.xml", *SITE_FEEDS}


def test_where_feeds_hold_summaries_an_edited_body_still_counts_as_news(bench: Workbench) -> None:
    bench.write("content/site.yaml", SETTINGS.replace("items: 2", "items: 2, content: summary"))
    bench.build()
    bench.write(D, SITE[D].replace("本文。", "書き直した本文。"))
    assert PAGE[D] in rebuilt(bench)


def test_a_new_title_shows_wherever_the_post_is_listed_and_on_its_neighbours(bench: Workbench) -> None:
    bench.write(B, SITE[B].replace("第二報", "改題"))
    expected = {PAGE[A], PAGE[B], PAGE[C], "index.html", *WHEN_B, *NK, *RU}
    assert rebuilt(bench) == expected


def test_a_new_topic_changes_both_topics_and_the_lists_that_name_them(bench: Workbench) -> None:
    bench.write(D, SITE[D].replace("[海洋]", "[ロシア]"))
    shown = {PAGE[D], PAGE[C], "index.html", *WHEN_D, *RU, "topics/index.html", "feeds/index.html", "feeds.opml"}
    assert rebuilt(bench) == shown | SITE_FEEDS | {"sitemap.xml"}
    assert not (bench.output / "topics/sea").exists()


def test_an_update_shows_its_date_where_dates_of_change_are_told(bench: Workbench) -> None:
    bench.write(C, post("第三報", "2023-10-01", "ロシア", more="updated: 2023-10-02\n"))
    lists = {"index.html", "2023/10/01/index.html", "2023/10/index.html", "2023/index.html"}
    assert rebuilt(bench) == {PAGE[C], PAGE[B], PAGE[D], *lists, *RU, *SITE_FEEDS, "sitemap.xml"}


def test_a_post_that_moves_to_another_day_leaves_the_old_one(bench: Workbench) -> None:
    bench.write(A, SITE[A].replace("2023-09-05", "2023-09-04"))
    shown = {"2023/09/04/a/index.html", "2023/09/04/index.html", "2023/09/index.html", "2023/index.html", PAGE[B]}
    shown |= {"2023/09/06/index.html", "index.html", *NK, "sitemap.xml"}
    assert rebuilt(bench) == shown
    assert not (bench.output / "2023/09/05").exists()


def test_a_new_post_shows_at_the_top(bench: Workbench) -> None:
    bench.write("content/posts/e.md", post("第五報", "2024-02-02", "海洋"))
    new = {"2024/02/02/e/index.html", "2024/02/02/index.html"}
    lists = {"index.html", "2024/02/index.html", "2024/index.html", "archive/index.html", "2024/02/01/index.html"}
    expected = new | lists | {PAGE[D], *SEA, "topics/index.html", *SITE_FEEDS, "sitemap.xml"}
    assert rebuilt(bench) == expected


def test_a_deleted_post_leaves_no_trace(bench: Workbench) -> None:
    (bench.root / A).unlink()
    lists = {"index.html", "2023/09/index.html", "2023/index.html", "archive/index.html", "2023/09/06/index.html"}
    assert rebuilt(bench, parsed=0) == lists | {PAGE[B], *NK, "topics/index.html", "sitemap.xml"}
    assert not (bench.output / "2023/09/05").exists()


def test_a_renamed_file_is_another_post_at_another_address(bench: Workbench) -> None:
    (bench.root / D).rename(bench.root / "content/posts/z.md")
    lists = {"index.html", *WHEN_D, PAGE[C], *SEA, *SITE_FEEDS, "sitemap.xml"}
    assert rebuilt(bench) == lists | {"2024/02/01/z/index.html"}


def test_a_draft_waits_and_what_it_was_is_gone(bench: Workbench) -> None:
    bench.write(D, post("第四報", "2024-02-01", "海洋", more="draft: true\n"))
    gone = {PAGE[D], *WHEN_D, *SEA}
    left = {PAGE[C], "index.html", "archive/index.html", "topics/index.html", "feeds/index.html", "feeds.opml"}
    left |= {"2023/10/01/index.html", "2023/10/index.html", "2023/index.html", "sitemap.xml", *SITE_FEEDS}
    assert rebuilt(bench) == left
    assert not any((bench.output / path).exists() for path in gone)


def test_a_post_of_tomorrow_appears_tomorrow(bench: Workbench) -> None:
    bench.write("content/posts/e.md", post("第五報", "2026-01-02", "海洋"))
    assert rebuilt(bench) == set()
    bench.now = NOW + datetime.timedelta(days=1, hours=1)
    assert "2026/01/02/e/index.html" in rebuilt(bench, parsed=0)


def test_a_moment_that_passes_without_a_post_changes_nothing(bench: Workbench) -> None:
    bench.now = NOW + datetime.timedelta(days=100)
    assert rebuilt(bench, parsed=0) == set()


@pytest.mark.parametrize("drafts", [False, True])
def test_an_embargo_that_is_over_before_the_day_of_its_post_changes_why_it_is_held(
    bench: Workbench, *, drafts: bool
) -> None:
    day = (NOW + datetime.timedelta(days=9)).date()
    until = (NOW + datetime.timedelta(days=2)).date()
    text = f"---\ntitle: 先の話\ndate: {day}\nembargo_until: {until}\nkind: note\n---\n本文\n"
    bench.write("content/posts/later.md", text)
    bench.drafts = drafts
    for days, why in ((0, "embargo"), (1, "embargo"), (3, "future"), (4, "future"), (10, None)):
        bench.now = NOW + datetime.timedelta(days=days)
        report = bench.agree()
        assert report is not None
        assert [one.why for one in report.held] == ([why] if why else [])


def test_a_note_that_no_page_shows_makes_none(bench: Workbench) -> None:
    bench.write(D, SITE[D].replace("kind: note\n", "kind: note # 自分用の覚え\n"))
    assert rebuilt(bench) == set()


def test_a_new_post_changes_but_the_newest_pages_of_a_long_list(bench: Workbench) -> None:
    size = 5
    for number in range(40):
        bench.write(
            f"content/posts/n{number}.md",
            post(f"報{number}", f"2025-{number % 12 + 1:02}-{number // 12 + 1:02}", "海洋"),
        )
    bench.build()
    most = 0
    for number in range(size + 1):
        bench.write(f"content/posts/x{number}.md", post("続報", f"2025-12-{number + 10}", "海洋"))
        made = rebuilt(bench)
        lists = [path for path in made if "/page/" in path]
        most = max(most, len(lists))
        assert len(lists) <= 4, "of each of two lists the page that became full, and the one before it, which names it"
    assert most > 0, "a page became full on the way"


def test_of_many_new_posts_what_a_refused_build_has_read_is_not_read_again(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RECORDED", 2)
    bench.write("content/posts/x.md", post("新しい報", "2025-01-01", "海洋"))
    bench.write("content/posts/y.md", post("次の報", "2025-01-02", "海洋"))
    bench.write("content/posts/z.md", post("また次の報", "2025-01-03", "海洋", "[ない記事](nothing.md)"))
    assert bench.agree() is None
    bench.write("content/posts/z.md", post("また次の報", "2025-01-03", "海洋"))
    assert "2025/01/01/x/index.html" in rebuilt(bench, parsed=1)


def test_a_slip_in_a_registry_costs_no_reading_once_it_is_mended(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RECORDED", 2)
    bench.write("content/topics.yaml", TOPICS.replace("slug: ru", "slug: 露西亜 ロシア"))
    assert bench.agree() is None
    bench.write("content/topics.yaml", TOPICS)
    assert rebuilt(bench, parsed=0) == set()


def test_a_refused_build_of_a_few_posts_leaves_the_state_as_it_was(bench: Workbench) -> None:
    """So a preview that stays in memory answers at once when the slip is mended."""
    turn = turn_of(bench)
    bench.write(B, SITE[B].replace("本文。", "[ない記事](nothing.md)"))
    assert bench.agree() is None
    assert turn_of(bench) == turn


def turn_of(bench: Workbench) -> bytes:
    with contextlib.closing(State(bench.state, digest.builder.salt())) as state:
        assert not state.fresh
        return state.turn


def test_a_mistake_made_and_taken_back_leaves_all_as_it_was(bench: Workbench) -> None:
    bench.write(B, SITE[B].replace("本文。", "[ない記事](nothing.md)").replace("kind: note", "kind: nonsense"))
    assert bench.agree() is None
    bench.write(B, SITE[B])
    assert rebuilt(bench, parsed=0) == set()
