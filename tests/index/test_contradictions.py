"""Sentences that may contradict each other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb import Document
from kb.articles.corpus import Corpus
from kb.articles.passages import passages_of
from kb.articles.sentences import sentences_of
from kb.index.contradictions import possible_disagreements
from kb.types import Block, Facet, Sentence, Subject

BAKER, LICENCE = Subject("baker", "baker"), Facet("licence", "licence")


def sentences(*texts: str, about: tuple[str, ...] = ("baker",)) -> list[Sentence]:
    """Each text a paragraph of its own."""
    text = "\n\n".join(texts)
    starts = [text.index(each) for each in texts]
    blocks = tuple(
        Block("paragraph", start, start + len(each))
        for start, each in zip(starts, texts, strict=True)
    )
    document = Document("a", text, blocks)
    found = [sentence for passage in passages_of(document) for sentence in sentences_of(passage)]
    return [Sentence(s.document, s.start, s.end, s.passage, s.label, about, "named") for s in found]


def pairs(*texts: str, alike: float = 1.0) -> list[set[str]]:
    found = sentences(*texts)
    vectors = np.array(
        [[alike**0.5, (1 - alike) ** 0.5 * (-1) ** i] for i in range(len(found))], dtype=np.float32
    )
    corpus = Corpus(Path(), "", (), (BAKER,), (LICENCE,))
    affinity = np.ones((len(found), 1), dtype=np.float32)
    return [
        {s.text for s in d.spans} for d in possible_disagreements(corpus, found, vectors, affinity)
    ]


MUST, NEED_NOT = "Bakers must hold a licence.", "Not all bakers require a licence."
MAY, MAY_NOT = "Bakers may sell cakes.", "Bakers are not allowed to sell cakes."


@pytest.mark.parametrize(
    ("one", "other"),
    [(MUST, NEED_NOT), (NEED_NOT, MUST), (MAY, MAY_NOT), (MUST, "Bakers don't need one.")],
)
def test_required_and_not_required_may_disagree(one: str, other: str) -> None:
    assert pairs(one, other) == [{one, other}]


@pytest.mark.parametrize(
    ("one", "other"),
    [(MUST, MUST + " Always."), (MAY, MUST), (MAY_NOT, NEED_NOT), (MUST, "Bakers rise early.")],
)
def test_what_agrees_or_speaks_of_something_else_does_not(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_sentences_that_are_little_alike_do_not() -> None:
    assert pairs(MUST, NEED_NOT, alike=0.7) == []  # a cosine of .4
    assert pairs(MUST, NEED_NOT, alike=0.9) == [{MUST, NEED_NOT}]  # a cosine of .8


def test_one_rule_said_over_and_over_makes_one_pair() -> None:
    assert pairs(MUST, "A licence is required of bakers.", NEED_NOT) == [{MUST, NEED_NOT}]
    assert len(pairs(MUST, NEED_NOT, MAY, MAY_NOT)) == 2


def test_sentences_of_one_passage_qualify_each_other() -> None:
    assert pairs(f"{MUST} {NEED_NOT}") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bakers must hold a guild licence.", "Bakers need not own the oven they use."),
        (
            "The guild requires three years at the oven.",
            "A name over the shop need not be his own.",
        ),
        ("Bakers may sell cakes at the fair.", "Bakers are not allowed to buy rye abroad."),
    ],
)
def test_what_is_required_here_and_what_is_not_there_must_be_the_same_thing(
    one: str, other: str
) -> None:
    assert pairs(one, other) == []


def test_a_sentence_about_several_or_mainly_on_another_facet_contradicts_nothing() -> None:
    found = sentences(MUST, NEED_NOT)
    vectors = np.ones((2, 1), dtype=np.float32)
    corpus = Corpus(Path(), "", (), (BAKER,), (LICENCE, Facet("tools", "tools")))
    both = [replace(each, subjects=("baker", "cook")) for each in found]
    on_licence = np.array([[1, 0], [1, 0]], dtype=np.float32)
    assert len(possible_disagreements(corpus, found, vectors, on_licence)) == 1
    assert possible_disagreements(corpus, both, vectors, on_licence) == ()
    apart = np.array([[1, 0], [0.6, 1]], dtype=np.float32)
    assert possible_disagreements(corpus, found, vectors, apart) == ()
