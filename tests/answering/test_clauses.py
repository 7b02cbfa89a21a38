"""Of whom each word of a text is said, and where its clauses end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answering.clauses import Teller
from kb.embedding.hashing import HashEmbedder
from kb.index.names import Names
from kb.types import Subject

TUG, FERRY = Subject("tug", "tug"), Subject("ferry", "ferry")
TELLER = Teller(Names([TUG, FERRY]), HashEmbedder(16))


def said_of(text: str) -> dict[str, tuple[str, ...]]:
    """Whom each content word of the text is said of."""
    return {word.text: word.subjects for word in TELLER.tell(text).words}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Whereas a tug pulls, a ferry carries cars.", {"pulls": "tug", "cars": "ferry"}),
        ("A tug pulls but ferries carry cars.", {"pulls": "tug", "cars": "ferry"}),
        ("Unlike ferries, tugs carry nobody harmful.", {"harmful": "tug"}),
        ("A ferry is faster than a tug.", {"faster": "ferry"}),
    ],
)
def test_a_word_is_said_of_whom_its_clause_names(text: str, expected: dict[str, str]) -> None:
    found = said_of(text)
    assert {word: found[word] for word in expected} == {w: (s,) for w, s in expected.items()}


def test_what_is_said_of_both_is_said_of_each() -> None:
    assert said_of("Tugs and ferries burn diesel.")["diesel"] == ("tug", "ferry")


def test_what_names_nobody_is_said_of_whom_the_sentence_is_about() -> None:
    (word,) = TELLER.tell("Diesel.", ("tug",)).words
    assert word.subjects == ("tug",)


def test_names_are_no_content_words() -> None:
    assert "tug" not in said_of("A tug pulls ships.")


@given(st.text(max_size=80))
def test_words_stand_where_they_say_and_each_has_a_vector_of_length_1(text: str) -> None:
    told = TELLER.tell(text)
    assert all(text[w.start : w.start + len(w.text)] == w.text for w in told.words)
    assert all(text[c.start : c.end] == c.text for c in told.clauses)
    assert told.vectors.shape[0] == len(told.words)
    if told.words:
        np.testing.assert_allclose(np.linalg.norm(told.vectors, axis=1), 1, rtol=1e-5)


def test_without_vectors_of_tokens_words_have_none() -> None:
    class Plain:
        name, dimension = "plain", 4

    told = Teller(Names([TUG]), Plain()).tell("A tug pulls ships.")  # type: ignore[arg-type]
    assert told.vectors.shape == (len(told.words), 0)
