"""The loop that a writer lives in, in a real browser: save, and it is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

import pytest
from miniature import Site
from playwright.sync_api import Browser, Page, expect
from previewing import Preview, previewed

pytestmark = pytest.mark.web

POST = "content/posts/2023/09/exercise.md"
Looking = Callable[[Mapping[str, str], str], tuple[Site, Preview, Page]]
MANY_LINES = "\n\n".join(f"{number}番目の段落。" for number in range(120))


def post(body: str, *, title: str = "日米が共同訓練", more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2023-09-05\nkind: note\n{more}---\n{body}\n"


expect.set_options(timeout=60_000)


@contextmanager
def opened(blog: Site, browser: Browser, path: str) -> Iterator[tuple[Preview, Page]]:
    """A previewed site, and a page of it open in a browser."""
    with previewed(blog) as preview:
        context = browser.new_context(reduced_motion="reduce")
        try:
            page = context.new_page()
            with page.expect_websocket():
                page.goto(preview.home + path)
            yield preview, page
        finally:
            context.close()


@pytest.fixture
def looking(site: Callable[[Mapping[str, str]], Site], browser: Browser) -> Iterator[Looking]:
    """Writes a site, previews it and opens a page of it."""
    with ExitStack() as stack:

        def look(files: Mapping[str, str], path: str) -> tuple[Site, Preview, Page]:
            blog = site(files)
            return blog, *stack.enter_context(opened(blog, browser, path))

        yield look


def mark_window(page: Page) -> None:
    """Leave a mark that a reload wipes away."""
    page.evaluate("window.stayed = true")


def wait_for_place(page: Page, top: int) -> None:
    """Until so many pixels are above the screen; the page's policy forbids to poll within it."""
    patience = 200
    while page.evaluate("window.scrollY") != top and patience:
        page.wait_for_timeout(50)
        patience -= 1
    assert page.evaluate("window.scrollY") == top


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def test_a_save_is_shown(looking: Looking) -> None:
    blog, _, page = looking({POST: post("はじめの本文。")}, "2023/09/05/exercise/")
    expect(page.locator("main")).to_contain_text("はじめの本文。")
    blog.write(POST, post("書き直した本文。"))
    expect(page.locator("main")).to_contain_text("書き直した本文。")


def test_saves_in_quick_succession_end_on_the_last(looking: Looking) -> None:
    blog, _, page = looking({POST: post("はじめ。")}, "2023/09/05/exercise/")
    for number in range(30):
        blog.write(POST, post(f"版{number}。"))
        page.wait_for_timeout(7 * (number % 5))
    expect(page.locator("main")).to_contain_text("版29。")
    page.wait_for_timeout(500)
    expect(page.locator("main")).to_contain_text("版29。")


def test_the_place_is_kept(looking: Looking) -> None:
    blog, _, page = looking({POST: post(MANY_LINES)}, "2023/09/05/exercise/")
    page.evaluate("window.scrollTo(0, 1500)")
    mark_window(page)
    blog.write(POST, post(MANY_LINES + "\n\n最後に足した段落。"))
    expect(page.locator("main")).to_contain_text("最後に足した段落。")
    wait_for_place(page, 1500)
    assert stayed(page), "the text alone is put in the place of the old one"


def test_what_stands_around_the_text_needs_a_reload(looking: Looking) -> None:
    blog, _, page = looking({POST: post(MANY_LINES)}, "2023/09/05/exercise/")
    page.evaluate("window.scrollTo(0, 1500)")
    mark_window(page)
    settings = blog.root / "content/site.yaml"
    blog.write("content/site.yaml", re.sub("(?m)^title: .*", "title: 別の名前", settings.read_text(encoding="utf-8")))
    expect(page.locator("header").first).to_contain_text("別の名前")
    wait_for_place(page, 1500)
    assert not stayed(page)


def test_a_style_sheet_is_swapped_without_a_reload(looking: Looking) -> None:
    blog, _, page = looking({POST: post(MANY_LINES)}, "2023/09/05/exercise/")
    page.evaluate("window.scrollTo(0, 900)")
    mark_window(page)
    sheet = blog.root / "themes/shimbun/assets/article.css"
    before = sheet.read_bytes()
    sheet.write_bytes(before + b"\nmain { outline: 7px solid teal }\n")
    expect(page.locator("main")).to_have_css("outline-width", "7px")
    assert stayed(page)
    assert page.evaluate("window.scrollY") == 900
    sheet.write_bytes(before + b"\nmain { outline: 3px solid teal }\n")
    expect(page.locator("main")).to_have_css("outline-width", "3px")
    assert stayed(page)


def test_problems_show_with_their_lines_and_go_away(looking: Looking) -> None:
    files = {POST: post(MANY_LINES), "content/posts/2023/09/other.md": post("別の記事。")}
    blog, preview, page = looking(files, "2023/09/05/exercise/")
    page.evaluate("window.scrollTo(0, 1200)")
    blog.write(POST, post(MANY_LINES, more="topics: [<b>知らない話題</b>]\n"))
    blog.write("content/posts/2023/09/other.md", post("別の記事。", more="slug: 悪い slug\n"))
    expect(page.locator("section.error")).to_have_count(2)
    expect(page.locator("main")).to_contain_text(f"{POST}:5:")
    expect(page.locator("main")).to_contain_text("content/posts/2023/09/other.md:5:")
    expect(page.locator("mark").first).to_contain_text("<b>知らない話題</b>")
    expect(page.locator("main b")).to_have_count(0)
    preview.hears("unknown-topic")
    blog.write(POST, post(MANY_LINES))
    expect(page.locator("section.error")).to_have_count(1)
    blog.write("content/posts/2023/09/other.md", post("別の記事。"))
    expect(page.locator("main")).to_contain_text("119番目の段落。")
    wait_for_place(page, 1200)


def test_the_last_good_page_stays_reachable(looking: Looking) -> None:
    blog, _, page = looking({POST: post("よい本文。")}, "2023/09/05/exercise/")
    blog.write(POST, post("悪い本文。", more="topics: [知らない話題]\n"))
    page.get_by_role("link", name="See the last good version of this page").click()
    expect(page.locator("main")).to_contain_text("よい本文。")
    badge = page.get_by_role("link", name=re.compile("Not the newest"))
    expect(badge).to_be_visible()
    page.locator("a[rel=home]").first.click()
    expect(page.locator("body")).to_have_class(re.compile("kind-home"))
    page.go_back()
    badge.click()
    expect(page.locator("section.error")).to_have_count(1)
    blog.write(POST, post("直した本文。"))
    expect(page.locator("main")).to_contain_text("直した本文。")
    expect(page.locator("body")).to_have_class(re.compile("kind-post"))


def test_a_site_that_was_broken_from_the_start(looking: Looking) -> None:
    blog, _, page = looking({"content/site.yaml": "title: [\n", POST: post("本文。")}, "2023/09/05/exercise/")
    expect(page.locator("section.error")).to_have_count(1)
    expect(page.get_by_role("link")).to_have_count(0)
    blog.write("content/site.yaml", "title: 試験\nbase_url: https://digest.example/\n")
    expect(page.locator("main")).to_contain_text("本文。")


def test_the_open_page_goes_and_comes_back(looking: Looking) -> None:
    blog, _, page = looking({POST: post("消える本文。")}, "2023/09/05/exercise/")
    (blog.root / POST).unlink()
    expect(page.locator("main")).not_to_contain_text("消える本文。")
    assert page.request.get(page.url).status == 404
    blog.write(POST, post("戻った本文。"))
    expect(page.locator("main")).to_contain_text("戻った本文。")


def test_the_open_page_moves(looking: Looking) -> None:
    blog, preview, page = looking({POST: post("移る本文。")}, "2023/09/05/exercise/")
    blog.write(POST, post("移った本文。", more="slug: drill\n"))
    expect(page.locator("main")).to_contain_text("移った本文。")
    assert page.url == f"{preview.home}2023/09/05/drill/"


def test_a_save_by_renaming(looking: Looking) -> None:
    blog, _, page = looking({POST: post("はじめの本文。")}, "2023/09/05/exercise/")
    blog.write(f"{POST}.part", post("改名で保存した本文。")).rename(blog.root / POST)
    expect(page.locator("main")).to_contain_text("改名で保存した本文。")
    blog.write("elsewhere.md", post("外から移した本文。")).rename(blog.root / POST)
    expect(page.locator("main")).to_contain_text("外から移した本文。")
    (blog.root / POST).rename(blog.root / f"{POST}~")
    blog.write(POST, post("控えを残して保存した本文。"))
    (blog.root / f"{POST}~").unlink()
    expect(page.locator("main")).to_contain_text("控えを残して保存した本文。")


def test_a_change_of_many_files(looking: Looking) -> None:
    blog, preview, page = looking({POST: post("はじめの本文。")}, "2023/09/05/exercise/")
    for number in range(400):
        blog.write(f"content/posts/2024/{number % 12 + 1:02}/mass-{number}.md", post("増えた記事。"))
    blog.write(POST, post("最後に変わった本文。"))
    expect(page.locator("main")).to_contain_text("最後に変わった本文。")
    assert preview.ask("/2023/09/05/mass-399/").status == 200


def test_a_draft_is_shown_with_its_banner(looking: Looking) -> None:
    blog, _, page = looking({POST: post("下書きの本文。", more="draft: true\n")}, "2023/09/05/exercise/")
    expect(page.locator(".held").first).to_be_visible()
    blog.write(POST, post("先の日付の本文。").replace("2023-09-05", "2999-01-01"))
    expect(page.locator("main")).to_contain_text("先の日付の本文。")
    expect(page.locator(".held").first).to_be_visible()


def test_other_pages_are_left_alone(looking: Looking) -> None:
    files = {POST: post("本文。"), "content/pages/about.md": "---\ntitle: この場所について\n---\n説明。\n"}
    blog, preview, page = looking(files, "about/")
    mark_window(page)
    blog.write(POST, post("ほかの記事の本文。"))
    preview.hears(r"pages made.*exercise\.md")
    page.wait_for_timeout(300)
    assert stayed(page)


def test_nothing_of_the_preview_is_refused_by_its_own_policy(looking: Looking) -> None:
    blog, preview, page = looking({POST: post("本文。")}, "2023/09/05/exercise/")
    faults = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    for path in ("", "2023/09/05/exercise/", "archive/"):
        with page.expect_websocket():
            page.goto(preview.home + path)
    blog.write(POST, post("次の本文。"))
    page.goto(f"{preview.home}2023/09/05/exercise/")
    expect(page.locator("main")).to_contain_text("次の本文。")
    assert faults == []
