"""Sentences: exact, whole and in order, whatever the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.articles.sentences import is_aside, label_of, sentences_of
from kb.language import ENGLISH
from kb.types import AttributedBy, BlockKind, Document, Passage

TEXTS = st.one_of(
    st.text(st.sampled_from("aB1 .:!?;,()[]\"'“”’…\n\t\u00a0é字。🥐"), min_size=1, max_size=80),
    st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=60),
    st.lists(
        st.sampled_from(
            ["Dr.", "Bread.", "e.g.", "Is it?", "No!", "(so)", "3.5", "\n\n", "U.S.", "“Ha.”"]
        ),
        min_size=1,
    ).map(" ".join),
)


def passage(text: str, kind: BlockKind = "paragraph") -> Passage:
    """The text as a passage that does not begin its document."""
    return Passage(Document("a", f"## {text} ##"), 3, 3 + len(text), (), kind)


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences_of(passage(text))]


@given(TEXTS)
@example(" \n. ")
@example("\ud800 alone. Yes.")
def test_sentences_are_exact_in_order_and_leave_out_nothing_but_white_space(text: str) -> None:
    whole = passage(text)
    end = whole.start
    for sentence in sentences_of(whole):
        assert (
            sentence.document.text[sentence.start : sentence.end]
            == sentence.text
            == sentence.text.strip()
        )
        assert sentence.start >= end and sentence.passage is whole
        assert not whole.document.text[end : sentence.start].strip()
        end = sentence.end
    assert end <= whole.end and not whole.document.text[end : whole.end].strip()


@pytest.mark.parametrize(
    "expected",
    [
        ["Bakers bake bread.", "They rise early."],
        ["Is it bread?", "Yes!", "It is."],
        ["They hold a degree (e.g. a B.A. or an M.A.) in baking.", "It takes time."],
        ["Dr. Miller bakes 3.5 loaves a day.", "She sells them."],
        ["Bread, cake etc. are sold here."],
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(expected: list[str]) -> None:
    assert texts(" ".join(expected)) == expected


def test_a_sentence_may_run_over_lines() -> None:
    assert texts("Bakers bake\nbread. They\n  rise early.") == [
        "Bakers bake\nbread.",
        "They\n  rise early.",
    ]


def test_text_without_a_full_stop_is_one_sentence() -> None:
    assert texts("a copper pan for boiling sugar") == ["a copper pan for boiling sugar"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Advocacy: They speak up.", "Advocacy"),
        ("Tools and pans: many.", "Tools and pans"),
        ("They speak up. For whom: all.", ""),
        ("At 10:30 they rise.", ""),
        ("Tools:", ""),
        (f"{'very ' * 13}long: no label.", ""),
    ],
)
def test_the_label_of_an_item_is_what_stands_before_its_first_colon(text: str, label: str) -> None:
    item = passage(text, "item")
    assert label_of(item) == label
    assert {sentence.label for sentence in sentences_of(item)} == {label}


def test_only_items_have_labels() -> None:
    assert label_of(passage("Note: bread.")) == ""


def judged(text: str, attributed_by: AttributedBy) -> bool:
    (sentence,) = sentences_of(passage(text))
    return is_aside(replace(sentence, attributed_by=attributed_by), ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "You leave your car below deck.",
        "Cars: Your own comes last.",
    ],
)
def test_what_speaks_to_the_reader_is_an_aside_unless_it_names_a_subject(text: str) -> None:
    assert judged(text, "carried") and judged(text, "heading") and judged(text, "")
    assert not judged(text, "named") and not judged(text, "term")


@pytest.mark.parametrize(
    "text",
    [
        "This keeps the centre of gravity low.",
        "Cars: That saves space.",
        "This is usually the purview of tugs.",
    ],
)
def test_what_leans_on_the_sentence_before_is_an_aside_whomever_it_names(text: str) -> None:
    assert judged(text, "carried") and judged(text, "named")


@pytest.mark.parametrize(
    "text", ["This ship pulls others.", "That process takes days.", "This bus is full."]
)
def test_this_is_no_penalty_in_itself(text: str) -> None:
    assert not judged(text, "carried")


@pytest.mark.parametrize(
    "text",
    [
        "There are key differences between tugs and ferries.",
        "Tugs have these tasks:",
        "Let’s begin with tugs.",
    ],
)
def test_an_announcement_is_an_aside_whomever_it_names(text: str) -> None:
    assert judged(text, "named")


@pytest.mark.parametrize(
    "text", ["Tugs push ships.", "They push.", "It is said that this holds: all push."]
)
def test_a_statement_is_no_aside(text: str) -> None:
    assert not judged(text, "carried")
