"""Reasons, verdicts and disagreements in words: the one place where their wording is pinned."""

from __future__ import annotations

from typing import get_args

import pytest

from kb import Comparison, Disagreement, Facet, Reason, Subject, Verdict
from kb.rendering.reasons import disagreement_note, verdict_rule
from kb.results import Facts, ReasonKind, Row

TUG, FERRY = Subject("tug", "tug"), Subject("ferry", "ferry")
PAY, HOURS = Facet("pay", "pay and earnings"), Facet("hours", "hours")

FACTS = {
    "open topic": Facts(topic=PAY, facets=(HOURS, PAY)),
    "words never said": Facts(words=("Jupiter", "moons")),
    "said of others": Facts(subjects=(TUG,), said_of=(FERRY,), citation=1),
    "silent on a subject": Facts(subjects=(TUG, FERRY)),
    "claim not in these words": Facts(words=("purple", "umbrellas")),
    "near topic": Facts(topic=PAY, facets=(HOURS,)),
    "open topic beside": Facts(topic=PAY),
    "not stated": Facts(words=("purple",)),
    **dict.fromkeys(
        ("denied", "another number", "another named", "another extent", "not only", "turned round"),
        Facts(citation=1),
    ),
    "another language": Facts(voice="English"),
    "article without a date": Facts(voice="The Post"),
    "article without an author": Facts(voice="The Post"),
}
SAID = {
    "nothing asked": "You asked nothing: type a question.",
    "no words": "I could not read a question in this: it has no words.",
    "no content word": (
        "I could not read a question in this: it has no word that the sources could speak of."
    ),
    "another language": "I can read questions in English only: ask in that language.",
    "article without a date": "The Post does not say when its article was published.",
    "article without an author": "The Post does not say who wrote its article.",
    "premise": (
        "The question takes something for granted that the sources do not say: see what they do"
        " say."
    ),
    "open topic": (
        "The sources do not speak of pay and earnings. On 2 topics they speak of each: hours, pay"
        " and earnings."
    ),
    "near topic": "The sources speak of hours, but not of pay and earnings.",
    "no name given": "The sources come near to this, but they give no name.",
    "no reason given": "The sources come near to this, but they give no reason for it.",
    "no date given": "The sources come near to this, but they give no date for it.",
    "no duration given": "The sources come near to this, but they do not say how long it takes.",
    "no frequency given": "The sources come near to this, but they do not say how often.",
    "no cost given": "The sources come near to this, but they give no sum of money.",
    "no number given": "The sources come near to this, but they give no number for it.",
    "no place given": "The sources come near to this, but they name no place for it.",
    "words never said": "The sources never mention “Jupiter”, “moons”.",
    "nothing near": "Nothing in the sources comes close enough to this question.",
    "said of others": "The sources say this of the ferry, not of the tug: see [1].",
    "silent on a subject": "The sources say nothing on this about the tug or the ferry.",
    "claim not in these words": (
        "The sources do not say this in so many words: “purple”, “umbrellas” stand nowhere in them."
    ),
    "denied": "The sources say the opposite: see [1].",
    "another number": "The sources give another number: see [1].",
    "another named": "The sources name another: see [1].",
    "another extent": "The sources do not go so far: see [1].",
    "not only": "The sources do not say that it is only so: see [1].",
    "turned round": "In the sources it is the other way round: see [1].",
    "not stated": "What comes nearest says nothing of “purple”.",
    "cannot tell": (
        "The sources speak of this, but whether they state it cannot be told by rule: read what"
        " they say."
    ),
    "no claim": "This makes no claim that could be checked.",
    "small talk": "I quote what they say on a question, and can do nothing else.",
    "no such case": (
        "The sources speak of no such case. This comes nearest, and below it stands what sets them"
        " apart."
    ),
    "no disagreement": (
        "No two quotes are known to contradict each other: neither a person nor a rule has found"
        " any."
    ),
    "open topic beside": (
        "The sources do not speak of pay and earnings; this is what they say beside it."
    ),
}


@pytest.mark.parametrize("kind", get_args(ReasonKind))
def test_every_reason_is_said_in_a_sentence(kind: ReasonKind) -> None:
    assert str(Reason(kind, FACTS.get(kind, Facts()))) == SAID[kind]


def test_a_statement_that_nothing_comes_near_to_is_told_without_words() -> None:
    reason = Reason("not stated", Facts())
    assert str(reason) == "Nothing in the sources comes near enough to state it."


def test_one_word_stands_and_several_stand() -> None:
    reason = Reason("claim not in these words", Facts(words=("purple",)))
    assert str(reason).endswith("words: “purple” stands nowhere in them.")


def test_of_many_words_that_are_never_said_the_first_four_are_named() -> None:
    reason = Reason("words never said", Facts(words=tuple("abcdef")))
    assert str(reason) == "The sources never mention “a”, “b”, “c”, “d”."


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict("not covered", "no passage"), "no passage on this"),
        (Verdict("one-sided", "one subject asked about"), "only the tug was asked about"),
        (
            Verdict("one-sided", "a subject without a passage"),
            "no passage on this about: tug, ferry",
        ),
        (Verdict("different", "sets apart", 3), "[3] sets them apart"),
        (Verdict("same", "says of both", 2), "[2] says it of both"),
        (
            Verdict("different", "listed as a difference", 3),
            "[3] stands in a source's own list of differences",
        ),
        (
            Verdict("different", "another value under one label", 2, "Crew"),
            "each side gives its own “Crew”, see [2]",
        ),
        (Verdict("both covered", "each by itself"), "no sentence sets them side by side"),
    ],
)
def test_a_rule_is_said_in_words(verdict: Verdict, said: str) -> None:
    row = Row(PAY, ((), ()), verdict)
    assert verdict_rule(Comparison((TUG, FERRY), (row,)), row) == said


def test_a_reviewed_disagreement_has_its_note_and_a_found_one_says_what_is_denied() -> None:
    assert disagreement_note(Disagreement("tug", "pay", "On pay.", ())) == "On pay."
    found = Disagreement("tug", "pay", "", (), contradicted="required")
    said = "one says that something is required, the other that it is not"
    assert disagreement_note(found) == said
