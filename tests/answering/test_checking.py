"""Statements are stated, said otherwise or not stated; none is believed."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.answering.support import FITTED, Features, support_of

STATEMENTS = Path(__file__).parents[1]

pytestmark = pytest.mark.slow


def judged() -> list[dict[str, str]]:
    lines = (STATEMENTS / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    return list(map(json.loads, lines))


@pytest.mark.parametrize(
    ("statement", "state", "reason"),
    [
        ("Social workers often go by many job titles.", "stated", None),
        ("Case managers must hold a PhD.", "said otherwise", "another named"),
        ("Case managers are allowed to counsel their clients.", "said otherwise", "denied"),
        (
            "Case managers have a broader scope of practice than social workers.",
            "said otherwise",
            None,
        ),
        ("Case managers get a company car.", "not stated", "not stated"),
        ("Case managers coordinate services instead of treating people.", "stated", None),
        ("Case managers counsel clients rather than refer them.", "said otherwise", "denied"),
        ("Do patients monitor the progress of the case manager?", "said otherwise", "turned round"),
    ],
)
def test_a_statement_gets_the_state_that_the_articles_give_it(
    articles: KnowledgeBase, statement: str, state: str, reason: str | None
) -> None:
    (checked,) = articles.check(statement).sentences
    assert checked.state == state
    if reason:
        assert checked.reason and checked.reason.kind == reason


@pytest.mark.parametrize(
    "framed",
    [
        "Is it true that case managers get a company car?",
        "I heard that case managers get a company car.",
        "case managers get a company car, right?",
        "True or false: case managers get a company car.",
        "My boss says case managers get a company car!",
    ],
)
def test_what_stands_around_a_claim_changes_nothing_of_it(
    articles: KnowledgeBase, framed: str
) -> None:
    answer = articles.ask(framed)
    assert answer.claim == "not stated"
    assert answer.reason and not {"true", "heard", "boss", "right"} & set(answer.reason.facts.words)


def test_the_sentence_that_says_otherwise_stands_first(articles: KnowledgeBase) -> None:
    answer = articles.ask("Case managers are allowed to counsel their clients.")
    assert (answer.status, answer.claim) == ("said otherwise", "said otherwise")
    assert "not allowed to counsel" in answer.citations[0].text


def test_a_statement_that_leaves_out_what_it_denies_is_not_believed(
    articles: KnowledgeBase,
) -> None:
    whole = "A nurse can be a case manager"
    assert articles.ask(f"{whole}.").claim == "stated"
    assert articles.ask(f"{whole}, but not a social worker.").claim == "cannot tell"


def test_a_statement_on_what_sources_disagree_is_called_contested(articles: KnowledgeBase) -> None:
    answer = articles.ask("You do not need any particular degree to become a case manager.")
    assert (answer.claim, answer.is_contested) == ("stated", True)
    assert "disagree" in answer.to_text().splitlines()[0]
    assert not articles.ask("Social workers often go by many job titles.").is_contested


def test_a_question_on_disagreement_is_answered_by_the_reviewed_ones(
    articles: KnowledgeBase,
) -> None:
    answer = articles.ask("Do the two articles contradict each other?")
    assert (answer.status, answer.overview) == ("answered", "disagreement")
    assert set(answer.disagreements) == set(articles.corpus.disagreements)
    assert all(answer.is_disputed(citation) for citation in answer.citations)
    assert len(articles.ask("Do the two articles contradict each other?", k=3).citations) == 3
    on_one = articles.ask("Do the sources agree on the licence?")
    assert on_one.comparison and on_one.overview is None
    assert {each.facet for each in on_one.comparison.disagreements()} == {"licensure"}


def test_a_claim_on_two_is_checked_for_each(articles: KnowledgeBase) -> None:
    held = articles.held("Social workers must be licensed, while case managers coordinate care.")
    assert {each.subjects for each in held} == {("social_worker",), ("case_manager",)}


def test_a_plain_question_is_no_statement(articles: KnowledgeBase) -> None:
    assert articles.ask("Do social workers need a licence?").claim is None


def test_few_false_statements_are_called_stated(articles: KnowledgeBase) -> None:
    """The figures are in README; this fails if the rules or the weights break."""
    rows = judged()
    states = [(row["truth"], articles.check(row["text"]).sentences[0].state) for row in rows]
    false = [state for truth, state in states if truth == "false"]
    true = [state for truth, state in states if truth == "true"]
    assert false.count("stated") <= 0.1 * len(false)
    assert true.count("stated") >= 0.55 * len(true)


def test_a_hundred_sentences_take_seconds_and_give_the_same_again(articles: KnowledgeBase) -> None:
    rows = judged()
    text = "\n".join(row["text"] for row in rows[:100])
    start = time.perf_counter()
    checked = articles.check(text)
    assert len(checked.sentences) >= 100
    assert time.perf_counter() - start < 6  # 1.3 s measured; a busy machine is three times slower
    assert articles.check(text) == checked


def test_the_weights_are_those_of_the_features() -> None:
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))
    features = Features(0.9, 0.95, 0.95, 0.9, 1.0, 0.0, 0.0)
    assert set(Features.__dataclass_fields__) <= set(fitted)
    assert 0 <= fitted["unstated"] < fitted["stated"] < support_of(features) <= 1
