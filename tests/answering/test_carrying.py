"""A second turn takes over what it lacks, and says so; what stands alone takes nothing."""

from __future__ import annotations

import pytest

from kb import KnowledgeBase

TRAINED = "How are bakers trained?"


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("and confectioners?", "How are confectioners trained?"),
        ("what about a confectioner?", "How are confectioners trained?"),
        ("and the other one?", "How are confectioners trained?"),
        ("which tools do they use?", "baker: which tools do they use?"),
        ("how many tools and hours for it", "baker: how many tools and hours for it (trained)"),
        ("and their tools?", "baker: and their tools?"),
        ("who says that?", f"{TRAINED} who says that?"),
        ("can you give an example", f"{TRAINED} can you give an example"),
        (
            "ok but is that the same in every place",
            f"{TRAINED} ok but is that the same in every place",
        ),
    ],
)
def test_what_a_second_turn_lacks_is_carried(
    bakers: KnowledgeBase, question: str, read_as: str
) -> None:
    answer = bakers.ask(question, after=TRAINED)
    assert answer.carried and answer.carried.question == answer.read_as == read_as
    assert answer.question == question
    assert answer.citations == bakers.ask(read_as).citations


@pytest.mark.parametrize(
    "question",
    [
        "Which tools does a confectioner use?",
        "Do both of them need a licence?",
        "Which of the two earns more?",
        "How do they differ?",
        "What is the difference between a baker and a confectioner?",
        "so what sets bakers and confectioners apart?",
        "tools",
        "my dough is too wet to bake and all my bread is flat, tell me who can help me with it",
        "",
        "?!",
    ],
)
def test_a_question_that_stands_alone_is_never_changed(
    bakers: KnowledgeBase, question: str
) -> None:
    assert bakers.ask(question, after=TRAINED) == bakers.ask(question)


def test_a_third_turn_goes_on_from_what_the_second_was_read_as(bakers: KnowledgeBase) -> None:
    second = bakers.ask("and confectioners?", after=bakers.ask(TRAINED))
    third = bakers.ask("which tools do they use?", after=second)
    assert third.read_as == "confectioner: which tools do they use?"


def test_nothing_is_carried_from_what_cannot_be_read(bakers: KnowledgeBase) -> None:
    for before in ("", "?!", "Wie lange lernt ein Bäcker?"):
        assert bakers.ask("and confectioners?", after=before).carried is None


def test_where_all_were_asked_about_nobody_is_carried(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("which tools do they use?", after="How do the two differ in training?")
    assert answer.carried is None


def test_what_points_back_at_a_question_on_nobody_is_read_with_it(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("and when is it paid later?", after="How long is the training?")
    assert answer.read_as == "How long is the training? and when is it paid later?"


def test_who_it_is_is_asked_of_all_with_what_the_question_before_was_on(
    bakers: KnowledgeBase,
) -> None:
    answer = bakers.ask("who does it then?", after="Does a baker temper chocolate?")
    assert answer.read_as == "who does it then? (temper chocolate)"


def test_a_second_turn_names_whom_it_carries_as_the_first_did(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("and their tools?", after="Which tools does the pastry cook use?")
    assert answer.read_as == "pastry cook: and their tools?"


def test_what_asks_how_one_differs_can_be_gone_on_from(bakers: KnowledgeBase) -> None:
    before = "How does a confectioner differ from everyone else?"
    answer = bakers.ask("how many tools do they need for it", after=before)
    assert answer.carried is None or "confectioner" in answer.read_as
