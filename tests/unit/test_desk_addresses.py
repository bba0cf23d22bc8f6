"""Addresses of one article are one, whatever dress they wear; different articles never are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.desk.addresses import clean, same_key, tracking

PLAIN = "https://toto.example/articles/20230905/k00"
SAME = [
    PLAIN,
    "http://toto.example/articles/20230905/k00",
    "https://toto.example/articles/20230905/k00/",
    "https://TOTO.example/articles/20230905/k00",
    "https://toto.example:443/articles/20230905/k00",
    "http://toto.example:80/articles/20230905/k00",
    "https://toto.example./articles/20230905/k00",
    "https://www.toto.example/articles/20230905/k00",
    "https://m.toto.example/articles/20230905/k00",
    "https://mobile.toto.example/articles/20230905/k00",
    "https://sp.toto.example/articles/20230905/k00",
    "https://amp.toto.example/articles/20230905/k00",
    "https://touch.toto.example/articles/20230905/k00",
    "https://toto.example/articles/20230905/k00#comments",
    "https://toto.example/articles/20230905/k00?utm_source=feed&utm_medium=rss&utm_campaign=all",
    "https://toto.example/articles/20230905/k00?UTM_SOURCE=feed",
    "https://toto.example/articles/20230905/k00?fbclid=abc",
    "https://toto.example/articles/20230905/k00?gclid=abc&gbraid=1&wbraid=2",
    "https://toto.example/articles/20230905/k00?yclid=1&msclkid=2&twclid=3",
    "https://toto.example/articles/20230905/k00?igshid=1",
    "https://toto.example/articles/20230905/k00?mc_cid=1&mc_eid=2",
    "https://toto.example/articles/20230905/k00?_ga=2.1.3",
    "https://toto.example/articles/20230905/k00?ref_src=twsrc",
    "https://toto.example/articles/20230905/k00?cmpid=mail&smid=tw",
    "https://toto.example/articles/20230905/k00?guccounter=1&guce_referrer=x&guce_referrer_sig=y",
    "https://toto.example/articles/20230905/k00?n_cid=SNSTW001",
    "https://toto.example/articles/20230905/k00?amp",
    "https://toto.example/articles/20230905/k00?amp=1",
    "https://toto.example/articles/20230905/k00?output=amp",
    "https://toto.example/articles/20230905/k00?outputType=amp",
    "https://toto.example/articles/20230905/k00/amp",
    "https://toto.example/articles/20230905/k00/amp/",
    "https://toto.example/amp/articles/20230905/k00",
    "https://toto-example.cdn.ampproject.org/c/s/toto.example/articles/20230905/k00",
    "https://toto-example.cdn.ampproject.org/v/s/toto.example/articles/20230905/k00?amp=1",
    "https://www.google.com/amp/s/toto.example/articles/20230905/k00",
    "https://www.google.co.jp/amp/s/m.toto.example/articles/20230905/k00/amp",
    "https://toto.example/articles/20230905/k00/index.html",
    "https://toto.example/articles/20230905/k00/index.php",
    "https://toto.example/articles/20230905/%6B00",
]
OTHER = [
    "https://toto.example/articles/20230905/k01",
    "https://toto.example/articles/20230906/k00",
    "https://toto.example/articles/20230905/K00",
    "https://toto.example/articles/20230905/k00/2",
    "https://toto.example/articles/20230905/k00?page=2",
    "https://toto.example/articles/20230905/k00?id=7",
    "https://toto.example/articles/20230905/k00.html",
    "https://toto.example:8080/articles/20230905/k00",
    "https://english.toto.example/articles/20230905/k00",
    "https://digital.toto.example/articles/20230905/k00",
    "https://seibu.example/articles/20230905/k00",
    "https://toto.example.net/articles/20230905/k00",
    "https://toto.example/ramp/articles/20230905/k00",
    "https://toto.example/articles/20230905/k00-amp-story",
    "https://toto.example/",
    "https://m.example/articles/20230905/k00",
    "https://toto.example/articles/20230905/k00?from=2023-09-05",
    "https://toto.example/articles/?20230905/k00",
    "https://toto.example/search?q=utm_source",
    "https://toto.example/articles/20230905/k00?amp=0",
    "https://toto.example/camp/articles/20230905/k00",
]


@pytest.mark.parametrize("url", SAME)
def test_one_article_has_one_key(url: str) -> None:
    assert same_key(url) == same_key(PLAIN)


def test_different_articles_have_different_keys() -> None:
    keys = [same_key(url) for url in (PLAIN, *OTHER)]
    assert len(set(keys)) == len(keys)
    assert len(SAME) + len(OTHER) >= 60


def test_the_order_of_parameters_means_nothing_and_their_values_do() -> None:
    one = "https://toto.example/a?id=3&page=2"
    assert same_key(one) == same_key("https://toto.example/a?page=2&utm_source=x&id=3")
    assert same_key(one) != same_key("https://toto.example/a?id=2&page=3")


def test_cleaning_leaves_the_rest_to_the_letter() -> None:
    url = "https://toto.example/%E9%98%B2/?b=%E3%81%82&utm_source=x&a=1+2&fbclid=y#p"
    assert clean(url) == "https://toto.example/%E9%98%B2/?b=%E3%81%82&a=1+2#p"
    assert tracking(url) == ("utm_source", "fbclid")
    assert clean("https://toto.example/a?utm_id=1") == "https://toto.example/a"


@given(st.text(alphabet="abz019/.?&=%_-#~あ", max_size=60))
def test_cleaning_keeps_the_article_and_is_done_once(tail: str) -> None:
    url = "https://toto.example/" + tail
    assert same_key(clean(url)) == same_key(url)
    assert clean(clean(url)) == clean(url)
    assert tracking(clean(url)) == ()
