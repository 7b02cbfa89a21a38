"""A whole text is checked sentence by sentence, and its quotes word by word."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import KnowledgeBase
from kb.answering.quoted import quoted_in
from kb.errors import LimitError
from kb.results import ClaimState

EXACT = "Bakers must hold a guild licence to sell bread."


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (f"The Guild Post says “{EXACT}”", "exact"),
        ('"Bakers must hold a guild  licence\n to sell bread"', "exact"),
        (f"As Sugar Press has it: “{EXACT}”", "moved"),
        ("“Bakers must hold a guild licence to sell bricks.”", "changed"),
        ("“Nobody ever said these words at all.”", "not found"),
    ],
)
def test_a_quote_is_exact_or_moved_or_changed_or_not_found(
    bakers: KnowledgeBase, text: str, state: str
) -> None:
    quotes = list(bakers.check(text.replace("\n", " ")).quotes)
    assert [quote.state for quote in quotes] == [state]
    assert (quotes[0].span is None) == (state == "not found")


def test_words_that_are_only_spoken_of_are_no_quote() -> None:
    assert list(quoted_in("The “sugar baker” and the 'guild' of the “old towns”.")) == []


@given(st.text(max_size=200))
def test_every_sentence_and_quote_stands_where_it_says(bakers: KnowledgeBase, text: str) -> None:
    checked = bakers.check(text)
    for sentence in checked.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.state in get_args(ClaimState)
        assert (sentence.reason is None) == (sentence.state == "stated")
    for quote in checked.quotes:
        assert text[quote.start : quote.end] == quote.text
    assert sum(checked.counts.values()) == len(checked.sentences)


def test_marks_of_lists_and_headings_are_no_part_of_a_sentence(bakers: KnowledgeBase) -> None:
    text = "# Two trades\n- Bakers make bread.\n  2) They rise early.\n\n| Cakes are sweet |"
    assert [s.text for s in bakers.check(text).sentences][:3] == [
        "Two trades",
        "Bakers make bread.",
        "They rise early.",
    ]


def test_a_sentence_without_a_word_of_content_makes_no_claim(bakers: KnowledgeBase) -> None:
    (sentence,) = bakers.check("And so on.").sentences
    assert (sentence.state, sentence.support) == ("cannot tell", None)
    assert sentence.reason and sentence.reason.kind == "no claim"


def test_what_cannot_be_checked_is_refused_in_a_sentence(bakers: KnowledgeBase) -> None:
    with pytest.raises(LimitError, match="100,001 characters"):
        bakers.check("a" * 100_001)
    with pytest.raises(TypeError, match="a text is a string"):
        bakers.check(3)  # type: ignore[arg-type]
    assert bakers.check("").sentences == ()
    assert bakers.check("").is_stated
