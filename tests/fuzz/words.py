"""Owns the harnesses of words: bylines, date words, dates, EDTF, old addresses, names."""

from __future__ import annotations

import datetime
import re
import zlib

from digest import moments
from digest.content.aliases import place_of
from digest.content.kinds import Faults
from digest.content.kinds_of_time import Edtf, Moment
from digest.sourcing import byline, datewords
from digest.sourcing.gazetteer import load
from digest.text.names import key, slugify_unicode
from digest.theme.dates import STYLES, word_date
from fuzz.watching import WATCH

TOKYO = moments.zone("Asia/Tokyo")
ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d(?::\d\d)?))?")


def bylines(data: bytes) -> None:
    """A paragraph, by its beginning or by its end; or a field of front matter."""
    text = data.decode("utf-8", "replace")
    parse = (byline.parse_lead, byline.parse_trail, byline.parse_raw)[zlib.crc32(data) % 3]
    with WATCH.over(None):
        found = parse(text, load())
    assert 0 <= found.start <= found.end <= len(text)
    assert found.raw == text[found.start : found.end]
    assert found.rest == text[: found.start] + text[found.end :]
    assert all(one.name.strip() == one.name != "" for one in found.reporters), found.reporters
    assert len(set(found.places)) == len(found.places)
    assert bool(found.raw) or found[:4] == ((), "", (), ""), found


def date_words(data: bytes) -> None:
    """A report, told from one of a few days."""
    text = data.decode("utf-8", "replace")
    day = datetime.date(2023, 9, 5) + datetime.timedelta(days=(zlib.crc32(data) % 6) * 146)
    with WATCH.over(None):
        found = datewords.find(text, day)
    end = 0
    for word in found:
        assert end <= word.start < word.end <= len(text), word
        assert word.text == text[word.start : word.end]
        assert word.reason
        end = word.end
        if word.value:
            assert word_date(word.value, "long", "ja")
            assert datewords.wording(word.value, "ja")
            assert datewords.wording(word.value, "en")


def dates(data: bytes) -> None:
    """Dates as authors and other programs write them; what was read is read again as the same."""
    text = data.decode("utf-8", "replace")
    with WATCH.over(None):
        _moment(text)
        _edtf(text)
        for style in STYLES:
            for language in ("ja", "en"):
                try:
                    word_date(text, style, language)
                except ValueError:
                    continue


def _moment(text: str) -> None:
    try:
        moment = moments.read(text, TOKYO)
    except moments.BadMomentError as error:
        assert error.args[0] in {"shape", "no-day", "no-such-day", "no-such-time"}
        faults = Faults()
        assert Moment(TOKYO, normal=True).parse(text, ("date",), faults) == ""
        assert faults.found
        return
    assert ISO.fullmatch(moment), moment
    assert moments.read(moment, TOKYO) == moment
    assert word_date(moment, "long", "ja")
    moments.epoch(moment, TOKYO)
    moments.instant(moment, TOKYO)
    assert ISO.fullmatch(Moment(TOKYO, normal=True).parse(text, ("date",), Faults()))


def _edtf(text: str) -> None:
    faults = Faults()
    value = Edtf().parse(text, ("event", "date"), faults)
    assert bool(value) != bool(faults.found)
    if value:
        assert Edtf().parse(value, ("event", "date"), Faults()) == value
        assert word_date(value, "long", "ja")
        assert word_date(value, "long", "en")


def names(data: bytes) -> None:
    """Names and old addresses: parts of paths that stay in their folder."""
    text = data.decode("utf-8", "replace")
    with WATCH.over(None):
        slug = slugify_unicode(text)
        assert slug
        assert len(slug.encode()) <= 80
        assert not re.search(r"[/\\\s\x00-\x1f\x7f?#%:]", slug), slug
        assert slug[0] not in ".-", slug
        assert slugify_unicode(slug) == slug
        assert key(key(text)) == key(text)
        place = place_of(text)
        assert not place.startswith("/"), place
        assert not any(part.startswith(".") for part in place.split("/")), place
        assert place == "" or "\0" not in place
