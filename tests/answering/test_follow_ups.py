"""What is suggested to be asked: questions that the sources answer, each on the facet that it
names.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb import KnowledgeBase, build

QUESTIONS = [
    "How is the trade learned?",
    "Which tools does a confectioner use?",
    "Do bakers need a licence?",
    "Compare their training and their tools.",
    "What does a baker earn?",
    "Who earns more, a baker or a confectioner?",
    "bakers",
    "What is the capital of France?",
]
ARTICLES_QUESTIONS = [
    "How does the education of case managers and social workers differ?",
    "What does a case manager do all day?",
    "Do social workers need a license?",
    "Who earns more?",
    "Can a case manager counsel clients?",
    "How much does the degree of a social worker cost?",
]


def facets(base: KnowledgeBase, question: str, k: int = 6) -> list[str]:
    return [each.facet.id for each in base.follow_ups(base.ask(question), k)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_follow_up_is_answered_and_asks_for_its_facet_and_the_same_subjects(
    bakers: KnowledgeBase, question: str
) -> None:
    subjects = bakers.understand(question).subjects
    for each in bakers.follow_ups(bakers.ask(question)):
        understood = bakers.understand(each.question)
        assert understood.facets[0].facet.id == each.facet.id and set(understood.subjects) == set(
            subjects
        )
        answer = bakers.ask(each.question)
        assert answer.status == "answered"
        said_of = {
            id for citation in answer.citations for id in citation.evidence.sentence.subjects
        }
        assert said_of >= {subject.id for subject in subjects}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How is the trade learned?", {"licences", "tools"}),
        ("Which tools does a confectioner use?", {"licences", "training"}),
        ("Compare their training and their tools.", {"licences"}),
    ],
)
def test_what_was_answered_is_not_suggested_again(
    bakers: KnowledgeBase, question: str, expected: set[str]
) -> None:
    assert set(facets(bakers, question)) == expected


def test_what_was_asked_for_in_vain_may_be_suggested(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("Do bakers need a licence?")
    assert "licences" not in [each.facet.id for each in bakers.follow_ups(answer)]
    assert bakers.follow_ups(replace(answer, status="not covered"))[0].facet.id == "licences"


def test_the_facets_that_the_question_touches_come_first_and_then_the_corpus_decides(
    bakers: KnowledgeBase,
) -> None:
    question = "Compare their training and their tools."
    asked = [asked.facet.id for asked in bakers.understand(question).facets]
    rest = [facet.id for facet in bakers.corpus.facets if facet.id not in asked]
    found = [
        each.facet.id
        for each in bakers.follow_ups(replace(bakers.ask(question), status="not covered"))
    ]
    assert len(asked) > 1 and found == [*asked, *rest]


def test_at_most_k_are_suggested_the_first_ones(bakers: KnowledgeBase) -> None:
    every = facets(bakers, "bakers")
    assert len(every) == 3 and [facets(bakers, "bakers", k) for k in (1, 2, 9)] == [
        every[:1],
        every[:2],
        every,
    ]
    with pytest.raises(
        ValueError, match=r"^k is how many to return at most: expected 1 or more, got 0$"
    ):
        facets(bakers, "bakers", 0)


def test_a_facet_on_which_one_of_the_subjects_is_silent_is_not_suggested(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Boats\n\nA tug has an engine. A ferry has an engine. A ferry carries cargo.\n",
        encoding="utf-8",
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "tug"\n[[subjects]]\nname = "ferry"\n'
        '[[facets]]\nid = "engine"\ncues = ["engine"]\n[[facets]]\nid = "cargo"\ncues ='
        ' ["cargo"]\n',
        encoding="utf-8",
    )
    base = build(tmp_path, model="hash-256")
    assert facets(base, "Which engine does a ferry have?") == ["cargo"]
    assert (
        facets(base, "Which engine does a tug have?")
        == facets(base, "Which engine do a tug and a ferry have?")
        == []
    )


def test_a_facet_whose_question_would_be_taken_for_another_is_not_suggested(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Boats\n\nA tug has an engine. A tug is loud. A tug carries cargo.\n", encoding="utf-8"
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "tug"\n[[facets]]\nid = "cargo"\ncues = ["cargo"]\n[[facets]]\nid ='
        ' "power"\nname = "engine"\n[[facets]]\nid = "noise"\nname = "engine"\ncues = ["loud"]\n',
        encoding="utf-8",
    )
    base = build(tmp_path, model="hash-256")
    understood = base.understand("tug: engine").facets[0].facet.id
    assert understood in ("power", "noise") and facets(base, "Which cargo does a tug carry?") == [
        understood
    ]


@pytest.mark.parametrize("question", ["", "?!", "12345", "\x00", "ж", "x" * 4000])
def test_no_question_makes_the_suggestions_fail(bakers: KnowledgeBase, question: str) -> None:
    assert len(bakers.follow_ups(bakers.ask(question))) <= 3


def test_a_corpus_without_facets_suggests_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Boats\n\nA tug has an engine.\n", encoding="utf-8")
    base = build(tmp_path, model="hash-256")
    assert (
        not base.follow_ups(base.ask("What has a tug?"))
        and not base.examples()
        and not base.unanswered()
    )


@pytest.mark.slow
@pytest.mark.parametrize("question", ARTICLES_QUESTIONS)
def test_every_follow_up_on_the_articles_is_answered_and_leads_to_its_facet(
    articles: KnowledgeBase, question: str
) -> None:
    found = articles.follow_ups(articles.ask(question))
    assert len(found) > 1
    for each in found:
        answer = articles.ask(each.question)
        assert (each.question, answer.status) == (each.question, "answered")
        assert articles.understand(each.question).facets[0].facet.id == each.facet.id
        on_facet = [
            c for c in answer.citations if each.facet in articles.facets_of(c.evidence.sentence)
        ]
        assert on_facet and on_facet[0] in answer.citations[:2]


@pytest.mark.slow
def test_every_example_of_the_articles_is_answered_on_its_own_facet(
    articles: KnowledgeBase,
) -> None:
    examples = articles.examples(k=100)
    assert len(examples) >= 8
    given = articles.corpus.examples
    assert examples[: len(given)] == given
    for example in examples:
        assert (example, articles.ask(example).status) == (example, "answered")
    for example in examples[len(given) :]:
        of = next(facet.id for facet in articles.corpus.facets if example in facet.questions)
        assert of in [asked.facet.id for asked in articles.understand(example).facets]


def test_a_subject_without_evidence_stops_suggestions_only_if_it_was_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Boats\n\nA tug has a strong engine. A ferry has a weak engine.\n", encoding="utf-8"
    )
    subjects = "".join(f'[[subjects]]\nname = "{name}"\n' for name in ("tug", "ferry", "barge"))
    (tmp_path / "corpus.toml").write_text(
        f'{subjects}[[facets]]\nid = "engine"\ncues = ["engine"]\n', encoding="utf-8"
    )
    base = build(tmp_path, model="hash-256")
    assert [each.question for each in base.follow_ups(base.ask("Who rules the world?"))] == [
        "tug vs ferry: engine"
    ]
    assert base.follow_ups(base.ask("Who rules the barge?")) == ()
