"""Articles as bytes: equal articles are equal bytes, however their texts came to be."""

from __future__ import annotations

import pickle

from digest.content.articles import Article, packed, unpacked
from digest.model import Post, Source
from digest.text.body import Body


def test_equal_articles_are_packed_alike_whether_or_not_their_texts_are_one_object() -> None:
    name = "東都新聞"
    shared = Article(_post(name), (("outlets", name, "toto"),), Body(html=f"<p>{name}</p>", plain=name))
    apart = Article(_post(_copy(name)), (("outlets", _copy(name), "toto"),), Body(f"<p>{name}</p>", plain=_copy(name)))
    assert pickle.dumps(shared) != pickle.dumps(apart), "what this test is about"
    assert packed(shared) == packed(apart)
    assert unpacked(packed(shared)) == shared


def test_articles_that_differ_anywhere_are_packed_differently() -> None:
    one = Article(_post("東都新聞"), (), Body(plain="本文"))
    others = (one._replace(body=Body(plain="本文。")), Article(_post("西部新聞"), (), Body(plain="本文")))
    assert len({packed(article) for article in (one, *others)}) == 3


def _post(outlet: str) -> Post:
    return Post("content/posts/a.md", "題", "2023-09-05", 0, "a", sources=(Source("toto", outlet),))


def _copy(text: str) -> str:
    """An equal text that is another object."""
    return "".join(list(text))
