"""What sources disagree on as HTML: each voice with its words, one quote shown of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import Disagreement, Document, Facet, Span
from kb.rendering import wording_en as wording
from kb.rendering.html import voices
from kb.rendering.html.markup import NOTHING
from tests.html_seen import (
    CARGO,
    ENGINE,
    FERRY,
    HOSTILE,
    TUG,
    Seen,
    as_plain,
    comparison,
    parameters,
    unfolded,
    writers,
)


def both(text: str) -> tuple[Disagreement, ...]:
    """One that a person noted and one that a rule found, in which every text is this one."""
    return comparison(text).disagreements()


WRITERS: dict[str, Callable[[str], str]] = {
    "disagreeing": lambda text: voices.disagreeing(both(text), comparison(text).subjects),
    "in_row": lambda text: voices.in_row(both(text), comparison(text).subjects, Facet(text, text)),
}

NEWS, DIARY = (
    Document(voice, "One. Two. Three. Four.", publisher=voice) for voice in ("News", "Diary")
)
SENTENCES = {"One.": (0, 4), "Two.": (5, 9), "Three.": (10, 16), "Four.": (17, 22)}


def said(document: Document, words: str) -> Span:
    return Span(document, *SENTENCES[words])


def noted(*spans: Span, facet: Facet = ENGINE) -> Disagreement:
    return Disagreement("tug", facet.id, "On how much.", spans)


def shown(seen: Seen, tag: str) -> list[str]:
    return [each.text for each in unfolded(seen, tag)]


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(voices) == set(WRITERS)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_as_it_is_written(name: str, text: str) -> None:
    seen = as_plain(WRITERS[name], text)
    labels = [
        words.format(subject=text)
        for words in (wording.DISAGREEMENT, wording.POSSIBLE_DISAGREEMENT)
    ]
    notes = [text, wording.CONTRADICTION.format(detail=text)]
    assert seen.texts["strong"] == [labels[0], text, labels[1], text]  # what it is, then the voice
    assert [f"{label}: {note}" for label, note in zip(labels, notes, strict=True)] == [
        told for told in seen.texts["p"] if told.startswith(tuple(labels))
    ]
    assert seen.texts["q"] == [text] * 4


def test_nothing_is_told_where_nothing_disagrees() -> None:
    assert voices.disagreeing((), (TUG, FERRY)) == NOTHING


def test_of_each_voice_the_first_quote_is_shown_and_the_others_are_folded_and_counted() -> None:
    spans = [said(NEWS, "One."), said(DIARY, "Two."), said(NEWS, "Three."), said(NEWS, "Four.")]
    seen = Seen(voices.disagreeing([noted(*spans)], (TUG, FERRY)))
    assert shown(seen, "q") == ["One.", "Two."]
    assert seen.texts["q"] == ["One.", "Three.", "Four.", "Two."]
    assert seen.texts["summary"] == ["2 more quotes"]
    assert seen.texts["details"] == ["2 more quotesThree.Four."]


def test_a_voice_with_one_quote_folds_nothing() -> None:
    spans = said(NEWS, "One."), said(DIARY, "Two.")
    assert "details" not in Seen(voices.disagreeing([noted(*spans)], (TUG,))).tags


@given(
    st.lists(
        st.tuples(st.sampled_from([NEWS, DIARY]), st.sampled_from(sorted(SENTENCES))), min_size=1
    )
)
def test_every_quote_stands_once_under_its_voice_and_leads_to_its_place(
    places: Sequence[tuple[Document, str]],
) -> None:
    spans = [said(*place) for place in places]
    seen = Seen(voices.disagreeing([noted(*spans)], (TUG, FERRY)))
    voices_in_order = list(dict.fromkeys(span.document.voice for span in spans))
    items = [each for each in seen.elements if each.tag == "li"]
    for voice, item in zip(voices_in_order, items, strict=True):
        own = [span for span in spans if span.document.voice == voice]
        assert item.text.startswith(voice)
        links = [each for each in seen.elements if each.tag == "a" and item in each.inside]
        assert [each.text for each in links] == [span.text for span in own]
        led = [parameters(each.attributes["href"])["cite"] for each in links]
        assert led == [[span.address] for span in own]


def test_what_a_person_noted_is_told_otherwise_than_what_a_rule_found() -> None:
    spans = said(NEWS, "One."), said(DIARY, "Two.")
    found = Disagreement("tug", "engine", "", spans, contradicted="required")
    seen = Seen(voices.disagreeing([noted(*spans), found], (TUG, FERRY)))
    told = "one says that something is required, the other that it is not"
    assert [text for text in seen.texts["p"] if ":" in text] == [
        "Different voices on the tug: On how much.",
        f"A possible disagreement on the tug: {told}",
    ]


def test_a_subject_that_is_not_compared_is_called_by_its_id() -> None:
    seen = Seen(voices.disagreeing([noted(said(NEWS, "One."))], (FERRY,)))
    assert seen.texts["strong"][0] == wording.DISAGREEMENT.format(subject="tug")


def test_there_is_one_place_a_facet_for_rows_to_lead_to() -> None:
    spans = said(NEWS, "One."), said(DIARY, "Two.")
    several = [noted(*spans), noted(*spans, facet=CARGO), noted(*spans)]
    seen = Seen(voices.disagreeing(several, (TUG,)))
    assert seen.ids == ["voices-engine", "voices-cargo"]
    assert len(seen.of("kb-voices")) == 3
    assert Seen(voices.in_row(several[:1], (TUG,), ENGINE)).ids == ["voices-engine"]
