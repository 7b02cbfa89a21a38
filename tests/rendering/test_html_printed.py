"""What only a printed page says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.rendering import wording_en as wording
from kb.rendering.html import printed
from tests.html_seen import HOSTILE, Seen, as_plain, citation, document, writers

WRITERS: dict[str, Callable[[str], str]] = {
    "head": lambda text: printed.head(text, text, text),
    "sources": lambda text: printed.sources([document(text), document(text)]),
}


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(printed) == set(WRITERS)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_on_one_line(name: str, text: str) -> None:
    told = " ".join(as_plain(WRITERS[name], text).text.split())
    assert " ".join(text.split()) in told


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_and_day_stand_between_our_words(text: str) -> None:
    seen = Seen(printed.head(text, "Ask", text))
    assert seen.text == f"{text} · Ask · {text}" and seen.texts["bdi"] == [text, text]


def test_a_printed_page_says_what_is_asked_which_page_it_is_and_of_what_day() -> None:
    seen = Seen(printed.head("Boats", "Compare", "5 November 2026"))
    assert seen.text == "Boats · Compare · 5 November 2026"


def test_a_printed_page_ends_with_the_reference_of_each_article_in_their_order() -> None:
    quoted = [citation("Boats"), citation("Ports")]
    seen = Seen(printed.sources([each.span.document for each in quoted]))
    assert seen.texts["strong"] == [wording.ARTICLES]
    assert seen.texts["li"] == [each.to_apa().split("\n\n")[1] for each in quoted]


@pytest.mark.parametrize("name", WRITERS)
def test_each_part_is_only_for_the_printed_page(name: str) -> None:
    whole, *parts = Seen(WRITERS[name]("words")).elements
    assert "kb-printed" in whole.classes and all(whole in part.inside for part in parts)
