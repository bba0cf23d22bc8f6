"""An edit of anything but a post makes exactly the pages that show what changed."""

from __future__ import annotations

from four_posts import NK, PAGE, RU, SETTINGS, SITE, SITE_FEEDS, TOPICS, rebuilt
from workbench import Workbench

PLAIN = {".made-by-digest", ".nojekyll", "robots.txt", "sitemap.xml", "media/map.svg"}
"""What takes nothing from the theme; the sitemap and robots.txt name the site's address."""


def themed(bench: Workbench) -> set[str]:
    """Every page that goes through a template."""
    found = {path.relative_to(bench.output).as_posix() for path in bench.output.rglob("*") if path.is_file()}
    return {path for path in found - PLAIN - {"feeds.opml"} if not path.startswith("assets/")}


def test_a_topic_described_anew(bench: Workbench) -> None:
    bench.write("content/topics.yaml", TOPICS.replace("slug: ru", "slug: ru, description: 隣の国"))
    assert rebuilt(bench, parsed=0) == {*RU, "topics/index.html"}


def test_a_topic_that_nobody_uses(bench: Workbench) -> None:
    bench.write("content/topics.yaml", TOPICS + "宇宙: {slug: space}\n")
    report = bench.agree()
    assert report is not None
    assert report.published.rendered == ()


def test_a_topic_with_another_slug_moves_with_all_that_links_to_it(bench: Workbench) -> None:
    bench.write("content/topics.yaml", TOPICS.replace("slug: nk", "slug: north-korea"))
    report = bench.agree()
    assert report is not None
    lists = {"index.html", "2023/09/05/index.html", "2023/09/06/index.html", "2023/09/index.html", "2023/index.html"}
    moved = {path.replace("/nk/", "/north-korea/") for path in NK}
    rest = {"topics/index.html", *RU, "feeds.opml", "feeds/index.html", "sitemap.xml"}
    posts = {PAGE["content/posts/a.md"], PAGE["content/posts/b.md"], PAGE["content/posts/c.md"]}
    assert set(report.published.rendered) - posts == lists | moved | rest
    assert PAGE["content/posts/d.md"] not in report.published.rendered


def test_another_spelling_of_a_topic_changes_no_page_but_leads_to_it(bench: Workbench) -> None:
    bench.write("content/topics.yaml", TOPICS.replace("slug: nk", "slug: nk, aliases: [DPRK]"))
    report = bench.agree()
    assert report is not None
    assert report.published.rendered == ("topics/dprk/index.html",)


def test_a_page_of_the_authors_own(bench: Workbench) -> None:
    bench.write("content/pages/about.md", SITE["content/pages/about.md"].replace("説明", "書き直した説明"))
    assert rebuilt(bench, parsed=0) == {"about/index.html"}


def test_a_picture(bench: Workbench) -> None:
    bench.write("content/media/map.svg", "<svg xmlns='http://www.w3.org/2000/svg' />")
    assert rebuilt(bench, parsed=0) == {"media/map.svg"}
    (bench.root / "content/media/map.svg").unlink()
    assert rebuilt(bench, parsed=0) == set()
    assert not (bench.output / "media").exists()


def test_the_title_of_the_site_is_on_every_page(bench: Workbench) -> None:
    bench.write("content/site.yaml", SETTINGS.replace("試験の", "別の"))
    made = rebuilt(bench, parsed=0)
    assert made - {"sitemap.xml", "robots.txt", "feeds.opml"} == themed(bench)


def test_more_posts_in_feeds_changes_feeds_alone(bench: Workbench) -> None:
    bench.write("content/site.yaml", SETTINGS.replace("items: 2", "items: 3"))
    assert rebuilt(bench, parsed=0) == SITE_FEEDS


def test_another_size_of_page_changes_no_list_that_fits(bench: Workbench) -> None:
    bench.write("content/site.yaml", SETTINGS.replace("page_size: 5", "page_size: 9"))
    assert rebuilt(bench, parsed=0) == set()


def test_a_template_of_the_parent_theme(bench: Workbench) -> None:
    path = "themes/base/templates/year.html"
    bench.write(path, (bench.root / path).read_text(encoding="utf-8") + "<!-- -->\n")
    assert rebuilt(bench, parsed=0) == {"2023/index.html", "2024/index.html"}


def test_a_template_that_the_theme_overrides(bench: Workbench) -> None:
    bench.write("themes/shimbun/templates/month.html", '{% extends "base/month.html" %}')
    months = {"2023/09/index.html", "2023/10/index.html", "2024/02/index.html"}
    assert rebuilt(bench, parsed=0) == months
    (bench.root / "themes/shimbun/templates/month.html").unlink()
    assert rebuilt(bench, parsed=0) == months


def test_a_string_makes_the_pages_that_can_say_it(bench: Workbench) -> None:
    """Lists may say any string (`t(key)` with a key of the view's), so they count; posts and periods name theirs."""
    bench.write("themes/shimbun/strings/ja.yaml", "not_found_text: ここには何もない。\n")
    made = rebuilt(bench, parsed=0)
    assert "404.html" in made
    assert not made & {*PAGE.values(), *SITE_FEEDS, "2023/index.html", "2023/09/index.html", "about/index.html"}


def test_an_asset_that_no_page_names(bench: Workbench) -> None:
    bench.write("themes/shimbun/assets/unused.css", "a { color: red }\n")
    report = bench.agree()
    assert report is not None
    assert [path.startswith("assets/unused.") for path in report.published.rendered] == [True]


def test_a_style_sheet_changes_its_address_and_so_every_page(bench: Workbench) -> None:
    path = "themes/shimbun/assets/lists.css"
    bench.write(path, (bench.root / path).read_text(encoding="utf-8") + "i { color: red }\n")
    made = rebuilt(bench, parsed=0)
    pages = {name for name in themed(bench) if name.endswith(".html")}
    assert {name for name in made if not name.startswith("assets/")} == pages
    assert not made & SITE_FEEDS, "feeds take no style"


def test_a_page_that_somebody_spoilt(bench: Workbench) -> None:
    (bench.output / "2023/index.html").write_bytes(b"spoilt")
    (bench.output / "404.html").unlink()
    report = bench.agree()
    assert report is not None
    assert set(report.published.rendered) == {"2023/index.html", "404.html"}
    assert report.published.reasons["2023/index.html"] == "damaged"
    assert report.published.reasons["404.html"] == "missing"


def test_a_touched_output_is_kept(bench: Workbench) -> None:
    (bench.output / "2023/index.html").touch()
    report = bench.build()
    assert (report.published.rendered, report.published.written) == ((), 0)


def test_another_output_folder_is_filled_and_the_first_stays(bench: Workbench) -> None:
    bench.output_name = "elsewhere"
    report = bench.agree()
    assert report is not None
    assert len(report.published.rendered) == report.pages
    assert (bench.root / "public/index.html").is_file()


def test_a_moved_checkout_needs_nothing_made(bench: Workbench) -> None:
    bench.move()
    assert rebuilt(bench, parsed=0) == set()


def test_options_of_a_theme_may_be_numbers_and_truth_values(bench: Workbench) -> None:
    bench.write(
        "themes/mine/theme.yaml", "name: mine\nextends: base\ncontract: 1\noptions: {size: 2, wide: true, ratio: 1.5}\n"
    )
    bench.write(
        "themes/mine/templates/404.html", "{{ option('size') + 1 }} {{ option('wide') }} {{ option('ratio') * 2 }}"
    )
    bench.write("content/site.yaml", SETTINGS + "theme: mine\ntheme_options: {size: 7, wide: no, ratio: 2.25}\n")
    bench.agree()
    assert (bench.output / "404.html").read_text(encoding="utf-8") == "8 False 4.5\n"
    bench.write("content/site.yaml", SETTINGS + "theme: mine\ntheme_options: {size: 7, wide: yes, ratio: 2.25}\n")
    assert rebuilt(bench, parsed=0) == {"404.html"}


def test_in_a_preview_an_edited_sheet_is_all_that_changes(bench: Workbench) -> None:
    bench.plain = True
    bench.build()
    path = "themes/shimbun/assets/lists.css"
    bench.write(path, (bench.root / path).read_text(encoding="utf-8") + "i { color: red }\n")
    assert rebuilt(bench, parsed=0) == {"assets/lists.css"}


def test_a_medium_that_is_taken_away_goes_though_nothing_is_made(bench: Workbench) -> None:
    bench.write("content/media/other.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert rebuilt(bench, parsed=0) == {"media/other.svg"}
    (bench.root / "content/media/other.svg").unlink()
    report = bench.agree()
    assert report is not None
    assert (report.published.rendered, report.published.deleted) == ((), ("media/other.svg",))
