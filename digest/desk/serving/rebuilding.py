"""Owns the building of the preview: `ROOT/preview` with a state of its own, drafts and held-back posts in it."""

from __future__ import annotations

import datetime
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from digest import config as settings
from digest.desk.serving.resident import Resident
from digest.desk.serving.shown import Outcome
from digest.errors import ContentError, Mark, UsageError, problem
from digest.orders import Order, Report, Teller

OUTPUT = "preview"
STATE = ".digest/preview"
LOG = "digest-bug.log"
VANISHED_PAUSE, VANISHED_TRIES = 0.05, 10
"""Files that go while they are read (a checkout) make a build begin anew, after so many seconds, so many times."""


class Place(NamedTuple):
    """What is previewed, and where."""

    root: Path
    netloc: str
    """The host and port that browsers are told."""

    @property
    def output(self) -> Path:
        """The folder that is served."""
        return self.root / OUTPUT

    @property
    def state(self) -> Path:
        """The folder of the preview's own state."""
        return self.root / STATE


Rebuild = Callable[[Order, Teller, frozenset[str]], Report]
"""Builds what is ordered, told which of the author's files changed since it was asked last."""


class Rebuilder:
    """Builds the preview, again and again; what goes wrong is a value."""

    def __init__(self, place: Place, teller: Teller, rebuild: Rebuild | None = None) -> None:
        """`teller` hears how builds go on; `rebuild` is a `Resident` where nothing else is said."""
        self.place, self._teller, self._rebuild = place, teller, rebuild or Resident()
        self._settings = ("", "")
        """The text of the settings as read last, and the path of the base URL in it."""

    def attempt(self, paths: frozenset[str], *, jobs: int) -> Outcome:
        """Builds in `jobs` processes (0: as many as there are processors) after these files of the author changed."""
        began = time.monotonic()
        base_path = self._base_path()
        try:
            report = self._patiently(self._order(base_path or "/", jobs), paths)
        except ContentError as error:
            return Outcome(None, error.problems, base_path, paths, time.monotonic() - began)
        except UsageError as error:
            return Outcome(None, (error.problem,), base_path, paths, time.monotonic() - began)
        except Exception as error:  # noqa: BLE001 - a bug of ours must not end the preview of who is writing
            log = self._log(error)
            found = problem("preview-bug", Mark(log), kind=type(error).__name__, log=log)
            return Outcome(None, (found,), base_path, paths, time.monotonic() - began)
        return Outcome(report, report.problems, base_path, paths, time.monotonic() - began)

    def _patiently(self, order: Order, paths: frozenset[str]) -> Report:
        for _ in range(VANISHED_TRIES):
            try:
                return self._rebuild(order, self._teller, paths)
            except FileNotFoundError:
                time.sleep(VANISHED_PAUSE)
        return self._rebuild(order, self._teller, paths)

    def _order(self, base_path: str, jobs: int) -> Order:
        return Order(
            root=self.place.root,
            output=self.place.output,
            now=datetime.datetime.now(tz=datetime.UTC),
            base_url=f"http://{self.place.netloc}{base_path}",
            drafts=True,
            plain=True,
            jobs=jobs,
            state=self.place.state,
            ask=True,  # something did change, so the quick look would be for nothing
        )

    def _base_path(self) -> str:
        """The path of the site's base URL, so that it lies under the same sub-path here; empty without settings."""
        try:
            text = (self.place.root / settings.FILE).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return ""
        if text != self._settings[0]:
            found, _ = settings.read(text)
            path = found.base_path if found else ""
            self._settings = (text, path if path.endswith("/") else path and f"{path}/")
        return self._settings[1]

    def _log(self, error: Exception) -> str:
        """Where the details of a bug were written, as a path from the root."""
        self.place.state.mkdir(parents=True, exist_ok=True)
        (self.place.state / LOG).write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        return f"{STATE}/{LOG}"
