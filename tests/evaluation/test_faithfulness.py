"""An altered sentence is never passed off as the article's, and an invented claim is not confirmed.

`faithfulness.jsonl` holds 50 sentences of the articles, each negated, said of the other subject, or
changed in a number, degree or member, and 50 invented claims, all asked as yes/no questions;
written by someone who did not see the system.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb import Answer, KnowledgeBase

ROOT = Path(__file__).parents[2]
ROWS = [
    json.loads(line)
    for line in (ROOT / "tests" / "faithfulness.jsonl").read_text(encoding="utf-8").splitlines()
]
ALTERED = [row for row in ROWS if row["kind"] != "invented"]
INVENTED = [row for row in ROWS if row["kind"] == "invented"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def answers(articles: KnowledgeBase) -> dict[str, Answer]:
    return {row["id"]: articles.ask(row["question"]) for row in ROWS}


def is_first(answer: Answer, row: dict[str, Any]) -> bool:
    first = answer.citations[0]
    return bool(
        first.source == row["source"] and first.start < row["end"] and row["start"] < first.end
    )


def is_said_of_others(answer: Answer) -> bool:
    return answer.reason is not None and answer.reason.kind == "said of others"


def test_there_are_150_altered_and_50_invented_claims() -> None:
    assert (len(ALTERED), len(INVENTED)) == (150, 50)


def test_no_altered_sentence_is_ever_quoted(answers: dict[str, Answer]) -> None:
    quoted = [
        row["id"]
        for row in ALTERED
        for c in answers[row["id"]].citations
        if row["altered"] in c.text
    ]
    assert quoted == []


def test_the_true_sentence_comes_first_or_the_claim_is_not_answered(
    answers: dict[str, Answer],
) -> None:
    held = [
        answers[row["id"]].status != "answered" or is_first(answers[row["id"]], row)
        for row in ALTERED
    ]
    assert sum(held) / len(held) >= 0.85


def test_invented_claims_are_not_answered(answers: dict[str, Answer]) -> None:
    held = [answers[row["id"]].status != "answered" for row in INVENTED]
    assert sum(held) / len(held) >= 0.80


def test_what_is_said_of_the_other_subject_is_shown_first_and_called_so(
    answers: dict[str, Answer],
) -> None:
    swapped = [
        row for row in ALTERED if row["kind"] == "swapped" and is_said_of_others(answers[row["id"]])
    ]
    assert len(swapped) >= 15
    right = [is_first(answers[row["id"]], row) for row in swapped]
    assert sum(right) / len(right) >= 0.9
