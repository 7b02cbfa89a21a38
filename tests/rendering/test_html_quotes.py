"""Quotes as HTML: the words, the link to their place, what to copy and to keep, and why they are
there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb import Citation, Document, Evidence, Passage, Sentence
from kb.rendering import wording_en as wording
from kb.rendering.html import quotes
from kb.rendering.html.markup import inline
from kb.rendering.html.references import copies
from kb.results import Why
from tests.html_seen import (
    HOSTILE,
    Seen,
    as_plain,
    citation,
    parameters,
    unfolded,
    visible,
    writers,
)


def marked(text: str) -> str:
    one = citation(text)
    return quotes.marked(one.passage, one.start, one.end)


WRITERS: dict[str, Callable[[str], str]] = {
    "quotes": lambda text: quotes.quotes([citation(text, number) for number in range(1, 8)]),
    "brief_quotes": lambda text: quotes.brief_quotes(
        [citation(text, number) for number in range(1, 8)]
    ),
    "folded": lambda text: quotes.folded(text, inline(text)),
    "keep_button": lambda text: quotes.keep_button(text, text),
    "offsets": lambda text: quotes.offsets(citation(text)),
    "marked": marked,
}


def cited(text: str, start: int, end: int) -> Citation:
    document = Document("d", text)
    sentence = Sentence(document, start, end, Passage(document, 0, len(text)))
    return Citation(1, sentence, Evidence(sentence))


def matching(text: str, matched: Sequence[str]) -> Citation:
    """A quote of the text, which shares these words with the question."""
    one = citation(text)
    return replace(one, evidence=replace(one.evidence, why=Why(1.0, 0.5, tuple(matched))))


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
    assert copies(one) in quotes.quotes([one])
    assert seen.told("kb-source") == [f"{text}{wording.UNDER.format(heading=text)}"]


def test_a_quotes_source_is_named_and_beside_it_stands_the_heading_right_above_the_quote() -> None:
    article = Document("d", "A tug pulls.", publisher="Harbour News")
    passage = Passage(article, 0, 12, headings=("Boats", "Tugs"))
    one = Citation(1, passage, Evidence(Sentence(article, 0, 12, passage)))
    for html in (quotes.quotes([one]), quotes.brief_quotes([one])):
        assert Seen(html).told("kb-source") == ["Harbour News under “Tugs”"]
        assert Seen(html).told("kb-where") == [" under “Tugs”"]


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


@pytest.mark.parametrize("write", [quotes.quotes, quotes.brief_quotes])
def test_what_is_shown_and_what_is_folded_are_all_the_quotes_in_order(
    write: Callable[..., str],
) -> None:
    for first in range(1, 8):
        seen = Seen(write([citation(f"words {n}", n) for n in range(1, 7)], first=first))
        shown = [each.text for each in unfolded(seen, "blockquote")]
        assert shown == seen.texts["blockquote"][: len(shown)]
        assert seen.texts["blockquote"] == [f"words {n}" for n in range(1, 7)]
        assert len(shown) in (first, 6)


def test_brief_quotes_show_the_words_their_source_and_a_button_to_keep_them_alone() -> None:
    seen = Seen(quotes.brief_quotes([citation("words")]))
    quote, source, button = ["blockquote"], ["a", "bdi", "span", "bdi"], ["button", "span", "span"]
    assert seen.tags == ["ol", "li", *quote, "div", *source, *button]


# The words that the question has too


@given(
    st.lists(st.sampled_from(["a", "A", "ab", "aB", "b", "-", " ", ".", "é", "éa", "_", "1"])),
    st.lists(st.sampled_from(["a", "ab", "éa", "b"]), min_size=1, unique=True),
)
@example(["ab"], ["a", "ab"])
@example(["a", "-", "ab", "_", " ", "A"], ["a"])
def test_a_word_of_the_question_is_bold_wherever_it_stands_whole_in_any_case(
    parts: list[str], matched: list[str]
) -> None:
    text = f"{''.join(parts)}."
    seen = Seen(quotes.brief_quotes([matching(text, matched)]))
    whole = [word for word in re.findall(r"\w+", text) if word.lower() in matched]
    assert seen.texts.get("b", []) == whole
    assert seen.texts["blockquote"] == [text]


SIGNS = st.text(st.sampled_from("ab.*+?()[]{}|\\^$<>&\"' \n-#"), min_size=1, max_size=12)


@given(SIGNS | st.text(min_size=1), st.lists(SIGNS, max_size=4))
@example("a.b acb", ["a.b"])
@example("(a", ["(a", "["])
@example("a&b &amp; <b>", ["amp", "b", "lt"])
@example("\\1 \\g<0>", ["\\1"])
def test_whatever_is_bold_the_quote_is_its_characters(text: str, matched: list[str]) -> None:
    seen = Seen(quotes.brief_quotes([matching(text, matched)]))
    assert seen.texts["blockquote"] == [visible(text)]
    bold = {visible(word).lower() for word in matched}
    assert {word.lower() for word in seen.texts.get("b", [])} <= bold


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_that_are_bold_bring_no_other_element(text: str) -> None:
    seen = as_plain(lambda words: quotes.quotes([matching(words, [words])]), text)
    assert seen.texts["blockquote"] == seen.texts["b"] == [text]


@pytest.mark.parametrize("text", HOSTILE)
def test_bold_words_inside_hostile_ones_leave_them_text(text: str) -> None:
    words = [*re.findall(r"\w+", text), "lt", "gt", "amp", "quot", "10", "39", "bdi", "b"]
    seen = Seen(quotes.brief_quotes([matching(text, words)]))
    assert seen.texts["blockquote"] == [text]
    assert seen.texts.get("b", []) == re.findall(r"\w+", text)
    without = [tag for tag in seen.tags if tag != "b"]
    assert without == Seen(quotes.brief_quotes([citation("Plain words")])).tags


def test_nothing_is_bold_where_the_question_shares_no_words() -> None:
    bare = replace(citation("words"), evidence=replace(citation("words").evidence, why=None))
    for one in (bare, matching("words", []), matching("words", ["word"])):
        assert "b" not in Seen(quotes.quotes([one])).tags


# What to do with a quote


@pytest.mark.parametrize("write", [quotes.quotes, quotes.brief_quotes])
def test_every_quote_has_a_button_that_keeps_it_by_its_address(write: Callable[..., str]) -> None:
    found = [citation(f"words {number}", number) for number in range(1, 8)]
    buttons = [each for each in Seen(write(found)).elements if "data-keep" in each.attributes]
    assert [each.attributes["data-keep"] for each in buttons] == [each.address for each in found]
    assert [each.text for each in buttons] == [f"Keep quote {number}" for number in range(1, 8)]


def test_a_button_that_keeps_is_not_pressed_at_first_and_knows_what_to_say_if_it_cannot() -> None:
    (button,) = [
        each for each in Seen(quotes.keep_button("x", " it")).elements if each.tag == "button"
    ]
    assert button.attributes["type"] == "button" and button.attributes["aria-pressed"] == "false"
    assert button.attributes["data-not-kept"] == wording.NOT_KEPT and button.text == "Keep it"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_button_keeps_any_address_as_it_is(text: str) -> None:
    seen = as_plain(lambda address: quotes.keep_button(address, " it"), text)
    assert seen.attributes["data-keep"] == [text] and seen.text == "Keep it"


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
