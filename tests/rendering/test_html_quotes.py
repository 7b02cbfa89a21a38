"""Quotes as HTML: the words, the link to their place, what to copy, and why they are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import Citation, Document, Evidence, Passage, Sentence
from kb.rendering import wording_en as wording
from kb.rendering.html import quotes
from kb.results import Why
from tests.html_seen import HOSTILE, Seen, as_plain, citation, parameters, visible, writers


def marked(text: str) -> str:
    one = citation(text)
    return quotes.marked(one.passage, one.start, one.end)


WRITERS: dict[str, Callable[[str], str]] = {
    "quotes": lambda text: quotes.quotes([citation(text, number) for number in range(1, 8)]),
    "brief_quotes": lambda text: quotes.brief_quotes(
        [citation(text, number) for number in range(1, 8)]
    ),
    "said_by": lambda text: quotes.said_by([citation(text, number) for number in range(1, 8)]),
    "copies": lambda text: quotes.copies(citation(text)),
    "offsets": lambda text: quotes.offsets(citation(text)),
    "marked": marked,
}


def cited(text: str, start: int, end: int) -> Citation:
    document = Document("d", text)
    sentence = Sentence(document, start, end, Passage(document, 0, len(text)))
    return Citation(1, sentence, Evidence(sentence))


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(quotes) == set(WRITERS)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_as_it_is_written(name: str, text: str) -> None:
    assert text in as_plain(WRITERS[name], text).text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_quote_is_its_characters_and_stands_in_its_passage(text: str) -> None:
    one = citation(text)
    seen = Seen(quotes.quotes([one]))
    assert seen.texts["blockquote"] == seen.texts["mark"] == [text]
    assert one.passage.text in seen.texts["p"]
    assert {one.to_apa(), one.to_plain()} <= set(seen.texts["p"])
    assert wording.SEE.format(voice=text, heading=text) in seen.texts["a"]


@given(st.text(min_size=1), st.data())
def test_the_link_of_a_quote_carries_its_address_whatever_its_text_is(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    one = cited(text, start, data.draw(st.integers(start + 1, len(text))))
    for html in (quotes.quotes([one]), quotes.brief_quotes([one])):
        (link,) = Seen(html).links
        assert link.startswith("sources?") and parameters(link) == {"cite": [one.address]}


def test_the_number_of_a_quote_is_the_lists_own_and_where_its_number_leads() -> None:
    seen = Seen(quotes.quotes([citation("words", 7), citation("words", 9)]))
    assert seen.attributes["value"] == ["7", "9"] and seen.ids == ["quote-7", "quote-9"]


@pytest.mark.parametrize("write", [quotes.quotes, quotes.brief_quotes])
def test_a_quote_that_stands_above_is_not_where_its_number_leads(
    write: Callable[..., str],
) -> None:
    seen = Seen(write([citation("words", 7), citation("words", 9)], above={7}))
    assert seen.attributes["value"] == ["7", "9"] and seen.ids == ["quote-9"]


@pytest.mark.parametrize("write", [quotes.quotes, quotes.brief_quotes])
def test_all_quotes_after_the_first_are_folded_under_a_line_that_counts_them(
    write: Callable[..., str],
) -> None:
    seen = Seen(write([citation(f"words {number}", number) for number in range(1, 6)], first=2))
    first, folded = (
        Seen(write([citation(f"words {n}", n) for n in numbers], first=9)).text
        for numbers in ((1, 2), (3, 4, 5))
    )
    assert (
        seen.text == f"{first}3 more quotes{folded}"
        and f"3 more quotes{folded}" in seen.texts["details"]
    )


@pytest.mark.parametrize("write", [quotes.quotes, quotes.brief_quotes])
def test_a_single_quote_is_not_folded(write: Callable[..., str]) -> None:
    three = [citation("words", number) for number in range(1, 4)]
    assert write(three, first=2) == write(three, first=3)


def test_brief_quotes_show_the_words_and_the_link_alone() -> None:
    seen = Seen(quotes.brief_quotes([citation("words")]))
    assert seen.tags == ["ol", "li", "blockquote", "p", "a", "bdi"]


def test_a_copy_button_stands_right_behind_what_it_copies_and_says_what_came_of_it() -> None:
    seen = Seen(quotes.copies(citation("words")))
    assert seen.tags == ["div", "p", "button"] * 2
    assert seen.texts["button"] == [wording.COPY_APA, wording.COPY_PLAIN]
    assert seen.attributes["data-copied"] == [wording.COPIED] * 2
    assert seen.attributes["data-not-copied"] == [wording.NOT_COPIED] * 2
    assert seen.attributes["type"] == ["button"] * 2


def test_what_unfolds_is_named_with_the_number_of_its_quote() -> None:
    assert Seen(quotes.quotes([citation("words", 3)])).texts["summary"] == ["Cite or check quote 3"]


def test_a_quote_tells_what_brought_it() -> None:
    one = citation("Tugs pull big ships")
    evidence = replace(one.evidence, why=Why(1.25, 0.456, ("pull", "ships")))
    told = Seen(quotes.quotes([replace(one, evidence=evidence, relevance=0.61)])).texts["p"][-1]
    assert (
        told == "Why it is here: it shares the words pull, ships; its meaning comes near to your"
        " question (0.46 of 1); it names whom it is about; its relevance is 0.61 of 1."
    )


def test_a_quote_that_nothing_but_its_subject_brought_says_no_more() -> None:
    one = citation("words", subjects=())
    bare = replace(one, evidence=replace(one.evidence, why=None), relevance=None)
    told = Seen(quotes.quotes([bare])).texts["p"][-1]
    assert told == "Why it is here: it is about nobody in particular."


def test_a_quote_under_no_heading_is_led_to_by_its_source_alone() -> None:
    assert Seen(quotes.brief_quotes([cited("A tug pulls.", 0, 12)])).texts["a"] == ["d"]


def test_the_characters_of_a_quote_are_told() -> None:
    assert "Characters 2 to 5 of d" in Seen(quotes.quotes([cited("A tug pulls.", 2, 5)])).texts["p"]


@given(st.text(min_size=1), st.data())
def test_marking_changes_no_character_of_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    one = cited(f"Before\n{text}", start + 7, data.draw(st.integers(start + 1, len(text))) + 7)
    passage = Passage(one.span.document, 7, 7 + len(text))
    seen = Seen(quotes.marked(passage, one.start, one.end))
    assert (seen.text, seen.texts["mark"]) == (visible(text), [visible(text[start : one.end - 7])])
