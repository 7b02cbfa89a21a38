"""An index knows the language it was built with: an edited one means a new index."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kb.errors import IndexMismatch
from kb.index.stored import load_index, read_manifest
from kb.knowledge_base import KnowledgeBase, build
from kb.language import ENGLISH, Language

GERMAN = Language("de", "german", stop_words=frozenset({"der", "ein", "das"}))
MODEL = "hash-64"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Ein Schlepper schiebt das Schiff.\n", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(
        'language = "de"\nsubjects_are = "things"\neveryone = ["alle Schiffe"]\n', encoding="utf-8"
    )
    return tmp_path


def test_a_loaded_corpus_is_the_one_that_was_stored(corpus: Path) -> None:
    built = build(corpus, model=MODEL, languages={"de": GERMAN}).corpus
    loaded = load_index(corpus / ".index", corpus, languages={"de": GERMAN}).corpus
    assert loaded.digest == built.digest
    assert loaded.language is GERMAN
    assert (loaded.subjects_are, loaded.everyone) == ("things", ("alle Schiffe",))


def test_words_are_stemmed_as_the_language_stems_them(corpus: Path) -> None:
    index = build(corpus, model=MODEL, languages={"de": GERMAN}).index
    assert index.lexical.vocabulary == {"schlepp", "schiebt", "schiff"}
    assert index.lexical.scores("mit Schleppern").any()
    loaded = load_index(corpus / ".index", corpus, languages={"de": GERMAN})
    assert loaded.lexical.scores("mit Schleppern").any()


def test_an_edited_language_means_a_new_index(corpus: Path) -> None:
    build(corpus, model=MODEL, languages={"de": GERMAN})
    edited = dataclasses.replace(GERMAN, stop_words=GERMAN.stop_words | {"schiebt"})
    index = KnowledgeBase.open(corpus, languages={"de": edited}).index
    assert index.lexical.vocabulary == {"schlepp", "schiff"}
    assert read_manifest(corpus / ".index")["language_digest"] == edited.digest


def test_an_unedited_language_means_the_same_index(corpus: Path) -> None:
    build(corpus, model=MODEL, languages={"de": GERMAN})
    before = read_manifest(corpus / ".index")
    KnowledgeBase.open(corpus, languages={"de": dataclasses.replace(GERMAN)})
    assert read_manifest(corpus / ".index") == before


def test_an_index_without_its_language_is_refused_with_what_mends_it(corpus: Path) -> None:
    build(corpus, model=MODEL, languages={"de": GERMAN})
    with pytest.raises(IndexMismatch, match='is in the language "de", and known are en: give'):
        load_index(corpus / ".index", corpus, languages={"en": ENGLISH})
