"""The measures: what a reader finds within a budget, which side quotes are given to, and what is
refused.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb.errors import KBError
from kb.evaluation.judged import judge, measure, measures, read_questions, read_run, refusals, run
from kb.knowledge_base import KnowledgeBase
from kb.types import Document

# White space is not counted: every line of one article has the same size.
BAKER = [f"Bakers  knead  loaf  number  {n:04}  daily." for n in range(60)]
COOK = [f"Pastry  cooks  bake  cake  number  {n:04}." for n in range(60)]
DOCUMENTS = (Document("b", "\n".join(BAKER)), Document("c", "\n".join(COOK)))
SIDES = ["baker", "cook"]


def quote(source: str, first: int, last: int | None = None) -> dict[str, str]:
    """Lines first..last of the article as a citation's or an evidence's source and text."""
    lines = BAKER if source == "b" else COOK
    return {"source": source, "text": "\n".join(lines[first : (last or first) + 1])}


def evidence(
    side: str, source: str, first: int, last: int | None = None, grade: int = 2, **more: str
) -> dict[str, Any]:
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


def row(
    id_: str, confidence: float, *citations: dict[str, str], abstained: bool = False
) -> dict[str, Any]:
    return {
        "id": id_,
        "abstained": abstained,
        "confidence": confidence,
        "citations": list(citations),
    }


def cited(side: str, source: str, first: int, last: int | None = None) -> dict[str, str]:
    return {**quote(source, first, last), "side": side}


JUDGED = [
    question(
        "two needs",
        evidence("baker", "b", 3),
        evidence("cook", "c", 5),
        evidence("cook", "c", 6, grade=1),
    ),
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
    row(
        "two needs", 0.9, cited("baker", "b", 2, 4), cited("baker", "c", 5), cited("cook", "b", 59)
    ),
    row(
        "alternatives",
        0.8,
        cited("baker", "b", 8, 12),
        cited("both", "c", 38, 59),
        cited("baker", "b", 30),
    ),
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
    # ten lines of equal size, the baker's among them; the cook's was not cited
    rows = [row("q", 0.5, cited("baker", "b", 0, 9))]
    means, (one,) = measure(judged, rows, DOCUMENTS)
    assert one.end_to_end["need_recall@600"] == 0.5
    assert one.end_to_end["full@600"] == one.end_to_end["both_sides@600"] == 0.0
    assert one.end_to_end["precision@600"] == 1 / 10
    assert one.end_to_end["first_hit"] == one.end_to_end["side_accuracy"] == 1.0
    assert (means["falsely_refused"], means["refused"], means["auroc"], means["refused@5%"]) == (
        0.0,
        None,
        None,
        None,
    )


# The same with every answerable question answered.
COMPLETE = [*RUN, row("without a row", 0.5, cited("baker", "b", 1)), row("also without a row", 0.1)]

# Computed with the reference scorer of these judged questions, which is a program of its own, and
# typed in.
EXPECTED: dict[str, dict[str, float]] = {
    "run": {
        "need_recall@600": 0.583333,
        "need_recall@1500": 0.666667,
        "need_recall@3000": 0.666667,
        "full@600": 0.5,
        "full@1500": 0.666667,
        "full@3000": 0.666667,
        "both_sides@600": 0.6,
        "both_sides@1500": 0.6,
        "both_sides@3000": 0.6,
        "precision@600": 0.370281,
        "precision@1500": 0.369037,
        "precision@3000": 0.369037,
        "first_hit": 0.5,
        "side_accuracy": 0.791667,
        "verifiable": 1.0,
        "refused": 0.333333,
        "falsely_refused": 0.333333,
        "auroc": 0.361111,
        "refused@5%": 0.0,
    },
    "listed": {
        "need_recall@600": 0.75,
        "need_recall@1500": 0.833333,
        "need_recall@3000": 0.833333,
        "full@600": 0.666667,
        "full@1500": 0.833333,
        "full@3000": 0.833333,
        "both_sides@600": 0.6,
        "both_sides@1500": 0.6,
        "both_sides@3000": 0.6,
        "precision@600": 0.536947,
        "precision@1500": 0.535704,
        "precision@3000": 0.535704,
        "first_hit": 0.666667,
        "side_accuracy": 0.833333,
        "verifiable": 1.0,
        "refused": 0.333333,
        "falsely_refused": 0.333333,
        "auroc": 0.361111,
        "refused@5%": 0.0,
    },
    "complete": {
        "need_recall@600": 0.75,
        "need_recall@1500": 0.833333,
        "need_recall@3000": 0.833333,
        "full@600": 0.666667,
        "full@1500": 0.833333,
        "full@3000": 0.833333,
        "both_sides@600": 0.6,
        "both_sides@1500": 0.6,
        "both_sides@3000": 0.6,
        "precision@600": 0.536947,
        "precision@1500": 0.535704,
        "precision@3000": 0.535704,
        "first_hit": 0.666667,
        "side_accuracy": 0.833333,
        "verifiable": 1.0,
        "refused": 0.333333,
        "falsely_refused": 0.166667,
        "auroc": 0.75,
        "refused@5%": 0.333333,
    },
}


@pytest.mark.parametrize(
    ("name", "rows", "listed"),
    [("run", RUN, False), ("listed", RUN, True), ("complete", COMPLETE, False)],
    ids=str,
)
def test_the_measures_are_the_reference_scorers(
    name: str, rows: list[dict[str, Any]], listed: bool
) -> None:
    means, _ = measure(JUDGED, rows, DOCUMENTS, listed)
    assert {measured: value and round(value, 6) for measured, value in means.items()} == EXPECTED[
        name
    ]


def test_the_order_of_the_rows_does_not_matter() -> None:
    assert measure(JUDGED, RUN[::-1], DOCUMENTS)[0] == measure(JUDGED, RUN, DOCUMENTS)[0]


def test_white_space_list_marks_and_kinds_of_quote_marks_are_not_counted() -> None:
    documents = [Document("a", "• The baker’s “loaf”\n  is done.")]
    judged = [
        question(
            "q",
            {"source": "a", "quote": 'The baker\'s "loaf" is done.', "side": "baker", "grade": 2},
        )
    ]
    means, _ = measure(
        judged,
        [row("q", 1.0, {"source": "a", "text": "The baker’s “loaf”\n  is done."})],
        documents,
    )
    assert (means["need_recall@600"], means["precision@600"]) == (1.0, 1.0)


def test_judges_may_call_the_articles_otherwise() -> None:
    judged = [question("q", {**evidence("baker", "b", 3), "source": "000"})]
    means, _ = measure(judged, [row("q", 1.0, quote("b", 3))], DOCUMENTS)
    assert means["first_hit"] == 1.0


def test_long_citations_win_nothing() -> None:
    judged = [question("q", evidence("baker", "b", 59))]
    short, _ = measure(judged, [row("q", 1.0, quote("b", 59))], DOCUMENTS)
    long, _ = measure(judged, [row("q", 1.0, quote("b", 0, 59))], DOCUMENTS)
    assert (short["need_recall@600"], long["need_recall@600"], long["need_recall@3000"]) == (
        1.0,
        0.0,
        1.0,
    )


def test_nothing_measured_is_none() -> None:
    assert set(measure([], [], DOCUMENTS)[0].values()) == {None}


def test_a_quote_that_no_article_holds_is_told() -> None:
    judged = [question("q", {"source": "b", "quote": "Sailors sail.", "side": "baker", "grade": 2})]
    with pytest.raises(KBError) as error:
        measure(judged, [row("q", 1.0)], DOCUMENTS)
    assert (
        str(error.value)
        == "no article holds the quote “Sailors sail.”: these questions were judged on other"
        " articles than this corpus"
    )


def test_a_citation_that_stands_nowhere_is_read_finds_nothing_and_is_counted_as_not_verbatim() -> (
    None
):
    judged = [question("q", evidence("baker", "b", 3))]
    invented = {
        "source": "b",
        "text": "\n".join(f"Sailors  sail  loaf  number  {n:04}  daily." for n in range(9)),
        "side": "baker",
    }
    assert len("".join(invented["text"].split())) == len("".join(quote("b", 0, 8)["text"].split()))
    true, _ = measure(judged, [row("q", 1.0, cited("baker", "b", 3))], DOCUMENTS)
    after, _ = measure(judged, [row("q", 1.0, invented, cited("baker", "b", 3))], DOCUMENTS)
    assert (
        true["verifiable"],
        true["need_recall@600"],
        true["first_hit"],
        true["precision@600"],
    ) == (1.0, 1.0, 1.0, 1.0)
    assert (
        after["verifiable"],
        after["need_recall@600"],
        after["first_hit"],
        after["precision@600"],
    ) == (0.5, 1.0, 0.0, 0.1)
    assert after["side_accuracy"] == 1.0  # an invented one is on no side


@pytest.mark.parametrize(
    ("text", "verbatim"),
    [
        (BAKER[0], 1.0),
        ("Bakers knead\nloaf number 0000 daily.", 1.0),
        (BAKER[0].lower(), 0.0),
        (COOK[0], 0.0),
        (" ", 0.0),
    ],
)
def test_a_citation_is_verifiable_word_for_word_in_its_own_source(
    text: str, verbatim: float
) -> None:
    means, _ = measure([question("q")], [row("q", 1.0, {"source": "b", "text": text})], DOCUMENTS)
    assert means["verifiable"] == verbatim


def test_every_question_is_judged_end_to_end_and_for_retrieval_alone() -> None:
    judged = {j.row["id"]: j for j in judge(iter(JUDGED), iter(RUN), DOCUMENTS)}
    assert list(judged) == [q["id"] for q in JUDGED[:-2]]
    refused = judged["refused wrongly"]
    assert (refused.end_to_end["need_recall@600"], refused.retrieval["need_recall@600"]) == (
        0.0,
        1.0,
    )
    assert [id_ for id_, j in judged.items() if j.is_right] == [
        "two needs",
        "alternatives",
        "both at once",
        "one side",
        "refused rightly",
    ]
    for id_ in ("answered wrongly", "refused rightly"):
        assert (
            judged[id_].end_to_end == judged[id_].retrieval == {"citations": 1.0, "verbatim": 1.0}
        )


def test_every_measure_has_an_interval_around_it_that_never_changes() -> None:
    judged = judge(JUDGED, RUN, DOCUMENTS)
    found = measures(judged) | refusals(judged)
    assert found == measures(judged) | refusals(judged)
    for name, estimate in found.items():
        assert estimate and estimate.low <= estimate.value <= estimate.high, name
    recall = found["need_recall@600"]
    assert recall and recall.n == 6 and recall.low < 0.5 and recall.high > 0.7


def test_judged_questions_are_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        "\n".join(["", *(json.dumps(q, ensure_ascii=False) for q in JUDGED), "  "]),
        encoding="utf-8",
    )
    assert read_questions(file) == JUDGED


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "{not json}",
            (
                "is not JSON (Expecting property name enclosed in double quotes: line 1 column 2"
                " (char 1))"
            ),
        ),
        ("[]", "is no judged question: answerable, evidence, id, question missing"),
        (
            '"id question answerable evidence"',
            "is no judged question: answerable, evidence, id, question missing",
        ),
        ('{"id": "a", "question": "b?"}', "is no judged question: answerable, evidence missing"),
    ],
)
def test_a_line_that_is_no_judged_question_is_named(
    tmp_path: Path, line: str, problem: str
) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(f"{json.dumps(JUDGED[0])}\n{line}\n", encoding="utf-8")
    with pytest.raises(KBError) as error:
        read_questions(file)
    assert str(error.value).startswith(f"{file}, line 2 {problem}")


@pytest.mark.parametrize("data", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "q.jsonl"
    if data:
        file.write_bytes(data)
    with pytest.raises(
        KBError,
        match=(
            r"q\.jsonl cannot be read \(.*\): name a JSON Lines file in UTF-8,"
            r" one judged question a line$"
        ),
    ):
        read_questions(file)


def test_a_run_has_a_row_a_question_with_verbatim_citations(bakers: KnowledgeBase) -> None:
    asked = ["How is a baker trained?", "Who earns more?", "", "x" * 9000]
    judged = [{"id": str(number), "question": text} for number, text in enumerate(asked)]
    done: list[int] = []
    rows = list(run(bakers, judged, done.append))
    assert done == [1, 2, 3, 4]
    assert [(r["id"], r["abstained"]) for r in rows] == [
        ("0", False),
        ("1", True),
        ("2", True),
        ("3", True),
    ]
    assert rows[3] == {"id": "3", "abstained": True, "confidence": 0.0, "citations": []}
    text_of = {document.id: document.text for document in bakers.corpus.documents}
    for citation in rows[0]["citations"]:
        assert text_of[citation["source"]][citation["start"] : citation["end"]] == citation["text"]
        assert citation["side"] in ("baker", "confectioner", "both", "")
    json.dumps(rows)


def test_a_run_can_be_kept_to_fewer_citations(bakers: KnowledgeBase) -> None:
    (some,) = run(bakers, [{"id": "0", "question": "How is a baker trained?"}], k=2)
    assert len(some["citations"]) == 2


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    file.write_text("".join(json.dumps(r) + "\n" for r in RUN), encoding="utf-8")
    assert read_run(file) == RUN
    file.write_text(json.dumps(JUDGED[0]), encoding="utf-8")
    with pytest.raises(
        KBError,
        match=r"run\.jsonl, line 1 is no row of a run: abstained, citations, confidence missing$",
    ):
        read_run(file)
