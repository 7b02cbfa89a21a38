"""What changed between two runs: which questions, how much, and in what order they are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kb.errors import KBError
from kb.evaluation.changes import Changes, changes, to_dict, to_text
from kb.evaluation.judged import judge
from kb.types import Document

LINES = [f"Bakers knead loaf number {n:02}." for n in range(60)]
DOCUMENTS = (Document("b", "\n".join(LINES)),)


def question(id_: str, *needs: int) -> dict[str, Any]:
    evidence = [{"source": "b", "quote": LINES[n], "side": "baker", "grade": 2} for n in needs]
    return {"id": id_, "question": f"{id_}?", "answerable": bool(needs), "evidence": evidence}


def row(id_: str, *cited: int, abstained: bool = False, confidence: float = 0.5) -> dict[str, Any]:
    citations = [{"source": "b", "text": LINES[n], "side": "baker"} for n in cited]
    return {"id": id_, "abstained": abstained, "confidence": confidence, "citations": citations}


JUDGED = [
    question("half", 1, 2),
    question("first", 3),
    question("refused", 4),
    question("same", 5),
    question("lost", 6),
]
JUDGED += [question("silent"), question("talked")]
BEFORE = [row("half", 1), row("first", 9, 3), row("refused", 4), row("same", 5), row("lost", 6)]
BEFORE += [row("silent", 7), row("talked", abstained=True, confidence=0.6)]
AFTER = [
    row("half", 1, 2),
    row("first", 3, 9),
    row("refused", 4, abstained=True),
    row("same", 5),
    row("lost", 9),
]
AFTER += [row("silent", 7, abstained=True, confidence=0.1), row("talked", 7)]


def between(
    before: list[dict[str, Any]], after: list[dict[str, Any]], listed: bool = False
) -> Changes:
    return changes(before, judge(JUDGED, after, DOCUMENTS), DOCUMENTS, listed)


def ids(some: Any) -> list[str]:
    return [change.after.row["id"] for change in some]


def test_questions_are_told_by_recall_then_first_hit_then_the_decision() -> None:
    found = between(BEFORE, AFTER)
    assert (ids(found.better), ids(found.worse), found.n) == (
        ["half", "first", "silent"],
        ["refused", "lost", "talked"],
        7,
    )


def test_the_other_way_round_better_is_worse() -> None:
    there, back = between(BEFORE, AFTER), between(AFTER, BEFORE)
    assert (ids(back.better), ids(back.worse)) == (ids(there.worse), ids(there.better))
    for name, estimate in there.differences.items():
        other = back.differences[name]
        assert (estimate is None) == (other is None)
        assert estimate is None or (other and estimate.value == pytest.approx(-other.value))


def test_a_run_against_itself_has_no_changes() -> None:
    found = between(AFTER, AFTER)
    assert not found.better and not found.worse
    assert {(e.value, e.low, e.high) for e in found.differences.values() if e} == {(0.0, 0.0, 0.0)}
    assert (
        to_text(found)
        == "Against the earlier run, 7 questions, end to end: 0 better, 0 worse, 7 alike."
    )


def test_retrieval_alone_does_not_mind_a_refusal_but_tells_it() -> None:
    found = between(BEFORE, AFTER, listed=True)
    assert ids(found.worse) == ["lost", "refused", "talked"]
    assert [change.refusal for change in found.worse] == [
        "",
        "wrongly refused now",
        "wrongly answered now",
    ]
    assert found.worse[1].values("need_recall@1500") == (1.0, 1.0)


def test_the_differences_are_the_means_by_hand() -> None:
    found = {name: (e.value, e.n) for name, e in between(BEFORE, AFTER).differences.items() if e}
    assert found["need_recall@1500"] == ((0.5 + 0 - 1 + 0 - 1) / 5, 5)
    assert found["first_hit"] == ((0 + 1 - 1 + 0 - 1) / 5, 5)
    assert (found["refused"], found["falsely_refused"]) == ((0.0, 2), (0.2, 5))
    # of the ten pairs five were tied and five in the wrong order; now five are tied and five in
    # order
    assert found["auroc"] == (0.75 - 0.25, 7)


def test_only_questions_that_both_runs_have_are_compared() -> None:
    found = between(BEFORE[:2], AFTER)
    assert (ids(found.better), found.worse, found.n) == (["half", "first"], (), 2)
    with pytest.raises(KBError, match=r"^the earlier run has none of these questions: "):
        between([row("other", 1)], AFTER)


def test_the_text_says_what_became_of_each_question() -> None:
    text = to_text(between(BEFORE, AFTER))
    assert text.startswith(
        "Against the earlier run, 7 questions, end to end: 3 better, 3 worse, 1"
        " alike.\n\nDifference, "
    )
    assert text.partition("\n\nBetter\n")[2].splitlines() == [
        "half     need_recall@1500 0.50 → 1.00: half?",
        "first    first_hit 0.00 → 1.00: first?",
        "silent   refused now: silent?",
        "",
        "Worse",
        (
            "refused  need_recall@1500 1.00 → 0.00; first_hit 1.00 → 0.00; wrongly refused now:"
            " refused?"
        ),
        "lost     need_recall@1500 1.00 → 0.00; first_hit 1.00 → 0.00: lost?",
        "talked   wrongly answered now: talked?",
    ]


def test_json_has_the_same() -> None:
    found = json.loads(json.dumps(to_dict(between(BEFORE, AFTER))))
    assert [row["id"] for row in found["worse"]] == ["refused", "lost", "talked"]
    assert found["better"][0] == {
        "id": "half",
        "question": "half?",
        "need_recall@1500": [0.5, 1.0],
        "first_hit": [1.0, 1.0],
        "abstained": [False, False],
    }
    assert found["differences"]["need_recall@1500"]["n"] == 5
