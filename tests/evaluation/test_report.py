"""The report: every measure with its interval, by type of question, and how well questions and
sentences were understood.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from kb.evaluation.judged import run
from kb.evaluation.report import report, to_dict, to_text, understood
from kb.knowledge_base import KnowledgeBase

TRAINING = {
    "source": "guild",
    "quote": "A baker learns the trade in three years at a bakery.",
    "side": "baker",
    "grade": 2,
}
LICENCE = {
    "source": "guild",
    "quote": "confectioners need no licence",
    "side": "confectioner",
    "grade": 2,
}


def question(id_: str, text: str, *evidence: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "type": "one_sided",
        "question": text,
        "answerable": bool(evidence),
        "evidence": list(evidence),
        **more,
    }


JUDGED = [
    question(
        "training", "How is a baker trained?", TRAINING, entities=["baker"], facets=["training"]
    ),
    question(
        "licence",
        "Do confectioners need a licence?",
        LICENCE,
        entities=["confectioner"],
        facets=["licences"],
        type="yes_no",
    ),
    question(
        "silent",
        "Is a baker paid more than a sailor?",
        entities=["baker"],
        facets=[],
        type="unanswerable",
    ),
    question("either", "Are bakers glad?", expected="answer_or_abstain"),
]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {"subjects": 1.0, "top_facet": 1.0, "attribution": 1.0}),
        (
            {"entities": ["baker", "confectioner"]},
            {"subjects": 0.0, "top_facet": 1.0, "attribution": 1.0},
        ),
        (
            {"question": "How are bakers or confectioners trained?"},
            {"subjects": 0.0, "top_facet": 1.0, "attribution": 1.0},
        ),
        ({"facets": ["tools", "nights"]}, {"subjects": 1.0, "top_facet": 0.0, "attribution": 1.0}),
        (
            {"evidence": [TRAINING, TRAINING | {"side": "confectioner"}]},
            {"subjects": 1.0, "top_facet": 1.0, "attribution": 0.5},
        ),
        (
            {"evidence": [TRAINING | {"side": "both"}]},
            {"subjects": 1.0, "top_facet": 1.0, "attribution": 0.0},
        ),
        ({"entities": [], "facets": [], "evidence": []}, {}),
        ({"question": "x" * 9000}, {"subjects": 0.0, "top_facet": 0.0, "attribution": 1.0}),
    ],
)
def test_what_the_judges_say_is_what_is_measured(
    bakers: KnowledgeBase, changed: dict[str, Any], expected: dict[str, float]
) -> None:
    assert understood(bakers, [JUDGED[0] | changed]) == [expected]


def test_a_whole_sentence_and_a_part_of_it_are_on_its_own_side(bakers: KnowledgeBase) -> None:
    sentences = [
        s for s in bakers.index.sentences if s.subjects and len(s.text) > 40
    ]  # a part of a shorter one may stand elsewhere
    assert len(sentences) > 10
    for sentence in sentences:
        for text in (sentence.text, sentence.text[: len(sentence.text) // 3]):
            side = sentence.subjects[0] if len(sentence.subjects) == 1 else "both"
            evidence = {"source": sentence.document.id, "quote": text, "side": side, "grade": 1}
            assert understood(bakers, [question("q", "Who?", evidence)]) == [
                {"attribution": 1.0}
            ], text


def test_a_quote_of_several_sentences_is_on_the_sides_of_all(bakers: KnowledgeBase) -> None:
    sentences = [s for s in bakers.index.sentences if s.document.id == "guild"]
    some = next(
        (one, two, three)
        for one, two, three in zip(sentences, sentences[1:], sentences[2:], strict=False)
        if one.subjects == two.subjects != three.subjects
        and len(three.subjects) == 1
        and 2 * max(len(s.text) for s in (one, two, three)) < three.end - one.start
    )
    quote = some[0].document.text[some[0].start : some[2].end]
    for side in (*some[0].subjects, *some[2].subjects, "both"):
        evidence = {"source": "guild", "quote": quote, "side": side, "grade": 2}
        assert understood(bakers, [question("q", "Who?", evidence)]) == [{"attribution": 1.0}], side


def test_the_report_holds_every_part_and_leaves_out_what_does_not_count(
    bakers: KnowledgeBase,
) -> None:
    found = report(bakers, iter(JUDGED), run(bakers, JUDGED))
    assert [j.row["id"] for j in found.judged] == ["training", "licence", "silent"]
    assert len(found.understood) == 3
    assert list(found.by_type) == ["one_sided", "yes_no"]
    verifiable, subjects, auroc = (
        found.end_to_end["verifiable"],
        found.understanding["subjects"],
        found.abstention["auroc"],
    )
    assert verifiable and verifiable.value == 1.0
    assert subjects and (subjects.value, subjects.n) == (1.0, 3)
    assert auroc and auroc.n == 3


def test_a_refusal_costs_the_answer_and_not_the_retrieval(bakers: KnowledgeBase) -> None:
    rows = [row | {"abstained": True} for row in run(bakers, JUDGED)]
    found = report(bakers, JUDGED, rows)
    pairs = [
        (found.end_to_end["need_recall@1500"], found.retrieval["need_recall@1500"]),
        found.by_type["yes_no"],
    ]
    assert [(a and a.value, b and b.value) for a, b in pairs] == [(0.0, 1.0), (0.0, 1.0)]


def test_the_report_in_json_has_all_that_the_text_has(bakers: KnowledgeBase) -> None:
    found = report(bakers, JUDGED, run(bakers, JUDGED))
    coded, text = json.loads(json.dumps(to_dict(found))), to_text(found)
    assert text.startswith("3 questions, 2 of them answerable.\n")
    parts = ("end_to_end", "retrieval", "abstention", "need_recall@1500 by type", "understanding")
    names = [name for part in parts for name in coded[part]]
    assert [name for name in names if f"\n{name} " not in text] == []
    assert coded["end_to_end"].keys() == coded["retrieval"].keys()
    assert [row["id"] for row in coded["by_question"]] == ["training", "licence", "silent"]
    assert coded["by_question"][0]["understanding"] == {
        "subjects": 1.0,
        "top_facet": 1.0,
        "attribution": 1.0,
    }


def test_a_report_on_nothing_is_empty_and_no_error(bakers: KnowledgeBase) -> None:
    assert "need_recall@600                0   -                     -\n" in to_text(
        report(bakers, [], [])
    )


def test_understanding_a_question_is_what_asking_it_begins_with(bakers: KnowledgeBase) -> None:
    asked = bakers.understand("How is a bakr trained?")
    assert (asked.text, asked.mended) == ("How is a bakr trained?", "How is a baker trained?")
    assert [s.id for s in asked.subjects] == ["baker"] and asked.facets[0].facet.id == "training"
