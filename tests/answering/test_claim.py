"""A claim that the sources make of another subject, or in words that they never use, is not
confirmed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kb import KnowledgeBase, build
from kb.results import Facts, Reason

ARTICLE = """Bakers knead heavy dough with both hands before dawn.

Confectioners temper dark chocolate on a marble slab.

Bakers and confectioners share a kitchen.
"""
TOML = '[[subjects]]\nname = "baker"\n[[subjects]]\nname = "confectioner"\n'


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    (tmp_path / "trade.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(TOML, encoding="utf-8")
    return build(tmp_path, model="hash-256")


def test_what_is_said_of_the_other_comes_first_and_is_called_so(base: KnowledgeBase) -> None:
    answer = base.ask("Do bakers temper dark chocolate on a marble slab?")
    assert answer.status == "partly covered"
    baker, confectioner = base.corpus.subjects
    facts = Facts(subjects=(baker,), said_of=(confectioner,), citation=1)
    assert answer.reason == Reason("said of others", facts)
    assert answer.citations[0].text == "Confectioners temper dark chocolate on a marble slab."
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_what_is_said_of_the_subject_itself_is_answered(base: KnowledgeBase) -> None:
    answer = base.ask("Do confectioners temper dark chocolate on a marble slab?")
    assert (answer.status, answer.reason) == ("answered", None)


def test_a_claim_in_words_that_no_source_says_names_them(base: KnowledgeBase) -> None:
    answer = base.ask("Do bakers knead heavy dough under purple umbrellas?")
    assert answer.status == "partly covered"
    assert answer.reason == Reason("claim not in these words", Facts(words=("purple", "umbrellas")))


def test_an_open_question_is_no_claim(base: KnowledgeBase) -> None:
    assert base.ask("How do bakers knead heavy dough, purple umbrellas aside?").status == "answered"


def test_a_comparison_is_not_stated_by_what_compares_nothing(base: KnowledgeBase) -> None:
    (held,) = base.held("Bakers temper more dark chocolate on a marble slab than confectioners.")
    assert held.goes_beyond and held.state != "stated"
