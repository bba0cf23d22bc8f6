"""Owns looking at a built site as a reader does: a server with GitHub Pages' rules, and a real Chromium.

The tests in tests/web and the pictures of `scripts/screenshots.py` both stand on it. Nothing leaves the machine: what a
page asks from anywhere but its own server is refused and remembered.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, Route, sync_playwright

BASE = "/digest/"
"""The sub-path that sites are served under, as a project site on Pages is: whatever forgets it, breaks."""
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-gpu",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)
KIND = re.compile(r'<body[^>]*\bclass="(?:[^"]* )?kind-([\w-]+)')
Scheme = Literal["light", "dark"]


REDIRECT, LEADS_ON = "redirect", 'http-equiv="refresh"'
"""A page that a browser leaves at once: nothing on it can be looked at."""


def kinds(folder: Path) -> dict[str, list[str]]:
    """The kinds of pages in a built site, and of each the paths of its pages, shortest text first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for page in sorted(folder.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        kind = KIND.search(text)
        name = REDIRECT if LEADS_ON in text else kind[1] if kind else ""
        found.setdefault(name, []).append((len(text), page.relative_to(folder).as_posix()))
    return {kind: [path for _, path in sorted(pages)] for kind, pages in found.items()}


def examples(folder: Path) -> tuple[str, ...]:
    """Of each kind of page the shortest and the longest, as readers address them; not those that lead elsewhere."""
    shown = (pages for kind, pages in kinds(folder).items() if kind != REDIRECT)
    chosen = {path for pages in shown for path in (pages[0], pages[-1])}
    return tuple(path.removesuffix("index.html") for path in sorted(chosen))


class PagesHandler(SimpleHTTPRequestHandler):
    """Answers like GitHub Pages: index.html for a folder, 404.html for what is not there, no listings."""

    base = BASE

    def translate_path(self, path: str) -> str:
        """The file that an address under `base` stands for; what is outside stands for none."""
        inside = path.removeprefix(self.base.rstrip("/")) if path.startswith(self.base) else "/\x01"
        return super().translate_path(inside)

    def list_directory(self, path: object) -> None:  # noqa: ARG002 - the name is the base class's
        """A folder without an index is not there."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own 404.html where it has one."""
        notice = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not notice.is_file():
            super().send_error(code, message, explain)
            return
        body = notice.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing; faults show in the browser."""


@contextmanager
def served(folder: Path, base: str = BASE) -> Iterator[str]:
    """Serve this folder, which may be filled later, at the path `base`; gives its address, with a trailing slash."""
    kind = type("Handler", (PagesHandler,), {"base": base})

    def handler(*args: object) -> PagesHandler:
        made: PagesHandler = kind(*args, directory=str(folder))
        return made

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def chromium() -> str | None:
    """The machine's Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def opened(executable: str) -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visitor:
    """A reader with a screen of some width and a taste for light or dark; remembers what went wrong.

    Open to new attributes, because playwright keeps its wrapper of a method on the object itself.
    """

    context: BrowserContext
    page: Page
    home: str
    faults: list[str] = field(default_factory=list)

    def visit(self, path: str) -> Page:
        """Open a page of the site by its path and forget the faults of the one before."""
        self.faults.clear()
        self.page.goto(self.home + path)
        return self.page

    def gate(self, route: Route, request: Request) -> None:
        """Let through what is the site's own."""
        if request.url.startswith((self.home, "data:")):
            route.continue_()
        else:
            self.faults.append(f"asks for {request.url}")
            route.abort()

    def hear(self, message: ConsoleMessage) -> None:
        """Remember errors that the browser reports."""
        if message.type in {"error", "warning"}:
            self.faults.append(f"console: {message.text}")

    def look(self, response: Response) -> None:
        """Remember answers that are none."""
        if response.status >= HTTPStatus.BAD_REQUEST and not response.url.endswith("/404.html"):
            self.faults.append(f"{response.status} {response.url}")


@contextmanager
def visitor(
    browser: Browser, home: str, *, width: int = 1280, scheme: Scheme = "light", scripts: bool = True
) -> Iterator[Visitor]:
    """A new reader of the site at `home`; narrow screens are those of a telephone."""
    narrow = width < 600
    context = browser.new_context(
        viewport={"width": width, "height": 780 if narrow else 900},
        color_scheme=scheme,
        is_mobile=narrow,
        has_touch=narrow,
        java_script_enabled=scripts,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
        service_workers="block",
    )
    reader = Visitor(context, context.new_page(), home)
    context.route("**/*", reader.gate)
    reader.page.on("console", reader.hear)
    reader.page.on("pageerror", lambda error: reader.faults.append(f"uncaught: {error}"))
    reader.page.on("response", reader.look)
    try:
        yield reader
    finally:
        context.close()
