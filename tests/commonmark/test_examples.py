from __future__ import annotations

import json
from pathlib import Path

import pytest

from digest.text.explain import explain_markdown
from digest.text.markdown import fill, render

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))
DOCUMENTED_DIFFERENCES: frozenset[int] = frozenset()
"""Numbers of the examples that docs/markdown.md lists as rendered otherwise, each with its reason."""


def test_all_examples_are_here() -> None:
    assert [example["example"] for example in EXAMPLES] == list(range(1, 653))


@pytest.mark.parametrize("section", sorted({example["section"] for example in EXAMPLES}))
def test_every_example_gives_the_html_of_the_specification(section: str) -> None:
    examples = [example for example in EXAMPLES if example["section"] == section]
    wrong = [
        (example["example"], example["markdown"], rendered)
        for example in examples
        if (rendered := explain_markdown(example["markdown"], commonmark=True)) != example["html"]
        and example["example"] not in DOCUMENTED_DIFFERENCES
    ]
    assert wrong == []


def test_a_post_survives_every_example() -> None:
    """In posts much is ours; still each hole is there once, and no markup of the text gets through."""
    for example in EXAMPLES:
        body, _ = render(example["markdown"], path="content/posts/x.md")
        filled = fill(body.html, [f"hole-{index}" for index in range(len(body.holes))])
        assert "\x00" not in filled
        assert "<script" not in filled
        assert body.html.count("\x00") == 2 * len(body.holes)
