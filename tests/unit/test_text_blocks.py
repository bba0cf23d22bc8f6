"""The block parser that asks rules by their sign, against markdown-it's own that asks them all."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from markdown_it.parser_block import ParserBlock

from digest.text.blocks import Blocks
from digest.text.markdown import render

PIECES = (
    "\n", "\n\n", " ", "    ", "\t", "\u3000", "# ", "> ", "> [!NOTE]\n", "- ", "* ", "+ ", "1. ", "10) ", "---\n",
    "***", "```\n", "~~~", "[^1]", "[^1]: ", "[a]: /b\n", "[a]", "| a | b |\n", "|---|---|\n", ": ", "~ ", "===\n",
    "<b>", "本文です。", "東京", "2023年9月", "5日", "◎見出し", "{#id}", "word", "\\", "**", "![a](/b.png 'c')",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_asking_by_sign_finds_the_blocks_that_asking_every_rule_finds(text: str) -> None:
    ours = render(text, path="content/posts/a.md")
    with patch.object(Blocks, "tokenize", ParserBlock.tokenize):
        assert render(text, path="content/posts/a.md") == ours
