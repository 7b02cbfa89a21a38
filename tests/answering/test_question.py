"""What a question asks: about whom, on what, and in which words once misspellings are mended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answering.question import LONGEST_QUESTION, Question, readable
from kb.answering.reading import QuestionReader
from kb.articles.corpus import Corpus
from kb.articles.loading import load_corpus
from kb.embedding.hashing import HashEmbedder
from kb.errors import QuestionError
from kb.index.build import build_index
from kb.language import ENGLISH
from kb.types import Facet, Subject

BAKERS = Path(__file__).parents[1] / "corpora" / "bakers"


class Worldly(HashEmbedder):
    """A `HashEmbedder` whose vocabulary has a few words that no article on bakers has."""

    def knows(self, word: str) -> bool:
        return word in (
            "barker",
            "bride",
            "trading",
            "jupiter",
            "trained",
            "licensed",
            "taught",
            "what",
            "need",
        )


def reader_of(corpus: Corpus) -> QuestionReader:
    index = build_index(corpus, "", HashEmbedder(), "numpy")
    vocabulary = [word for document in corpus.documents for word in ENGLISH.words(document.text)]
    return QuestionReader(index, vocabulary, Worldly())


READER = reader_of(load_corpus(BAKERS))
THREE = reader_of(
    Corpus(
        Path(),
        "",
        (),
        tuple(Subject(name, name) for name in ("baker", "cook", "grocer")),
        (Facet("pay", "pay"),),
    )
)
BARE = reader_of(Corpus(Path(), "", ()))


def read(text: str, reader: QuestionReader = READER) -> Question:
    return reader.read(text)


def ids(subjects: Sequence[Subject]) -> list[str]:
    return [subject.id for subject in subjects]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("How is a baker trained?", ["baker"]),
        ("How are BAKERS' and sugar-bakers' tools kept?", ["baker", "confectioner"]),
        ("Does the pastry cook need a licence?", ["confectioner"]),
        ("Who sells chocolate?", ["confectioner"]),
        ("confectioner vs. baker", ["baker", "confectioner"]),
    ],
)
def test_the_subjects_that_a_question_names_are_asked_about_in_the_corpus_order(
    text: str, asked: list[str]
) -> None:
    question = read(text)
    assert (ids(question.subjects), question.is_named) == (asked, True)


def test_a_question_that_names_nobody_is_about_all() -> None:
    question = read("Is a licence needed?")
    assert (ids(question.subjects), question.is_named) == (["baker", "confectioner"], False)


def test_of_three_subjects_those_named_are_asked_about() -> None:
    assert ids(read("Is the grocer like the baker?", THREE).subjects) == ["baker", "grocer"]
    assert ids(read("What do they earn?", THREE).subjects) == ["baker", "cook", "grocer"]


def test_without_subjects_or_facets_a_question_is_words_alone() -> None:
    question = read("How is bread made?", BARE)
    assert (question.subjects, question.facets, question.topics, question.rows) == ((),) * 4
    assert question.terms == ("bread", "made")


@pytest.mark.parametrize(
    ("misspelt", "mended"),
    [
        ("How are bakkers trained?", "How are bakers trained?"),
        ("Is a confectionner licensed?", "Is a confectioner licensed?"),
        ("Do confecitoners need a licnece?", "Do confectioners need a licence?"),
        ("What is taught at the trade shcool?", "What is taught at the trade school?"),
        ("wich bakers are licensed, and wehn?", "which bakers are licensed, and when?"),
    ],
)
def test_misspelt_words_are_mended_by_the_corpus(misspelt: str, mended: str) -> None:
    question = read(misspelt)
    assert (question.text, question.mended) == (misspelt, mended)
    assert question.subjects == read(mended).subjects


def test_words_of_the_corpus_of_its_settings_and_of_the_model_are_never_touched() -> None:
    for text in (
        "Bakers knead dough",
        "sugar baker",
        "wage salary schooling",
        "a barker and a bride on Jupiter trading",
    ):
        assert read(text).mended == text


@pytest.mark.parametrize(
    "text",
    ["crème brûlée", "zzzzzzzz qqqq", "3.14 1234 a bc"],
)
def test_words_near_to_nothing_stay_as_they_are(text: str) -> None:
    assert read(text).mended == text


def test_a_short_word_is_mended_by_one_slip_and_a_long_one_by_two() -> None:
    assert read("brexd").mended == "bread"
    assert read("brxxd").mended == "brxxd"
    assert read("confectxxner").mended == "confectioner"
    assert read("confxctxxner").mended == "confxctxxner"


@given(st.text(max_size=80))
def test_any_text_can_be_read_and_mending_twice_changes_nothing_more(text: str) -> None:
    question = read(text)
    assert question.text == text
    assert read(question.mended).mended == question.mended


def test_a_cue_word_names_a_facet() -> None:
    assert read("Which licence is needed?").facets[0].facet.id == "licences"
    assert read("What exam do they sit?").facets[0].facet.id == "training"
    assert read("What is the baker's salary?").topics[0].facet.id == "pay"


def test_facets_are_strongest_first() -> None:
    question = read("Which licence and which exam are needed?")
    strengths = [asked.strength for asked in question.facets]
    assert strengths == sorted(strengths, reverse=True) and strengths[-1] > 0


def test_a_question_on_several_facets_names_each() -> None:
    several = read("Compare the training and the tools of bakers.").several
    assert {facet.id for facet in several} == {"training", "tools"}
    assert read("Compare the tools of bakers.").several == ()


def test_the_terms_are_content_words_without_the_subjects_names() -> None:
    assert read("Do bakers need a marble slab, and does a pastry cook?").terms == (
        "need",
        "marbl",
        "slab",
    )
    assert read("The slab: is the slab cold?").terms == ("slab", "cold")


@pytest.mark.parametrize(
    "text",
    [
        "I think my neighbour is a baker, which one of them has a licence",
        "Bakers need no licence, I heard, so can I open a shop",
        "my dad says bakers are rich: what do they earn",
    ],
)
def test_what_tells_first_and_then_asks_states_nothing(text: str) -> None:
    assert read(text).claim == ""


def test_who_is_said_to_have_said_it_is_no_word_of_what_is_asked() -> None:
    question = read("my teacher said that bakers must hold a licence")
    assert question.claim == "bakers must hold a licence"
    assert set(question.terms) == set(read("bakers must hold a licence").terms)


@pytest.mark.parametrize(
    ("text", "is_small_talk"),
    [
        ("hi", True),
        ("help", True),
        ("hey there, anyone real on the other end?", True),
        ("thank you so much", True),
        ("hi, what do bakers do", False),
        ("who is it", False),
        ("what do they do", False),
    ],
)
def test_a_greeting_is_no_question_and_what_follows_one_is(text: str, is_small_talk: bool) -> None:
    unreadable = read(text).unreadable
    assert (unreadable is not None and unreadable.kind == "small talk") == is_small_talk


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("my wedding is in june and I want roses made of marzipan on top, who do I call", True),
        ("my wedding is in june and I want roses on it, which of them makes those things", True),
        ("who do I call", False),
        ("my wedding is in june and I want roses on top, does a baker make these", False),
        (
            "my nephew wants a licence and a trade school near us, who do I ask about a licence",
            False,
        ),
    ],
)
def test_a_case_is_told_at_length_and_asks_to_whom_it_belongs(text: str, tells: bool) -> None:
    assert read(text).tells_case == tells


def test_a_question_for_a_list_is_known() -> None:
    assert read("List all tools of a baker.").kind == "list"
    assert read("Why does a baker rise early?").kind == "open"


def test_control_characters_and_white_space_are_spaces() -> None:
    assert readable("\ta\0b\r\n\x1bc\u2028\u200bd ") == "a b c d"
    assert read("How is a\x07 baker\n\ntrained?").mended == "How is a baker trained?"


def test_a_question_as_long_as_a_page_is_read_and_a_longer_one_refused() -> None:
    assert len(readable("x" * LONGEST_QUESTION)) == LONGEST_QUESTION
    with pytest.raises(QuestionError) as error:
        readable("x" * 100_000)
    assert (
        str(error.value)
        == "the question has 100,000 characters, and at most 4,000 can be read: ask it in fewer"
        " words"
    )


def test_a_facet_that_a_question_sets_aside_is_not_sought() -> None:
    assert "licences" in {f.id for f in read("Which licence do bakers need?").rows}
    aside = read("What do bakers need other than a licence?")
    assert "licences" not in {facet.id for facet in aside.rows}


def test_a_facet_is_not_asked_for_because_it_is_the_strongest() -> None:
    weak = read("Where does a baker live in winter?")
    assert weak.rows == () and not weak.names_facet
