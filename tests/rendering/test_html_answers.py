"""An answer as HTML: how it stands, its quotes or its table, and the sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given

from kb import Answer, Carried, Comparison, Disagreement, Document, KnowledgeBase
from kb.rendering import wording_en as wording
from kb.rendering.html import answers
from kb.rendering.html.markup import NOTHING
from kb.results import ClaimState, Reason, Status
from tests.html_seen import (
    HOSTILE,
    ORIGIN,
    QUOTED,
    Seen,
    answer,
    as_plain,
    citation,
    compared,
    comparison,
    comparisons,
    document,
    parameters,
    unfolded,
    writers,
)

STATUSES: tuple[Status, ...] = get_args(Status)

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


# Its status


@pytest.mark.parametrize("status", STATUSES)
def test_one_line_says_whether_the_sources_answer_and_why_not(status: Status) -> None:
    seen = Seen(answers.status(answer("The Post", status)))
    why = "The Post does not say when its article was published."
    (line,) = seen.of("kb-status")
    assert line is seen.elements[0] and line.text == f"{wording.STATUS[status]}{why}"
    assert seen.texts["h2"] == [wording.STATUS[status]] and seen.texts["p"] == [why]


@pytest.mark.parametrize("claim", get_args(ClaimState))
def test_of_a_statement_the_line_says_whether_the_sources_state_it(claim: ClaimState) -> None:
    seen = Seen(answers.status(replace(answer("words"), claim=claim)))
    assert seen.texts["h2"] == [wording.CLAIM[claim]]


def test_of_an_overview_the_line_says_what_it_is_of() -> None:
    seen = Seen(answers.status(replace(answer("words"), overview="common")))
    assert seen.texts["h2"] == [wording.OVERVIEW["common"]]


@pytest.mark.parametrize(
    ("status", "claim", "name"),
    [
        ("answered", None, "answered"),
        ("partly covered", None, "partly-covered"),
        ("near, but not stated", None, "near-but-not-stated"),
        ("not covered", None, "not-covered"),
        ("said otherwise", None, "said-otherwise"),
        ("answered", "stated", "stated"),
        ("said otherwise", "said otherwise", "said-otherwise"),
        ("near, but not stated", "not stated", "not-stated"),
        ("answered", "cannot tell", "cannot-tell"),
    ],
)
def test_the_line_has_a_class_for_the_status_or_for_what_is_said_of_a_claim(
    status: Status, claim: ClaimState | None, name: str
) -> None:
    seen = Seen(answers.status(replace(answer("words", status), claim=claim)))
    assert seen.elements[0].classes == ["kb", "kb-status", f"kb-{name}"]


def test_a_reader_can_be_taken_to_the_status() -> None:
    seen = Seen(answers.status(answer("words")))
    assert (seen.ids, seen.attributes["tabindex"]) == (["status"], ["-1"])


def test_an_answer_that_needs_no_reason_gives_none() -> None:
    assert Seen(answers.status(Answer("?", "answered", ORIGIN))).text == wording.STATUS["answered"]


def test_a_question_that_leans_on_the_one_before_says_how_it_was_read() -> None:
    leaning = replace(answer("why?"), carried=Carried("Why do tugs pull?"))
    seen = Seen(answers.carried(leaning))
    assert seen.text == f"{wording.CARRIED.format(question='Why do tugs pull?')}. {wording.ALONE}"
    assert [parameters(link) for link in seen.links] == [{"q": ["why?"]}]
    assert answers.carried(answer("Why do tugs pull?")) == NOTHING


# Its quotes


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


def test_what_a_person_noted_stands_over_the_table_and_what_a_rule_found_is_folded_in_it() -> None:
    seen = Seen(answers.evidence(answer("words")))
    said = {each.text: each for each in seen.elements if each.tag == "strong"}
    noted = said[wording.DISAGREEMENT.format(subject="words")]
    found = said[wording.POSSIBLE_DISAGREEMENT.format(subject="words")]
    assert "table" not in [each.tag for each in noted.inside] and not noted.is_folded
    assert "table" in [each.tag for each in found.inside] and found.is_folded
    assert seen.elements.index(noted) < seen.tags.index("table")


def test_what_sources_disagree_on_stands_over_a_list_of_quotes_too() -> None:
    spans = citation("Strong.").span, citation("Weak.").span
    noted = Disagreement("tug", "engine", "On how much.", spans)
    seen = Seen(answers.evidence(replace(answer("x", compared=False), disagreements=(noted,))))
    assert [each.text for each in unfolded(seen, "q")] == ["Strong.", "Weak."]
    assert seen.tags.index("q") < seen.tags.index("blockquote")


def test_a_quote_of_a_voice_stands_with_it_and_nowhere_else() -> None:
    first, other = citation("Strong."), citation("Red.", 2)
    noted = Disagreement("tug", "engine", "On how much.", (first.span, citation("Weak.").span))
    told = replace(answer("x", compared=False), disagreements=(noted,), citations=(first, other))
    seen = Seen(answers.evidence(told))
    assert [each.text for each in unfolded(seen, "q")] == ["Weak."]
    assert [each.text for each in unfolded(seen, "blockquote")] == ["Strong.", "Red."]
    assert_places_are_clear(seen)


@given(comparisons(min_subjects=2))
def test_no_id_stands_twice_in_an_answer_and_its_links_lead_to_places_in_it(
    found: Comparison,
) -> None:
    whole = Answer("?", "answered", ORIGIN, 1.0, None, tuple(QUOTED), comparison=found)
    assert_places_are_clear(Seen(answers.status(whole) + answers.evidence(whole)))


def assert_places_are_clear(seen: Seen) -> None:
    """No id stands twice, and every link to a place on the page leads to one."""
    assert len(seen.ids) == len(set(seen.ids))
    assert {link[1:] for link in seen.links if link.startswith("#")} <= set(seen.ids)


@pytest.mark.parametrize("question", ["How do bakers and pastry chefs train?", "What is a baker?"])
def test_the_quotes_of_an_answer_are_numbered_as_they_stand(
    bakers: KnowledgeBase, question: str
) -> None:
    found = bakers.ask(question)
    seen = Seen(answers.evidence(found))
    numbers = list(dict.fromkeys(map(int, seen.attributes["value"])))
    assert numbers == [*range(1, len(found.citations) + 1)]


# An overview


def overview(outright: int = 1) -> Answer:
    found = compared({("tug", "engine"): (QUOTED[3],), ("ferry", "engine"): (QUOTED[4],)})
    found = replace(found, outright=tuple(QUOTED[:outright]))
    return Answer("?", "answered", ORIGIN, 1.0, comparison=found, overview="difference")


def test_an_overview_shows_all_that_is_said_of_the_whole_over_its_table() -> None:
    seen = Seen(answers.evidence(overview(3)))
    shown = [each.text for each in unfolded(seen, "blockquote")]
    assert shown == [each.text for each in QUOTED[:5]]
    assert seen.tags.index("table") > [*seen.tags].index("blockquote")
    tables = [[each.tag for each in e.inside] for e in seen.elements if e.tag == "blockquote"]
    assert ["table" in inside for inside in tables] == [False] * 3 + [True] * 2


def test_an_overview_without_a_row_or_without_a_word_on_the_whole_shows_what_it_has() -> None:
    (rows, words) = overview(0), overview(1)
    assert words.comparison is not None
    without_rows = replace(words, comparison=replace(words.comparison, rows=()))
    assert "table" not in Seen(answers.evidence(without_rows)).tags
    assert Seen(answers.evidence(without_rows)).texts["blockquote"] == [QUOTED[0].text]
    assert Seen(answers.evidence(rows)).elements[0].tag == "table"


def test_an_overview_leads_to_the_voices_that_disagree_and_holds_none() -> None:
    noted = Disagreement("tug", "engine", "On how much.", (QUOTED[0].span, QUOTED[1].span))
    found = compared({("tug", "engine"): (QUOTED[3],)}, disagreements=(noted,))
    seen = Seen(answers.evidence(replace(overview(), comparison=found)))
    assert "q" not in seen.tags
    (link,) = [each for each in seen.links if "show=disagreements" in each]
    assert parameters(link)["facet"] == ["engine"]


@given(comparisons(has_outright=True))
def test_no_id_stands_twice_in_an_overview_and_its_links_lead_to_places_in_it(
    found: Comparison,
) -> None:
    assert_places_are_clear(Seen(answers.evidence(replace(overview(), comparison=found))))


# No answer


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


# Its articles


def test_the_articles_that_an_answer_quotes_are_told_once_each_in_their_order() -> None:
    one, other = citation("one"), citation("other", 2)
    again = replace(one, number=3)
    shown = Answer("?", "answered", ORIGIN, 1.0, citations=(other, one, again))
    assert answers.quoted(shown) == [other.span.document, one.span.document]
    refused = Answer("?", "not covered", ORIGIN, nearest=(one,))
    assert answers.quoted(refused) == [one.span.document]
    assert answers.quoted(Answer("?", "not covered", ORIGIN)) == []


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
