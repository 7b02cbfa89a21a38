"""Questions on the whole: which are, and what they get."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.answering.overview import CHARACTERS
from kb.errors import CorpusError, LimitError
from kb.knowledge_base import KnowledgeBase, build
from kb.results import Answer, Comparison
from kb.types import Overview

ARTICLE = """# Tugs and ferries

Although both are boats, a tug and a ferry differ in nearly everything. Both tugs and ferries need a
licence.

There are some key differences between the two:

- Engine: A tug has a strong engine for its size. A ferry has a quiet engine.
- Crew: A tug sails with three hands. A ferry sails with a crew of twelve.
- Cargo: A tug carries nothing itself. A ferry carries cars and people.

A tug is a small boat that pulls ships. A ferry is a boat that crosses a river.

Tugs lie in every harbour. Ferries lie on both banks of a river.
"""
TOML = """
subjects_are = "things"
everyone = ["both boats"]
[[subjects]]
name = "tug"
[[subjects]]
name = "ferry"
[[facets]]
id = "place"
cues = ["harbour", "bank", "lie"]
[[facets]]
id = "engine"
cues = ["engine", "motor"]
[[facets]]
id = "crew"
cues = ["crew", "hands"]
[[facets]]
id = "cargo"
cues = ["cargo", "carries"]
[[open_topics]]
id = "price"
cues = ["price", "cost"]
"""


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("boats")
    (folder / "boats.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "corpus.toml").write_text(TOML, encoding="utf-8")
    return build(folder, model="hash-256")


def table(answer: Answer) -> Comparison:
    assert answer.comparison
    return answer.comparison


@pytest.mark.parametrize(
    ("question", "wants", "count"),
    [
        ("What is the difference between a tug and a ferry?", "difference", None),
        ("tug vs ferry", "difference", None),
        ("ferry tug", "difference", None),
        ("Are they the same?", "difference", None),
        ("where does the one stop and the other begin", "difference", None),
        ("i thought its one ship with two names", "difference", None),
        ("give me the short version of both articles", "difference", None),
        ("main points i should remember", "difference", None),
        ("Give me two differences between tugs and ferries.", "difference", 2),
        ("3 points of contrast between tug and ferry", "difference", 3),
        ("What do a tug and a ferry have in common?", "common", None),
        ("Tell me about tugs.", "one_subject", None),
        ("ferry", "one_subject", None),
    ],
)
def test_a_question_on_the_whole_is_known_in_any_wording(
    boats: KnowledgeBase, question: str, wants: Overview, count: int | None
) -> None:
    asked = boats.understand(question)
    assert (asked.kind, asked.wants, asked.count) == ("overview", wants, count)
    assert boats.ask(question).overview == wants


@pytest.mark.parametrize(
    "question",
    [
        "How does the engine of a tug differ from that of a ferry?",
        "tug vs ferry: crew",
        "What is the difference in price between a tug and a ferry?",
        "Which of them carries cars?",
        "How many hands does a tug have?",
    ],
)
def test_a_question_on_a_part_is_not(boats: KnowledgeBase, question: str) -> None:
    assert boats.understand(question).wants is None
    assert boats.ask(question).overview is None


def test_it_says_outright_what_sets_them_apart_and_then_what_the_source_lists(
    boats: KnowledgeBase,
) -> None:
    answer = boats.ask("What is the difference between a tug and a ferry?")
    comparison = table(answer)
    assert [quote.text for quote in comparison.outright] == [
        "Although both are boats, a tug and a ferry differ in nearly everything."
    ]
    assert [row.facet.id for row in comparison.rows][:3] == ["engine", "crew", "cargo"]
    engine = comparison.rows[0]
    assert [cell[0].text for cell in engine.cells] == [
        "Engine: A tug has a strong engine for its size.",
        "A ferry has a quiet engine.",
    ]
    assert (engine.verdict.kind, engine.verdict.rule) == ("different", "listed as a difference")


def test_as_many_as_are_asked_for_are_given(boats: KnowledgeBase) -> None:
    answer = boats.ask("Give me two differences between tugs and ferries.")
    assert len(table(answer).rows) == 2


def test_what_they_have_in_common_is_what_a_sentence_says_of_both(boats: KnowledgeBase) -> None:
    answer = boats.ask("What do a tug and a ferry have in common?")
    assert [quote.text for quote in table(answer).outright] == [
        "Both tugs and ferries need a\nlicence."
    ]


def test_of_one_it_says_first_what_it_is(boats: KnowledgeBase) -> None:
    answer = boats.ask("Tell me about ferries.")
    assert answer.citations[0].text == "A ferry is a boat that crosses a river."
    assert {"ferry"} == {subject for citation in answer.citations for subject in citation.about}
    assert len({citation.text for citation in answer.citations}) == len(answer.citations)


@pytest.mark.parametrize("question", ["tug vs ferry", "Tell me about tugs."])
def test_it_fits_one_screen_and_is_numbered_in_the_order_of_reading(
    boats: KnowledgeBase, question: str
) -> None:
    answer = boats.ask(question)
    assert sum(len(citation.text) for citation in answer.citations) <= CHARACTERS
    assert [each.number for each in answer.citations] == list(range(1, len(answer.citations) + 1))
    relevances = [each.relevance for each in answer.citations if each.relevance is not None]
    assert relevances == sorted(relevances, reverse=True)
    assert answer.status == "answered" and answer.to_dict()["overview"] == answer.overview


@pytest.mark.parametrize("k", [1, 2, 3, 4, 12])
@pytest.mark.parametrize("question", ["tug vs ferry", "Tell me about tugs.", "What is alike?"])
def test_at_most_k_citations_come_and_every_verdict_is_among_them(
    boats: KnowledgeBase, question: str, k: int
) -> None:
    answer = boats.ask(question, k)
    assert 0 < len(answer.citations) <= k
    for row in table(answer).rows:
        in_row = {citation.number for cell in row.cells for citation in cell}
        assert row.verdict.citation is None or row.verdict.citation in in_row
    assert answer.to_text() and answer.to_markdown()


def test_it_stands_in_every_rendering(boats: KnowledgeBase) -> None:
    answer = boats.ask("tug vs ferry")
    text, markdown = answer.to_text(), answer.to_markdown()
    assert text.startswith("What sets them apart.\n  [1] “Although both are boats")
    assert "On engine: different" in text
    assert markdown.startswith("**What sets them apart.**") and "| **engine** |" in markdown


def test_it_can_be_had_without_a_question(boats: KnowledgeBase) -> None:
    assert boats.overview() == table(boats.ask("tug vs ferry"))
    assert boats.overview("ferry") == table(boats.ask("Tell me about ferries."))
    assert len(boats.overview("tug", "ferry", k=1).rows) == 1
    with pytest.raises(LimitError):
        boats.overview(k=0)
    with pytest.raises(CorpusError):
        boats.overview("barge")


def test_where_nothing_can_be_said_on_the_whole_the_question_is_answered_as_any_other(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text("Tugs pull ships at night.\n", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "tug"\n[[subjects]]\nname = "ferry"\n', encoding="utf-8"
    )
    answer = build(tmp_path, model="hash-256").ask("tug vs ferry")
    assert answer.overview is None and answer.shown


def test_an_alias_may_be_a_kind_and_asks_for_no_overview_but_a_questions_own_name_does(
    tmp_path: Path,
) -> None:
    (tmp_path / "boats.md").write_text(ARTICLE, encoding="utf-8")
    named = 'name = "tug"\naliases = ["pusher tug"]\nasked_as = ["towing"]'
    (tmp_path / "corpus.toml").write_text(TOML.replace('name = "tug"', named), encoding="utf-8")
    base = build(tmp_path, model="hash-256")
    assert base.understand("What is a pusher tug?").wants is None
    assert base.understand("towing vs ferry").wants == "difference"
    assert base.understand("Tell me about towing.").wants == "one_subject"


@pytest.mark.slow
def test_the_question_that_everybody_asks_first_is_answered_with_what_sets_them_apart(
    articles: KnowledgeBase,
) -> None:
    names = [subject.name for subject in articles.corpus.subjects]
    answer = articles.ask(f"What is the difference between a {names[1]} and a {names[0]}?")
    rows = {row.facet.id: row.verdict.kind for row in table(answer).rows}
    assert set(rows) == {
        "education",
        "licensure",
        "scope_of_practice",
        "approach",
        "focus_population",
    }
    assert set(rows.values()) == {"different"}
    sources = {quote.source for quote in table(answer).outright}
    assert sources == {"carepatron", "careertrend"}


def test_a_case_gets_what_comes_nearest_over_what_sets_the_subjects_apart(
    boats: KnowledgeBase,
) -> None:
    answer = boats.ask(
        "grandma stands on the far bank of a river with her old car and two people, who gets them"
    )
    assert (answer.status, answer.overview) == ("partly covered", "difference")
    assert answer.reason and answer.reason.kind == "no such case"
    assert table(answer).outright and table(answer).rows
    assert answer.citations[0].number == 1
    assert str(answer.reason) in " ".join(answer.to_text().split())


def test_an_overview_of_one_subject_quotes_nothing_on_the_other(boats: KnowledgeBase) -> None:
    quoted = [c for row in table(boats.ask("What is a tug?")).rows for c in row.in_reading_order]
    assert quoted and all(c.evidence.sentence.subjects == ("tug",) for c in quoted)


def test_where_no_source_disagrees_that_is_the_answer(boats: KnowledgeBase) -> None:
    answer = boats.ask("Do the articles contradict each other?")
    assert answer.status == "not covered"
    assert answer.reason and answer.reason.kind == "no disagreement"


def test_a_subject_that_no_sentence_defines_is_told_by_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "boats.txt").write_text(
        "Tugs lie in every harbour.\n\nTugs pull big ships into a port.\n\nA ferry has a crew.",
        encoding="utf-8",
    )
    toml = '[[subjects]]\nname = "tug"\n[[subjects]]\nname = "ferry"\n'
    (tmp_path / "corpus.toml").write_text(toml, encoding="utf-8")
    told = table(build(tmp_path, model="hash-256").ask("What is a tug?")).outright
    assert told and all(c.evidence.sentence.subjects == ("tug",) for c in told)
