from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest
from markdown_it.common.normalize_url import normalizeLink

from digest.text.explain import explain_markdown
from digest.text.markdown import fill, render

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))
DOCUMENT = Path(__file__).parents[2] / "docs" / "markdown.md"


def test_all_examples_are_here() -> None:
    assert [example["example"] for example in EXAMPLES] == list(range(1, 653))


@pytest.mark.parametrize("section", sorted({example["section"] for example in EXAMPLES}))
def test_every_example_gives_the_html_of_the_specification(section: str) -> None:
    examples = [example for example in EXAMPLES if example["section"] == section]
    wrong = [
        (example["example"], example["markdown"], rendered)
        for example in examples
        if (rendered := explain_markdown(example["markdown"], commonmark=True)[0]) != example["html"]
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


def differs_in_a_post(markdown: str, html: str) -> bool:
    body, _ = render(markdown, path="content/posts/x.md")
    filled = fill(body.html, [escape(normalizeLink(hole.value)) for hole in body.holes])
    return filled != html.replace(" />", ">")


def documented_differences() -> set[int]:
    table = DOCUMENT.read_text(encoding="utf-8").split("| 理由 | 例の番号 |")[1]
    spans = re.findall(r"(\d+)(?:–(\d+))?", "".join(line.split("|")[2] for line in table.splitlines() if "|" in line))
    return {number for first, last in spans for number in range(int(first), int(last or first) + 1)}


def test_the_author_guide_lists_every_example_that_a_post_renders_otherwise() -> None:
    differing = {e["example"] for e in EXAMPLES if differs_in_a_post(e["markdown"], e["html"])}
    assert differing == documented_differences()
