"""The map of how many quotes stand where, and the topics that no source speaks of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb import Facet, KnowledgeBase
from kb.rendering import wording_en as wording
from kb.rendering.html import coverage
from kb.rendering.html.markup import NOTHING
from tests.html_seen import (
    HOSTILE,
    TUG,
    Seen,
    as_plain,
    citation,
    compared,
    comparison,
    document,
    parameters,
    unfolded,
    writers,
)

WRITERS: dict[str, Callable[[str], str]] = {
    "coverage_map": lambda text: coverage.coverage_map(
        comparison(text), [document(text), document(f"{text}2")]
    ),
    "missing": lambda text: coverage.missing([Facet(text, text), Facet("other", text)]),
}


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(coverage) == set(WRITERS)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_as_it_is_written(name: str, text: str) -> None:
    seen = as_plain(WRITERS[name], text)
    assert {text, text[:1].upper() + text[1:]} & set(seen.texts["bdi"])


# The map


def test_the_map_counts_each_source_by_subject() -> None:
    guild, post = citation("guild"), citation("post")
    cells = {("tug", "engine"): (guild, guild, post), ("ferry", "cargo"): (post,)}
    seen = Seen(coverage.coverage_map(compared(cells), [guild.span.document, post.span.document]))
    assert seen.texts["td"] == [*"2100", *"0001"]
    voices = ["guild", "post"]
    assert seen.texts["th"] == [wording.FACET, "Tug", "Ferry", *voices * 2, "Engine", "Cargo"]
    assert seen.attributes["scope"] == ["col", *["colgroup"] * 2, *["col"] * 4, *["row"] * 2]
    assert seen.attributes["colspan"] == ["2", "2"] and seen.attributes["rowspan"] == ["2"]


def test_the_sources_of_the_map_stand_under_the_subjects_in_the_given_order() -> None:
    guild, post = citation("guild"), citation("post")
    cells = {("tug", "engine"): (guild,)}
    seen = Seen(coverage.coverage_map(compared(cells), [post.span.document, guild.span.document]))
    assert seen.texts["td"][:4] == [*"0100"]


@pytest.mark.parametrize("text", ["words", *HOSTILE])
def test_each_facet_of_the_map_leads_to_its_comparison(text: str) -> None:
    seen = Seen(coverage.coverage_map(comparison(text), [document(text)]))
    assert all(link.startswith("compare?") for link in seen.links)
    assert [parameters(link) for link in seen.links] == [
        {"facet": [facet.id]} for facet in comparison(text).facets
    ]
    assert seen.ids == []


def test_the_map_is_the_darker_the_more_quotes_there_are_and_only_nothing_is_unshaded() -> None:
    article = citation("one").span.document
    numbers = {0: 0, 1: 1, 24: 1, 25: 1, 26: 2, 50: 2, 51: 3, 100: 4}
    facets = tuple(Facet(f"f{number}", f"f{number}") for number in numbers)
    cells = {
        ("tug", f"f{number}"): tuple(citation("one") for _ in range(number)) for number in numbers
    }
    seen = Seen(coverage.coverage_map(compared(cells, TUG, facets=facets), [article]))
    shades = [int(name[-1]) for name in seen.attributes["class"] if "shade" in name]
    assert dict(zip(numbers, shades, strict=True)) == numbers


def test_a_map_of_nothing_is_all_noughts() -> None:
    seen = Seen(coverage.coverage_map(compared({}), [document("words")]))
    assert seen.texts["td"] == ["0"] * 4
    assert {each.attributes["class"] for each in seen.elements if each.tag == "td"} == {
        "kb-shade-0"
    }


def test_a_wide_map_can_be_scrolled_with_the_keyboard_and_says_what_it_is() -> None:
    seen = Seen(coverage.coverage_map(compared({}), [document("words")]))
    assert seen.tags[0] == "div" and seen.attributes["tabindex"] == ["0"]
    assert (seen.attributes["role"], seen.attributes["aria-label"]) == (["region"], [wording.MAP])
    assert seen.texts["caption"] == [wording.MAP_CAPTION]


def test_the_map_of_a_corpus_counts_every_quote_of_every_cell(bakers: KnowledgeBase) -> None:
    found = bakers.compare(k=bakers.size)
    seen = Seen(coverage.coverage_map(found, bakers.corpus.documents))
    assert sum(map(int, seen.texts["td"])) == sum(map(len, found.cells.values())) > 0


# What is missing


def test_topics_that_no_source_speaks_of_are_counted_and_named() -> None:
    seen = Seen(coverage.missing([Facet("pay", "pay"), Facet("noise", "how loud it is")]))
    assert seen.texts["summary"] == [wording.UNANSWERED[0].format(count=2)]
    assert seen.texts["li"] == ["pay", "how loud it is"]
    assert Seen(coverage.missing([Facet("pay", "pay")])).texts["summary"] == [wording.UNANSWERED[1]]


def test_what_is_missing_is_folded_unless_it_is_what_a_reader_looks_for() -> None:
    topics = [Facet("pay", "pay")]
    assert unfolded(Seen(coverage.missing(topics)), "li") == []
    (topic,) = unfolded(Seen(coverage.missing(topics, is_open=True)), "li")
    assert topic.text == "pay"


def test_nothing_is_told_where_no_topic_is_missing() -> None:
    assert coverage.missing([]) == coverage.missing([], is_open=True) == NOTHING
