"""Passages: the paragraphs and items of an article, with their headings, and nothing lost between
them.
"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kb.articles.passages import PASSAGE_CHARACTERS, passages_of
from kb.articles.readers import markdown, plain
from kb.articles.sentences import sentences_of
from kb.types import Block, Document

WORDS = st.sampled_from(
    [
        "Bread.",
        "Cake",
        "Dr. Miller",
        "is it?",
        "• point",
        "1. one",
        "# Head",
        "\n",
        "\n\n",
        "é 字",
        "x" * 90,
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=60
)

ARTICLE = """# Trades

By Ada.

First words.

## Bakers

Bread.

### Tools

- pan
- slab

## Confectioners

Cake.

Buy now
"""


def document(text: str, read: object = markdown) -> Document:
    return Document("a", text, (markdown if read is markdown else plain).blocks(text))


def marked(text: str, **lines: str) -> Document:
    """The Markdown text as a document whose blocks with these words are of the kind named."""
    kinds = {words: kind for kind, words in lines.items()}
    blocks = [
        Block(kinds[words], b.start, b.end) if (words := text[b.start : b.end]) in kinds else b  # type: ignore[arg-type]
        for b in markdown.blocks(text)
    ]
    return Document("a", text, tuple(blocks))


def test_a_passage_has_the_headings_above_it_outermost_first() -> None:
    found = [
        (passage.kind, passage.headings, passage.text)
        for passage in passages_of(marked(ARTICLE, byline="By Ada."))
    ]
    assert found == [
        ("byline", (), "By Ada."),
        ("paragraph", ("Trades",), "First words."),
        ("paragraph", ("Trades", "Bakers"), "Bread."),
        ("item", ("Trades", "Bakers", "Tools"), "pan"),
        ("item", ("Trades", "Bakers", "Tools"), "slab"),
        ("paragraph", ("Trades", "Confectioners"), "Cake."),
        ("paragraph", ("Trades", "Confectioners"), "Buy now"),
    ]


def test_boilerplate_is_in_no_passage() -> None:
    assert "Buy now" not in [
        passage.text for passage in passages_of(marked(ARTICLE, boilerplate="Buy now"))
    ]


def test_a_heading_over_two_lines_is_one_line_as_a_heading() -> None:
    text = "Bakers\nand others\n===\n\nBread.\n"
    assert [passage.headings for passage in passages_of(document(text))] == [("Bakers and others",)]


@given(TEXTS, st.sampled_from([markdown, plain]))
def test_every_block_is_in_passages_character_for_character(text: str, reader: object) -> None:
    whole = document(text.replace("\0", " ").replace("\r", "\n"), reader)
    passages = passages_of(whole)
    for passage in passages:
        assert whole.text[passage.start : passage.end] == passage.text == passage.text.strip()
    for earlier, later in pairwise(passages):
        assert earlier.end <= later.start
    for block in whole.blocks:
        if block.kind != "heading":
            inside = [p for p in passages if block.start <= p.start and p.end <= block.end]
            found = "".join(p.text for p in inside)
            assert "".join(found.split()) == "".join(whole.text[block.start : block.end].split())
    # no document's character is in two sentences, none outside its passage
    sentences = [s for p in passages for s in sentences_of(p)]
    for before, after in pairwise(sentences):
        assert before.end <= after.start


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentences = [f"Sentence number {n} speaks of bread." for n in range(100)]
    passages = passages_of(document(" ".join(sentences)))
    assert len(passages) > 1
    assert all(len(passage.text) <= PASSAGE_CHARACTERS for passage in passages)
    assert [s.text for p in passages for s in sentences_of(p)] == sentences
    assert all(
        passage.text.startswith("Sentence number") and passage.text.endswith("bread.")
        for passage in passages
    )


def test_a_sentence_longer_than_a_passage_stays_whole() -> None:
    long = f"Bread {'and butter ' * 200}is good."
    assert [p.text for p in passages_of(document(f"Short. {long} Short again."))] == [
        "Short.",
        long,
        "Short again.",
    ]
    assert [p.text for p in passages_of(document(f"{long} Short."))] == [long, "Short."]
