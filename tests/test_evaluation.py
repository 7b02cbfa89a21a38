"""The measures: what a reader finds within a budget, which side quotes are given to, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kb.errors import KBError
from kb.evaluation import measure, read_questions, run
from kb.knowledge_base import KnowledgeBase
from kb.types import Document

# Each line of these has 40 characters with its line end, 33 of them counted (no white space): easy sums.
BAKER = [f"Bakers  knead  loaf  number  {n:04}  daily." for n in range(60)]
COOK = [f"Pastry  cooks  bake  cake  number  {n:04}." for n in range(60)]
DOCUMENTS = (Document("b", "\n".join(BAKER)), Document("c", "\n".join(COOK)))
SIDES = ["baker", "cook"]


def quote(source: str, first: int, last: int | None = None) -> dict[str, str]:
    """Lines first..last of the article as a citation's or an evidence's source and text."""
    lines = BAKER if source == "b" else COOK
    return {"source": source, "text": "\n".join(lines[first : (last or first) + 1])}


def evidence(side: str, source: str, first: int, last: int | None = None, grade: int = 2, **more: str) -> dict[str, Any]:
    found = quote(source, first, last)
    return {"source": source, "quote": found["text"], "side": side, "grade": grade, **more}


def question(id_: str, *evidence: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "type": "comparison",
        "question": f"{id_}?",
        "answerable": bool(evidence),
        "entities": SIDES,
        "evidence": list(evidence),
        **more,
    }


def row(id_: str, confidence: float, *citations: dict[str, str], abstained: bool = False) -> dict[str, Any]:
    return {"id": id_, "abstained": abstained, "confidence": confidence, "citations": list(citations)}


def cited(side: str, source: str, first: int, last: int | None = None) -> dict[str, str]:
    return {**quote(source, first, last), "side": side}


JUDGED = [
    question("two needs", evidence("baker", "b", 3), evidence("cook", "c", 5), evidence("cook", "c", 6, grade=1)),
    question(
        "alternatives",
        evidence("baker", "b", 10, alt_group="x"),
        evidence("baker", "b", 20, alt_group="x"),
        evidence("baker", "b", 30, alt_group="x"),
        evidence("cook", "c", 40, alt_group="y"),
        evidence("cook", "c", 41, alt_group="y"),
        alt_min={"x": 2},
    ),
    question("both at once", evidence("both", "b", 50, 52)),
    question("one side", evidence("cook", "c", 0, 9), entities=["cook"]),
    question("refused wrongly", evidence("baker", "b", 0)),
    question("without a row", evidence("baker", "b", 1)),
    question("refused rightly"),
    question("answered wrongly"),
    question("also without a row"),
    question("either will do", evidence("baker", "b", 2), expected="answer_or_abstain"),
    question("not core", evidence("baker", "b", 2), core=False),
]
RUN = [
    row("two needs", 0.9, cited("baker", "b", 2, 4), cited("baker", "c", 5), cited("cook", "b", 59)),
    row("alternatives", 0.8, cited("baker", "b", 8, 29), cited("both", "c", 38, 45), cited("baker", "b", 30)),
    row("both at once", 0.6, cited("baker", "c", 1), cited("both", "b", 51, 52)),
    row("one side", 0.4, cited("cook", "c", 4, 9), cited("cook", "c", 0, 3)),
    row("refused wrongly", 0.3, cited("baker", "b", 0), abstained=True),
    row("refused rightly", 0.3, cited("baker", "b", 0), abstained=True),
    row("answered wrongly", 0.7, cited("baker", "b", 7)),
    row("either will do", 0.0),
    row("not core", 0.0),
]


def test_a_case_small_enough_to_count_by_hand() -> None:
    judged = [question("q", evidence("baker", "b", 3), evidence("cook", "c", 5))]
    # 10 lines of 32 counted characters each; the baker's line is the fourth, the cook's was not cited
    rows = [row("q", 0.5, cited("baker", "b", 0, 9))]
    means, (one,) = measure(judged, rows, DOCUMENTS)
    letters = len("".join(BAKER[3].split()))
    assert one.values["need_recall@600"] == 0.5
    assert one.values["full@600"] == one.values["both_sides@600"] == 0.0
    assert one.values["precision@600"] == letters / (10 * letters)
    assert one.values["first_hit"] == one.values["side_accuracy"] == 1.0
    assert (means["falsely_refused"], means["refused"], means["auroc"], means["refused@5%"]) == (0.0, None, None, None)


# Computed for JUDGED and RUN with the reference scorer of these judged questions, a program of its own, and typed in.
EXPECTED: dict[bool, dict[str, float]] = {}


@pytest.mark.parametrize("listed", [False, True])
def test_the_measures_are_the_reference_scorers(listed: bool) -> None:
    means, _ = measure(JUDGED, RUN, DOCUMENTS, listed)
    assert {name: value and round(value, 6) for name, value in means.items()} == EXPECTED[listed]
