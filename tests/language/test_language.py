"""A language: its words and stems, its inflections, and that it is a value."""

from __future__ import annotations

import dataclasses
import pickle
import re

import pytest

from kb.language import ENGLISH, Language


def test_words_are_folded_and_stems_leave_out_what_joins() -> None:
    text = "The worker’s client-centred B.S.W. programme"
    assert ENGLISH.words(text) == ["the", "worker", "client", "centred", "bsw", "programme"]
    assert ENGLISH.stems(text) == ["worker", "client", "centr", "bsw", "program"]
    assert ENGLISH.stems_in_order("scope of practice") == ["scope", "of", "practic"]
    assert ENGLISH.stems("organizations, analyzed") == ENGLISH.stems("organisations, analysed")


def test_the_content_words_of_a_text_come_with_their_stems() -> None:
    text = "Ovens, an oven and the baking of it"
    matchable = (("ovens", "oven"), ("oven", "oven"), ("baking", "bake"))
    assert ENGLISH.matchable(text) == matchable


def test_another_language_has_its_own_stems_and_stop_words() -> None:
    german = Language("de", "german", stop_words=frozenset({"der", "und"}))
    assert german.stems("der Hafen und Häfen") == ["haf", "haf"]
    assert Language("de", "german").stems("der") == ["der"]


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("party", "parties"),
        ("ferry", "ferries"),
        ("boy", "boys"),
        ("quay", "quays"),
        ("process", "processes"),
        ("box", "boxes"),
        ("brush", "brushes"),
        ("coach", "coaches"),
        ("nurse", "nurses"),
        ("movie", "movies"),
        ("house", "houses"),
        ("analysis", "analyses"),
        ("leaf", "leaves"),
        ("wife", "wives"),
        ("chief", "chiefs"),
        ("fireman", "firemen"),
        ("human", "humans"),
        ("child", "children"),
        ("tug", "tugs"),
    ],
)
def test_a_name_is_found_in_either_number_whichever_is_given(one: str, many: str) -> None:
    for given in (one, many):
        for written in (one, many):
            assert re.fullmatch(ENGLISH.form(given), written), (given, written)


@pytest.mark.parametrize(
    ("given", "written"),
    [("boy", "boies"), ("boy", "bo"), ("party", "partys"), ("bus", "bu"), ("pass", "pas")],
)
def test_a_word_that_only_looks_like_its_plural_is_none(given: str, written: str) -> None:
    assert re.fullmatch(ENGLISH.form(given), written) is None


@pytest.mark.parametrize(
    ("name", "plural", "genitive"),
    [
        ("ferry", "ferries", "ferries'"),
        ("boy", "boys", "boys'"),
        ("process", "processes", "processes'"),
        ("fireman", "firemen", "firemen's"),
        ("nurses", "nurses", "nurses'"),
        ("type 2 diabetes", "type 2 diabetes", "type 2 diabetes'"),
    ],
)
def test_a_name_has_a_plural_and_a_genitive(name: str, plural: str, genitive: str) -> None:
    assert ENGLISH.plural(name) == plural
    assert ENGLISH.genitive(plural) == genitive


def test_a_digest_tells_every_field_apart_and_nothing_else() -> None:
    assert dataclasses.replace(ENGLISH).digest == ENGLISH.digest
    edited = [
        dataclasses.replace(ENGLISH, stop_words=ENGLISH.stop_words | {"tug"}),
        dataclasses.replace(ENGLISH, both=re.compile("the two")),
        dataclasses.replace(ENGLISH, pronouns=ENGLISH.pronouns[:1]),
    ]
    assert len({language.digest for language in (ENGLISH, *edited)}) == 4


def test_what_a_language_leaves_out_matches_nothing() -> None:
    bare = Language("xx", "english")
    patterns = [getattr(bare, f.name) for f in dataclasses.fields(bare)]
    assert not any(p.search("They are not.") for p in patterns if isinstance(p, re.Pattern))


def test_a_language_can_be_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(ENGLISH))
    assert sent == ENGLISH and sent.stems("licensed bakers") == ENGLISH.stems("licensed bakers")


@pytest.mark.parametrize(
    ("word", "is_person"),
    [
        ("clients", True),
        ("sailors", True),
        ("employees", True),
        ("dentists", True),
        ("masters", False),
        ("degrees", False),
        ("papers", False),
        ("fees", False),
        ("ropes", False),
    ],
)
def test_a_word_for_persons_is_told_from_one_that_ends_like_it(word: str, is_person: bool) -> None:
    assert bool(ENGLISH.persons.match(word)) == is_person


@pytest.mark.parametrize(
    "question",
    [
        "what skils does a tug need",
        "were do tugs work",
        "wat ropes are there",
    ],
)
def test_a_misspelt_question_is_no_statement(question: str) -> None:
    assert ENGLISH.commanding.search(question)


@pytest.mark.parametrize(
    ("one", "other"),
    [("settings", "sets"), ("setting", "set"), ("doctorate", "doctors"), ("doctoral", "doctor")],
)
def test_words_that_the_stemmer_would_join_stay_apart(one: str, other: str) -> None:
    assert ENGLISH.stems(one) != ENGLISH.stems(other)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("do the two articles agree", True),
        ("where do the sources contradict each other?", True),
        ("any disagreements?", True),
        ("do tugs and ferries agree on prices", False),
        ("what do the articles say", False),
    ],
)
def test_a_question_on_what_articles_disagree_on_is_known(text: str, asks: bool) -> None:
    assert bool(ENGLISH.asks_disagreement.search(text)) == asks
