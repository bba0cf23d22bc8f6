"""Owns the answers of the preview's server: pages with the scripts in them, files, problems, and livereload's socket.

Tornado serves, livereload brings its protocol and the script in the browser. Not used of livereload: its watcher (it
polls, and drops what follows within three seconds), its injection (it looks at the first 64 KiB only) and its origin
check (there is none).
"""

from __future__ import annotations

import json
import mimetypes
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.web import Application, RequestHandler, StaticFileHandler

from digest.desk.serving import guarding
from digest.desk.serving.audience import Audience
from digest.desk.serving.injecting import SCRIPT, Tag, inject
from digest.desk.serving.pages import last_good_link, notice_page, problems_page
from digest.desk.serving.routing import File, Missing, Outside, Redirect
from digest.wording import say

COOKIE = "digest-last-good"
"""Holds the generation whose problems its owner has seen, and looks at the last good site instead."""
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
"""What machines disagree about; the rest is the standard library's."""


class Guarded(RequestHandler):
    """Answers only to names that cannot be another's; every answer carries the headers of `guarding`."""

    def prepare(self) -> None:
        """Turns away who came by a name that is not ours."""
        if not guarding.may_ask(self.request.host, self.settings["listening"]):
            self.set_status(HTTPStatus.MISDIRECTED_REQUEST)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(say("preview-other-host", self.audience.language, host=self.request.host) + "\n")

    def set_default_headers(self) -> None:
        """As `guarding.headers` says."""
        trusted = guarding.may_ask(self.request.host, self.settings["listening"])
        for name, value in guarding.headers(self.request.host if trusted else "").items():
            self.set_header(name, value)
        self.clear_header("Server")

    @property
    def audience(self) -> Audience:
        """What is shown, and to whom."""
        audience: Audience = self.settings["audience"]
        return audience

    def compute_etag(self) -> None:
        """Nothing is ever the same as before."""


class SiteHandler(Guarded, StaticFileHandler):
    """The site itself."""

    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: FBT001, FBT002 - tornado's signature
        """The file, the page, the redirect or the notice that the address stands for."""
        found = self.audience.answer(path)
        page = isinstance(found, Missing) or (isinstance(found, File) and found.path.endswith(".html"))
        if isinstance(found, Outside):
            home = self.audience.shown.base_path
            sentence = say("preview-outside", self.audience.language)
            self._page(notice_page(sentence, home, self.audience.language).encode(), "missing", HTTPStatus.NOT_FOUND)
        elif isinstance(found, Redirect):
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(found.to + query)
        elif page and self._wants_page() and self._shows_problems():
            self._problems()
        elif isinstance(found, Missing):
            self._missing()
        elif page:
            self._page((self.audience.place.output / found.path).read_bytes(), "page", HTTPStatus.OK)
        else:
            await super().get(found.path, include_body)

    def _wants_page(self) -> bool:
        """Whether this is for someone to look at, and not a picture or a sheet of a page."""
        return self.request.headers.get("Sec-Fetch-Dest", "document") in {"document", "iframe", "empty"}

    def _shows_problems(self) -> bool:
        shown = self.audience.shown
        return bool(shown.problems) and not (shown.good and self.get_cookie(COOKIE) == shown.generation)

    def _problems(self) -> None:
        shown, language = self.audience.shown, self.audience.language
        link = last_good_link(shown.generation, self.request.uri or "/") if shown.good else ""
        body = problems_page(shown.problems, self.audience.place.root, language, link)
        self._page(body.encode(), "error", HTTPStatus.INTERNAL_SERVER_ERROR)

    def _missing(self) -> None:
        notice = self.audience.place.output / "404.html"
        if notice.is_file():
            body = notice.read_bytes()
        else:
            sentence = say("preview-missing", self.audience.language)
            body = notice_page(sentence, self.audience.shown.base_path, self.audience.language).encode()
        self._page(body, "missing", HTTPStatus.NOT_FOUND)

    def _page(self, body: bytes, kind: str, status: HTTPStatus) -> None:
        shown, language = self.audience.shown, self.audience.language
        stale = bool(shown.problems) and kind != "error"
        badge = say("preview-badge", language, count=len(shown.problems)) if stale else ""
        self.set_status(status)
        self.set_header("Content-Type", KINDS[".html"])
        self.finish(inject(body, Tag(shown.generation, kind, self.request.host, badge)))

    def get_content_type(self) -> str:
        """By the name's ending."""
        suffix = PurePosixPath(self.path).suffix.lower()
        return KINDS.get(suffix) or mimetypes.guess_type(self.path)[0] or "application/octet-stream"

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002 - tornado's signature
        """No machine-made date: what is served is what stands there now."""
        self.clear_header("Last-Modified")

    def get_cache_time(self, path: str, modified: object, mime_type: str) -> int:  # noqa: ARG002 - tornado's signature
        """None, whatever the query says."""
        return 0

    def should_return_304(self) -> bool:
        """Never: what a browser kept may be old."""
        return False


class ChoiceHandler(Guarded):
    """Between the problems and the last good site; remembered by a cookie until the problems change."""

    def get(self, what: str) -> None:
        """Remembers the choice and leads back to the page."""
        if what == "last-good":
            generation = self.get_query_argument("at", "")
            self.set_cookie(COOKIE, quote(generation), path="/", httponly=True, samesite="Strict")
        else:
            self.clear_cookie(COOKIE, path="/", httponly=True, samesite="Strict")
        page = self.get_query_argument("page", "", strip=False)
        ours = page.startswith("/") and not page.startswith(("//", "/\\")) and page.isprintable()
        self.redirect(quote(page, safe="/%?=&;:@!$'()*+,~-._") if ours else self.audience.shown.base_path)


class ScriptHandler(Guarded):
    """Our script in the page."""

    def get(self) -> None:
        """`preview.js`."""
        self.set_header("Content-Type", KINDS[".js"])
        self.finish(Path(__file__).with_name("preview.js").read_bytes())


class ReloaderHandler(Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    """Livereload's script in the page."""


class SocketHandler(Guarded, LiveReloadHandler):  # type: ignore[misc]
    """Livereload's socket: its greeting; who is looking at what is ours."""

    def check_origin(self, origin: str) -> bool:
        """Pages of this server only."""
        return guarding.same_origin(origin, self.request.host)

    def on_message(self, message: str | bytes) -> None:
        """`hello` is answered by livereload; `info` says what the page is, by our plug-in's analysis."""
        try:
            said: dict[str, Any] = json.loads(message)
            if said["command"] == "hello":
                super().on_message(message)
            elif said["command"] == "info":
                ours = said["plugins"]["digest"]
                self.audience.join(self, str(said["url"]), str(ours["kind"]), str(ours["generation"]))
        except (ValueError, KeyError, TypeError):
            self.close(1002, "protocol")  # RFC 6455, section 7.4.1

    def on_close(self) -> None:
        """The page was left."""
        self.audience.leave(self)

    def send_reload(self, path: str) -> None:
        """As `Browser` says."""
        self.send_message({"command": "reload", "path": path, "liveCSS": True, "liveImg": False})


def application(audience: Audience, listening: str) -> Application:
    """The server's answers; `listening` is the host that it listens on."""
    return Application(
        [
            (r"/livereload", SocketHandler),
            (r"/livereload\.js", ReloaderHandler),
            (SCRIPT.replace(".", r"\."), ScriptHandler),
            (r"/livereload/(last-good|problems)", ChoiceHandler),
            (r"(/.*)", SiteHandler, {"path": str(audience.place.output.resolve())}),
        ],
        audience=audience,
        listening=listening,
        log_function=lambda handler: None,  # noqa: ARG005 - faults show in the browser
        websocket_max_message_size=1 << 16,
    )
