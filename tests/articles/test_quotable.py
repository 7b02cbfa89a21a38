"""What may be quoted alone, and what only with what stands around it."""

from __future__ import annotations

import pytest

from kb import Document
from kb.articles.passages import passages_of
from kb.articles.quotable import quotable
from kb.articles.readers.markdown import blocks
from kb.articles.sentences import sentences_of
from kb.language import ENGLISH


def quoted(text: str) -> list[str]:
    """The sentences of the Markdown text that may be quoted alone."""
    document = Document("a", text, blocks(text))
    sentences = [s for passage in passages_of(document) for s in sentences_of(passage)]
    can_be_quoted = zip(sentences, quotable(sentences, ENGLISH), strict=True)
    return [sentence.text for sentence, is_quotable in can_be_quoted if is_quotable]


@pytest.mark.parametrize(
    "sentence",
    [
        "The tools of a baker are these:",
        "Compassion.",
        "Communication skills.",
        "$62,340",
        "Total, all trades",
        "They can benefit from digital tools and solutions such as our oven software.",
        "Their work can also be improved by a bakery management solution.",
    ],
)
def test_what_says_nothing_alone_is_not_quoted(sentence: str) -> None:
    assert quoted(f"# Bakers\n\n{sentence}\n\nBakers rise early.\n") == ["Bakers rise early."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Bakers bake bread.",
        "Bakers can benefit from a cool cellar.",
        "The dough can be improved by rest.",
        "At night: the oven is lit.",
    ],
)
def test_a_short_sentence_and_what_only_sounds_like_advertising_is(sentence: str) -> None:
    assert quoted(f"# Bakers\n\n{sentence}\n\nBakers rise early.\n")[0] == sentence


def test_of_a_table_in_a_list_the_head_and_rows_of_bare_numbers_are_not() -> None:
    text = (
        "# Trades\n\n- Trade: What they do: Pay\n- Bakers: 51-3011: 160,000: 14\n"
        "- Millers: Millers grind corn for bakers and brewers: 40\n- Hours: from four to noon\n"
    )
    assert quoted(text) == [
        "Millers: Millers grind corn for bakers and brewers: 40",
        "Hours: from four to noon",
    ]


def test_of_a_table_in_markdown_the_head_is_not() -> None:
    text = "# Trades\n\n| Trade | Years |\n|---|---|\n| Baker | three |\n| Cook | two |\n"
    assert quoted(text) == ["| Baker | three |", "| Cook | two |"]
