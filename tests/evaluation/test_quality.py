"""How good the answers are on the judged questions; and that no word of this corpus stands in the
package.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.articles.loading import load_corpus
from kb.evaluation.judged import measure, read_questions, run
from kb.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parents[2]
JUDGED = ROOT / "tests" / "questions.jsonl"

# What a reader is promised, with everything cited counted: within 600 characters (a glance) and
# 1,500 (a minute).
LEAST = {
    "need_recall@600": 0.80,
    "need_recall@1500": 0.90,
    "both_sides@1500": 0.90,
    "first_hit": 0.70,
}


@pytest.mark.slow
def test_the_judged_questions_are_answered_as_well_as_promised(articles: KnowledgeBase) -> None:
    judged = read_questions(JUDGED)
    rows = list(run(articles, judged))
    means, _ = measure(judged, rows, articles.corpus.documents, listed=True)
    assert {
        name: value
        for name, least in LEAST.items()
        if (value := means[name]) is None or value < least
    } == {}


@pytest.mark.slow
def test_every_citation_of_every_judged_question_can_be_verified(articles: KnowledgeBase) -> None:
    answers = [articles.ask(row["question"]) for row in read_questions(JUDGED)]
    assert {citation.verify() for answer in answers for citation in answer.citations} == {"exact"}


def test_no_name_of_this_corpus_stands_in_the_package() -> None:
    subjects = load_corpus(ROOT / "corpus").subjects
    names = [
        name
        for subject in subjects
        for name in (subject.id, subject.name, *subject.aliases, *subject.terms)
    ]
    pattern = re.compile(
        rf"\b(?:{'|'.join(re.escape(name) for name in names if len(name) > 3)})", re.I
    )
    found = {
        str(file.relative_to(ROOT)): pattern.findall(file.read_text(encoding="utf-8"))
        for file in (ROOT / "kb").rglob("*.py")
    }
    assert {file: names for file, names in found.items() if names} == {}
