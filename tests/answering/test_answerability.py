"""Whether the sources answer: few features, one number, and a reason a person can follow."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answering.question import readable
from kb.errors import QuestionError
from kb.knowledge_base import KnowledgeBase
from kb.results import Reason

COVERED = [
    "How is a baker trained?",
    "Do confectioners need a licence?",
    "Which tools does a pastry cook use?",
]
OPEN = [
    "What is the salary of a baker?",
    "Who earns more, a baker or a confectioner?",
    "How much do they pay?",
]
FOREIGN = [
    "How many moons orbit Jupiter?",
    "Why is the sky blue?",
    "asdf qwer zxcv",
]


@pytest.mark.parametrize(
    "question",
    [
        "Wie lange lernt ein Bäcker?",
        "Quelle est la différence entre les deux ?",
        "¿Cuánto gana un panadero en España?",
        "面包师挣多少钱",
    ],
)
def test_a_question_in_another_language_is_told_that_only_one_is_read(
    bakers: KnowledgeBase, question: str
) -> None:
    answer = bakers.ask(question)
    assert (answer.status, answer.citations) == ("not covered", ())
    assert str(answer.reason) == "I can read questions in English only: ask in that language."


@pytest.mark.parametrize("question", ["café crème or baker?", "a baker in Los Angeles", "bakers"])
def test_a_foreign_word_or_two_make_no_other_language(bakers: KnowledgeBase, question: str) -> None:
    assert bakers.understand(question).unreadable is None


@pytest.mark.parametrize("question", COVERED)
def test_what_the_articles_say_is_covered(bakers: KnowledgeBase, question: str) -> None:
    answer = bakers.ask(question)
    assert (answer.status, answer.reason) == ("answered", None)


@pytest.mark.parametrize("question", OPEN)
def test_an_open_topic_is_named_as_the_reason(bakers: KnowledgeBase, question: str) -> None:
    answer = bakers.ask(question)
    assert answer.status == "not covered"
    assert answer.reason and answer.reason.kind == "open topic"
    assert answer.reason.facts.topic == bakers.corpus.open_topics[0]


@pytest.mark.parametrize("question", FOREIGN)
def test_words_that_the_articles_never_say_are_named_as_the_reason(
    bakers: KnowledgeBase, question: str
) -> None:
    answer = bakers.ask(question)
    assert answer.status == "not covered"
    assert answer.reason and answer.reason.kind == "words never said"
    assert set(answer.reason.facts.words) <= set(re.findall(r"\w+", question))


def test_covered_questions_are_surer_than_all_others(bakers: KnowledgeBase) -> None:
    sure = [bakers.ask(question).confidence or 0.0 for question in COVERED]
    unsure = [bakers.ask(question).confidence or 0.0 for question in (*OPEN, *FOREIGN)]
    assert min(sure) > max(unsure)


@pytest.mark.parametrize("question", ["Is it so?", "So what of it?", "And why not?"])
def test_a_question_of_joining_words_alone_cannot_be_read(
    bakers: KnowledgeBase, question: str
) -> None:
    answer = bakers.ask(question)
    assert (answer.status, answer.reason) == ("not covered", Reason("no content word"))


def test_a_subject_alone_is_a_question(bakers: KnowledgeBase) -> None:
    assert bakers.ask("bakers").citations[0].subject == "baker"


def test_the_decision_is_repeatable(bakers: KnowledgeBase) -> None:
    for question in (*COVERED, *OPEN, *FOREIGN):
        assert bakers.ask(question) == replace(bakers.ask(question))


@given(st.text(max_size=40))
def test_two_letters_side_by_side_can_be_read_and_a_text_without_letters_cannot(
    bakers: KnowledgeBase, text: str
) -> None:
    unreadable = bakers.understand(text).unreadable
    if any(a.isalpha() and b.isalpha() for a, b in pairwise(readable(text))):
        assert unreadable is None or unreadable.kind == "another language"
    if not any(c.isalnum() for c in text):
        assert unreadable and unreadable.kind in ("nothing asked", "no words")


@pytest.mark.slow
def test_a_vague_comparison_gets_what_the_sources_do_compare_counted(
    articles: KnowledgeBase,
) -> None:
    answer = articles.ask("Which is better?")
    assert answer.status == "not covered"
    assert answer.reason and answer.reason.kind == "open topic"
    assert answer.reason.facts.facets == articles.corpus.facets


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Which guild do bakers join?", True),
        ("Which profession uses a marble slab?", False),  # one of the subjects
        ("Which tools does a confectioner use?", False),  # a facet
    ],
)
def test_which_asks_for_a_name_unless_it_asks_for_a_subject_or_a_facet(
    bakers: KnowledgeBase, question: str, asks: bool
) -> None:
    assert bakers.features(question).unstated == asks


@pytest.mark.parametrize("question", ["", " ", "?!"])
def test_what_no_question_can_be_read_in_has_no_features(
    bakers: KnowledgeBase, question: str
) -> None:
    with pytest.raises(QuestionError, match="no question can be read in"):
        bakers.features(question)


@pytest.mark.slow
def test_an_open_topic_asked_for_together_with_a_facet_leaves_the_facet_answered(
    real_bakers: KnowledgeBase,
) -> None:
    bakers = real_bakers
    question = "Compare the tools and the salary of bakers and confectioners."
    assert [topic.id for topic in bakers.understand(question).topics_beside] == ["pay"]
    tools = bakers.understand(question).facets[0].strength
    assert bakers.features(question).margin == tools
    answer = bakers.ask(question)
    assert (answer.status, answer.reason and answer.reason.kind) == (
        "partly covered",
        "open topic beside",
    )
    assert bakers.understand("What salary do bakers with an oven get?").topics_beside == ()
