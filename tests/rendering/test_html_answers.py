"""An answer as HTML: how it stands, its quotes or its table, and the sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kb import Answer, Carried, Document
from kb.rendering import wording_en as wording
from kb.rendering.html import answers
from kb.results import Reason, Status
from tests.html_seen import (
    HOSTILE,
    ORIGIN,
    Seen,
    answer,
    as_plain,
    citation,
    comparison,
    document,
    parameters,
    writers,
)

STATUSES = list(wording.STATUS)

WRITERS: dict[str, Callable[[str], str]] = {
    "status": lambda text: answers.status(answer(text)),
    "carried": lambda text: answers.carried(replace(answer(text), carried=Carried(text))),
    "evidence": lambda text: answers.evidence(answer(text)),
    "sources": lambda text: answers.sources([document(text), document(text)]),
    "made_by": lambda text: answers.made_by(document(text)),
}


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(answers) == set(WRITERS)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_as_it_is_written(name: str, text: str) -> None:
    assert text in as_plain(WRITERS[name], text).text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("compared", [True, False])
def test_a_hostile_answer_shows_its_reason_and_its_quotes(
    text: str, status: Status, compared: bool
) -> None:
    seen = as_plain(
        lambda words: (
            answers.status(answer(words, status))
            + answers.evidence(answer(words, status, compared))
        ),
        text,
    )
    assert seen.texts["p"][0] == f"{text} does not say when its article was published."
    assert seen.texts["blockquote"] == seen.texts["mark"] == [text] * 3


@pytest.mark.parametrize("status", STATUSES)
def test_the_heading_says_whether_the_sources_answer(status: str) -> None:
    found = answer("The Post", status)  # type: ignore[arg-type]
    seen = Seen(answers.status(found))
    assert seen.texts["h2"] == [wording.STATUS[found.status]]
    assert seen.texts["p"] == ["The Post does not say when its article was published."]


def test_an_answer_that_needs_no_reason_gives_none() -> None:
    assert Seen(answers.status(Answer("?", "answered", ORIGIN))).text == wording.STATUS["answered"]


def test_an_answer_about_one_subject_is_a_list_of_quotes() -> None:
    seen = Seen(answers.evidence(answer("words", compared=False)))
    assert seen.attributes["value"] == ["1", "2", "3"] and "table" not in seen.tags


def test_what_stands_in_no_cell_of_the_table_stands_below_it() -> None:
    seen = Seen(answers.evidence(answer("words")))
    assert [tag for tag in seen.tags if tag in ("table", "h3")] == ["table", "h3"]
    assert seen.texts["h3"] == [wording.ALSO] and seen.attributes["value"][-1] == "3"
    assert seen.attributes["value"].count("3") == 1


def test_nothing_is_found_also_where_the_table_holds_all() -> None:
    whole = answer("words")
    assert (
        wording.ALSO
        not in Seen(answers.evidence(replace(whole, citations=whole.citations[:2]))).text
    )


@pytest.mark.parametrize("text", ["words", *HOSTILE])
def test_a_table_leads_to_everything_on_the_same_subjects_and_facets(text: str) -> None:
    (link,) = [
        link for link in Seen(answers.evidence(answer(text))).links if link.startswith("compare?")
    ]
    asked = comparison(text)
    assert parameters(link) == {
        "subject": [s.id for s in asked.subjects],
        "facet": [f.id for f in asked.facets],
    }


def test_no_more_than_three_passages_are_shown_as_no_answer_and_no_table() -> None:
    nearest = tuple(citation(f"words {n}", n) for n in range(1, 6))
    found = Answer("?", "not covered", ORIGIN, 0.0, Reason("nothing near"), nearest=nearest)
    seen = Seen(answers.evidence(found))
    assert (
        seen.texts["blockquote"] == ["words 1", "words 2", "words 3"] and "table" not in seen.tags
    )
    assert seen.texts["h2"] == [wording.NEAREST]


def test_nothing_is_promised_where_there_is_no_passage() -> None:
    nothing = Answer("?", "not covered", ORIGIN, 0.0, Reason("nothing near"))
    assert (
        Seen(answers.status(nothing) + answers.evidence(nothing)).text
        == f"The sources do not say{wording.REASON['nothing near']}"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_each_source_leads_to_its_article(text: str) -> None:
    seen = Seen(answers.sources([document(text)]))
    assert [parameters(link) for link in seen.links] == [{"article": [text]}]
    assert seen.texts["a"] == seen.texts["cite"] == [text]


def test_a_source_is_named_with_its_makers_and_its_date_as_far_as_they_are_known() -> None:
    known = Document(
        "post",
        "x",
        title="Boats",
        publisher="Harbour News",
        author="Ann Smith",
        published="2024-05-06",
    )
    unknown = Document("leaflet", "x")
    seen = Seen(answers.sources([known, unknown]))
    assert seen.texts["li"] == ["BoatsHarbour News, by Ann Smith, 2024-05-06", "leafletundated"]
    assert seen.texts["h2"] == [wording.ARTICLES]
