"""Search: every subject gets its share, nothing twice, and always in the same order."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kb.knowledge_base import KnowledgeBase, build
from kb.results import Hit

BAKERS = Path(__file__).parents[1] / "corpora" / "bakers"
QUESTION = "How does the training of bakers and confectioners differ?"
QUESTIONS = [
    QUESTION,
    "Is a licence needed?",
    "What does a pastry cook do?",
    "Which tools do they use?",
    "oven",
    "zzz yyy xxx",
]


def subjects_of(hits: list[Hit]) -> set[str]:
    return {subject for hit in hits for subject in hit.sentence.subjects}


@pytest.mark.parametrize("question", QUESTIONS)
def test_hits_are_distinct_passages_ranked_from_one(bakers: KnowledgeBase, question: str) -> None:
    hits = bakers.search(question, k=50)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    places = [(hit.passage.document.id, hit.passage.start) for hit in hits]
    assert len(set(places)) == len(places) > 5
    for hit in hits:
        assert hit.sentence.passage == hit.passage
        assert hit.passage.start <= hit.sentence.start < hit.sentence.end <= hit.passage.end
        assert hit.passage.document.text[hit.passage.start : hit.passage.end] == hit.passage.text


@pytest.mark.parametrize("k", [1, 2, 5, 1000])
def test_at_most_k_passages_come_and_fewer_are_the_first_of_more(
    bakers: KnowledgeBase, k: int
) -> None:
    every = bakers.search(QUESTION, k=10_000)
    assert bakers.search(QUESTION, k=k) == every[:k]


@pytest.mark.parametrize("k", [0, -3])
def test_k_below_one_is_refused(bakers: KnowledgeBase, k: int) -> None:
    for call in (bakers.search, bakers.ask):
        with pytest.raises(
            ValueError, match=f"^k is how many to return at most: expected 1 or more, got {k}$"
        ):
            call(QUESTION, k=k)


def test_both_subjects_are_among_the_first_hits_of_a_comparison(bakers: KnowledgeBase) -> None:
    assert subjects_of(bakers.search(QUESTION, k=3)) == {"baker", "confectioner"}


def test_a_question_on_one_subject_finds_that_subject_first(bakers: KnowledgeBase) -> None:
    for name, id_ in (("baker", "baker"), ("pastry cook", "confectioner")):
        assert all(
            id_ in hit.sentence.subjects for hit in bakers.search(f"What does a {name} learn?", k=3)
        )


def test_an_answer_on_one_subject_quotes_nothing_on_the_other_alone(bakers: KnowledgeBase) -> None:
    quoted = bakers.ask("Which tools does a baker use?").citations
    assert len(quoted) >= 4
    assert all(
        not c.evidence.sentence.subjects or "baker" in c.evidence.sentence.subjects for c in quoted
    )


@pytest.mark.parametrize("question", QUESTIONS)
def test_relevance_lies_between_0_and_1_and_falls_with_the_rank(
    bakers: KnowledgeBase, question: str
) -> None:
    relevances = [hit.relevance for hit in bakers.search(question, k=50)]
    assert all(1 >= a >= b >= 0 for a, b in pairwise(relevances))
    assert relevances[0] > relevances[-1]


def test_for_one_subject_alone_raw_scores_fall_with_the_rank(bakers: KnowledgeBase) -> None:
    hits = bakers.search("Which tools does a confectioner use?", k=50)
    scores = [hit.evidence.why.score for hit in hits if hit.evidence.why]
    assert all(a >= b for a, b in pairwise(scores))


def test_the_score_of_a_hit_is_deprecated_and_names_its_successors(bakers: KnowledgeBase) -> None:
    (hit,) = bakers.search("Which tools does a confectioner use?", k=1)
    with pytest.warns(DeprecationWarning, match=r"^Hit\.score is deprecated: use Hit\.relevance"):
        assert hit.evidence.why and hit.score == hit.evidence.why.score


def test_a_word_that_only_one_passage_has_finds_it_first(bakers: KnowledgeBase) -> None:
    assert "cellar" in bakers.search("cellar", k=1)[0].passage.text
    assert "caramel" in bakers.search("What is done with hot caramel?", k=1)[0].passage.text


def test_boilerplate_and_headings_are_never_found(bakers: KnowledgeBase) -> None:
    for question in (*QUESTIONS, "Subscribe now", "A working day", "The confectioner's almanac"):
        texts = {hit.passage.text for hit in bakers.search(question, k=1000)}
        assert not texts & {"Subscribe now", "A working day", "The confectioner's almanac"}


def test_who_wrote_an_article_can_be_found(bakers: KnowledgeBase) -> None:
    assert (
        bakers.search("When was this article by Ada Miller published?", k=1)[0].passage.kind
        == "byline"
    )


def test_a_byline_answers_no_question_on_the_matter(bakers: KnowledgeBase) -> None:
    assert "byline" not in [
        hit.passage.kind for hit in bakers.search("What does a baker do in May?", k=4)
    ]


def test_the_same_question_finds_the_same(bakers: KnowledgeBase, tmp_path: Path) -> None:
    again = build(BAKERS, index=tmp_path, model="hash-256")
    for question in QUESTIONS:
        assert (
            again.search(question, k=100)
            == bakers.search(question, k=100)
            == bakers.search(question, k=100)
        )


@pytest.mark.parametrize("question", ["", "   ", "?!", "…", "\0\x07", "1", "—"])
def test_what_is_no_question_finds_nothing(bakers: KnowledgeBase, question: str) -> None:
    assert bakers.search(question) == []


@pytest.mark.slow
def test_paraphrases_find_what_shares_no_word_with_them(real_bakers: KnowledgeBase) -> None:
    (hit,) = real_bakers.search("Where do candy makers do their job?", k=1)
    assert (
        hit.passage.text == "Confectioners work in a cool room, such as a cellar."
        or "confectioner" in hit.sentence.subjects
    )
    found = [
        hit.passage.text
        for hit in real_bakers.search("At what hour does the bread maker get up?", k=3)
    ]
    assert any("three in the morning" in text for text in found)


@pytest.mark.slow
def test_both_subjects_are_among_the_first_hits_with_the_real_model(
    real_bakers: KnowledgeBase,
) -> None:
    for question in (
        "How does their schooling differ?",
        QUESTION,
        "baker vs confectioner: licence",
        "Compare where they work",
    ):
        assert subjects_of(real_bakers.search(question, k=4)) == {"baker", "confectioner"}


def test_a_question_for_a_list_gets_the_whole_list_in_order_and_then_the_rest(
    tmp_path: Path,
) -> None:
    items = ["Peel: long.", "Scale: for flour and tools.", "Bowl: of wood.", "Knife: for crusts."]
    listed = "".join(f"- {item}\n" for item in items)
    (tmp_path / "a.md").write_text(
        "# Bakers\n\nBakers have tools of their own, and tools are dear to bakers.\n\n"
        f"## Tools of bakers\n\n{listed}\n## Hours\n\nBakers rise at three.\n",
        encoding="utf-8",
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "baker"\n[[facets]]\nid = "tools"\ncues = ["tools"]\n',
        encoding="utf-8",
    )
    base = build(tmp_path, model="hash-256")
    quoted = [citation.text for citation in base.ask("List all tools of bakers.").citations]
    assert quoted[:4] == items and len(quoted) > 4
    assert [c.text for c in base.ask("Which tools have bakers?").citations][:4] != items


def test_two_items_under_a_heading_make_no_list(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# Bakers\n\nAll tools of bakers are tools of bakers.\n\n## Tools of bakers\n\n"
        "- At night.\n- By day.\n",
        encoding="utf-8",
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "baker"\n[[facets]]\nid = "tools"\ncues = ["tools"]\n',
        encoding="utf-8",
    )
    answer = build(tmp_path, model="hash-256").ask("List all tools of bakers.")
    assert answer.citations[0].text == "All tools of bakers are tools of bakers."
