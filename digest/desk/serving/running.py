"""Owns the course of the preview: listen, build, serve, and build again after every burst of saves, until interrupted.

Builds after the first run in one process and in a thread of their own: requests are answered meanwhile, and a process
that has threads must not fork. The thread is a daemon, so that an interrupt need not wait for it: a build that is cut
short leaves the preview in order, as any build does.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from digest.desk.serving.audience import Audience
from digest.desk.serving.ports import Bound
from digest.desk.serving.rebuilding import Rebuilder
from digest.desk.serving.shown import News, Outcome
from digest.desk.serving.watching import look, watching
from digest.output.files import Stamp
from digest.wording import Language

Value = TypeVar("Value")


class Screen(Protocol):
    """Tells the author how it goes."""

    def serving(self, address: str) -> None:
        """From now on the site is to be seen at this address."""

    def built(self, outcome: Outcome, news: News) -> None:
        """What came of a build."""


def run(rebuilder: Rebuilder, bound: Bound, host: str, screen: Screen, language: Language) -> None:
    """Serves until interrupted, which raises KeyboardInterrupt."""
    audience = Audience(rebuilder.place, language)
    seen = look(rebuilder.place.root)
    first = rebuilder.attempt(frozenset(), jobs=0)
    screen.built(first, audience.take(first))
    gc.collect()
    gc.freeze()  # what the first build left lives on: later collections need not look at it
    asyncio.run(_serve(rebuilder, audience, bound, host, screen, seen))


async def _serve(  # noqa: PLR0913, PLR0917 - all that takes part
    rebuilder: Rebuilder, audience: Audience, bound: Bound, host: str, screen: Screen, seen: Mapping[str, Stamp]
) -> None:
    from tornado.httpserver import HTTPServer  # noqa: PLC0415 - for the preview only

    from digest.desk.serving.server import application  # noqa: PLC0415 - for the preview only

    logging.getLogger("tornado.general").setLevel(logging.CRITICAL)  # of odd requests, in English; they are answered
    server = HTTPServer(application(audience, host))
    server.add_sockets(bound.sockets)
    screen.serving(f"http://{rebuilder.place.netloc}{audience.shown.base_path}")
    async with watching(rebuilder.place.root, seen) as watch:
        while True:
            paths = await watch.burst()
            outcome = await _in_thread(lambda paths=paths: rebuilder.attempt(paths, jobs=1))  # type: ignore[misc]
            screen.built(outcome, audience.take(outcome))


async def _in_thread(work: Callable[[], Value]) -> Value:
    """What `work` gives, done in a daemon thread."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Value] = loop.create_future()

    def settle(value: Value | None, error: BaseException | None) -> None:
        if not done.done():
            done.set_exception(error) if error else done.set_result(value)  # type: ignore[arg-type]

    def runner() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
            loop.call_soon_threadsafe(settle, None, error)
        else:
            loop.call_soon_threadsafe(settle, result, None)

    threading.Thread(target=runner, name="digest-preview", daemon=True).start()
    return await done
