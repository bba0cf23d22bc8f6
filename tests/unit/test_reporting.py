"""How long it is until a held post appears is told in the largest unit that says it, and never as less."""

from __future__ import annotations

import datetime

import pytest

from digest.reporting import wait

NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (1, "1 min"),
        (59 * MINUTE, "59 min"),
        (59 * MINUTE + 1, "1 h"),
        (2 * HOUR + 1, "3 h"),
        (47 * HOUR, "47 h"),
        (2 * DAY, "2 d"),
        (2 * DAY + HOUR, "3 d"),
        (31 * DAY, "31 d"),
        (-5, "1 min"),
    ],
)
def test_a_wait_is_rounded_up(seconds: int, told: str) -> None:
    assert wait(int(NOW.timestamp()) + seconds, NOW, "en") == told
