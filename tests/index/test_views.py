"""The texts that are embedded for a sentence: under its heading, with its subject, resolved."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.articles.corpus import Corpus
from kb.index.views import Views
from kb.types import AttributedBy, Document, Passage, Sentence, Subject, SubjectsAre

EVERYONE = ("both ships", "both vessels")
TUG, FERRY = Subject("tug", "tug"), Subject("ferry", "ferry")


def views(
    text: str,
    subjects: tuple[str, ...] = ("ferry",),
    are: SubjectsAre = "things",
    how: AttributedBy = "carried",
) -> tuple[str, ...]:
    document = Document("a", text)
    passage = Passage(document, 0, len(text), ("Ships", "Speed"))
    corpus = Corpus(Path(), "", (document,), (TUG, FERRY), subjects_are=are, everyone=EVERYONE)
    return Views(corpus).of(Sentence(document, 0, len(text), passage, "", subjects, how))


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("They sail.", "Ferries sail."),
        ("Their hull is wide.", "Ferries' hull is wide."),
        ("It sails.", "Ferry sails."),
        ("Its hull is wide.", "Ferry's hull is wide."),
        ("This ship sails.", "Ferry sails."),
        ("These vessels sail.", "Ferries sail."),
        ("Hull: It is wide.", "Hull: Ferry is wide."),
        ("This gives it speed.", "This gives it speed."),
        ("These shipyards build.", "These shipyards build."),
        ("Italy has them.", "Italy has them."),
        ("Now they sail.", "Now they sail."),
    ],
)
def test_of_things_what_stands_for_them_at_the_head_is_resolved(text: str, resolved: str) -> None:
    assert views(text) == (resolved, f"Speed. {text}", f"ferry: {text}")


@pytest.mark.parametrize("text", ["It is hard.", "Its end is near.", "This ship sails."])
def test_of_people_only_they_and_these_are_resolved(text: str) -> None:
    assert views(text, are="people")[0] == text
    assert views("They sail.", are="people")[0] == "Ferries sail."
    assert views("These ships sail.", are="people")[0] == "Ferries sail."


@pytest.mark.parametrize("how", ["named", "term", "heading"])
def test_what_stands_for_a_thing_is_resolved_only_where_the_text_goes_on(how: AttributedBy) -> None:
    assert views("It takes a ferry an hour.", how=how)[0] == "It takes a ferry an hour."
    assert views("They sail.", how=how)[0] == "Ferries sail."


def test_several_subjects_are_joined() -> None:
    assert views("They sail.", ("tug", "ferry")) == (
        "Tug and ferries sail.",
        "Speed. They sail.",
        "tug and ferry: They sail.",
    )


def test_a_sentence_about_nobody_stays_as_it_is() -> None:
    assert views("They sail.", ()) == ("They sail.", "Speed. They sail.")
