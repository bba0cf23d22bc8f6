"""A reader with any screen, any taste for light, a keyboard alone or no scripts can read every kind of page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from published import Published

from scripts.browsing import Scheme, Visitor

pytestmark = pytest.mark.web

Visiting = Callable[..., Visitor]
DESKTOP, TELEPHONE = 1280, 360
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
AXE = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
OVERFLOW = """() => {
  const root = document.documentElement, over = root.scrollWidth - root.clientWidth;
  if (over <= 0) return [];
  const wide = [...document.querySelectorAll('body *')].find(
    element => element.getBoundingClientRect().right > root.clientWidth + 1);
  return [`${over}px wider than the screen: ${wide ? wide.outerHTML.slice(0, 160) : 'the page itself'}`];
}"""
FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {
    what: element.outerHTML.slice(0, 120),
    here: element !== document.body,
    ring: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none',
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0
  };
}"""
BACKGROUND = "() => getComputedStyle(document.body).backgroundColor"


def violations(page: Page, axe: str) -> list[str]:
    """What axe-core holds against a page, each rule with an example."""
    page.evaluate(axe)
    found = page.evaluate(AXE, RULES)["violations"]
    return [f"{rule['id']}: {rule['help']}; {rule['nodes'][0]['html'][:160]}" for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, TELEPHONE])
def test_every_kind_of_page_is_sound(
    visiting: Visiting, published: Published, axe: str, *, width: int, scheme: Scheme
) -> None:
    """No axe violation, nothing wider than the screen, no console message, no failed or foreign request."""
    reader = visiting(width=width, scheme=scheme)
    faults = [f"/{path} {fault}" for path in published.examples() for fault in looked_over(reader, path, axe)]
    assert faults == [], "\n".join(faults)


def looked_over(reader: Visitor, path: str, axe: str) -> list[str]:
    """Everything that is wrong with one page for this reader."""
    page = reader.visit(path)
    return [*violations(page, axe), *page.evaluate(OVERFLOW), *reader.faults]


def test_the_checks_themselves_are_awake(visiting: Visiting, axe: str) -> None:
    reader = visiting(width=TELEPHONE)
    reader.visit("").set_content(
        "<!doctype html><html lang=ja><title>x</title><main><h1>題</h1>"
        "<p style='color:#ccc;background:#fff'>薄い文字の段落"
        "<div style='width:500px'>広い</div><img src='https://elsewhere.example/x.png'>"
        "<script>console.error('誤り')</script>"
    )
    assert {"color-contrast", "image-alt"} <= {fault.split(":")[0] for fault in violations(reader.page, axe)}
    assert "wider than the screen: <div" in reader.page.evaluate(OVERFLOW)[0]
    assert {"asks for https://elsewhere.example/x.png", "console: 誤り"} <= set(reader.faults)


def test_every_planned_kind_is_looked_at(everything: Published) -> None:
    planned = {
        "home",
        "post",
        "page",
        "year",
        "month",
        "day",
        "archive",
        "topics",
        "topic",
        "feeds",
        "outlets",
        "outlet",
    }
    assert planned <= everything.kinds()
    assert "" not in everything.kinds()
    assert "404.html" in everything.examples()
    assert "2024/03/02/everything/" in everything.examples()


def test_dark_is_designed(visiting: Visiting) -> None:
    light, dark = (visiting(scheme=scheme).visit("").evaluate(BACKGROUND) for scheme in ("light", "dark"))
    assert light != dark


def test_nothing_needs_scripts(visiting: Visiting, published: Published) -> None:
    with_scripts, without = visiting(), visiting(scripts=False)
    for path in published.examples():
        shown = [reader.visit(path).locator("main").inner_text() for reader in (with_scripts, without)]
        assert shown[0] == shown[1], path


def test_the_first_tab_skips_to_the_content(visiting: Visiting) -> None:
    page = visiting().visit("archive/")
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUS)
    assert "skip-link" in first["what"]
    assert first["ring"]
    assert first["seen"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("width", [DESKTOP, TELEPHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboard_reaches_everything_and_is_seen(visiting: Visiting, *, width: int, scheme: Scheme) -> None:
    page = visiting(width=width, scheme=scheme).visit("")
    stops = []
    for _ in range(page.locator("a[href], button, input, summary, [tabindex='0']").count()):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
    assert all(stop["here"] for stop in stops)
    assert [stop for stop in stops if not (stop["ring"] and stop["seen"])] == []


def test_a_date_word_says_its_day_to_a_keyboard(visiting: Visiting, published: Published) -> None:
    pages = sorted(published.folder.glob("20*/*/*/*/index.html"))
    path = next(one for one in pages if 'class="date-word"' in one.read_text(encoding="utf-8"))
    page = visiting(width=TELEPHONE).visit(f"{path.parent.relative_to(published.folder).as_posix()}/")
    word = page.locator(".date-word").first
    shown = "element => getComputedStyle(element, '::after').content"
    assert word.evaluate(shown) == "none"
    page.locator("a[href]").first.focus()
    while not word.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS)["here"]
    assert word.get_attribute("title") in word.evaluate(shown)
    assert page.evaluate(OVERFLOW) == []


@pytest.mark.parametrize("path", ["missing", "2023/99/", "topics/none/page/7/"])
def test_a_missing_page_is_told_in_full_dress_at_any_depth(visiting: Visiting, path: str) -> None:
    reader = visiting()
    page = reader.visit(path)
    assert reader.faults[0] == f"404 {reader.home}{path}"
    assert [fault for fault in reader.faults[1:] if not fault.startswith("console: Failed to load resource")] == []
    assert page.locator("link[rel=stylesheet]").count() > 0
    page.locator("a[href]:visible").nth(1).click()
    assert page.url.startswith(reader.home)


def test_paper_shows_the_text_and_no_navigation(visiting: Visiting, published: Published) -> None:
    post = next(path for path in published.examples() if path.startswith("20") and path.count("/") == 4)
    page = visiting().visit(post)
    page.emulate_media(media="print")
    assert page.locator("main").is_visible()
    assert page.locator("nav.site-nav:visible, .skip-link:visible").count() == 0
