"""References and quotes with their citation as HTML, each with a button that copies it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import Document
from kb.rendering import wording_en as wording
from kb.rendering.bibliography import STYLES, Part, Style, plain_text, quoted
from kb.rendering.html import references
from kb.rendering.html.markup import inline
from tests.html_seen import HOSTILE, Seen, as_plain, citation, document, visible, writers

WRITERS: dict[str, Callable[[str], str]] = {
    "reference": lambda text: references.reference((Part(text), Part(text, is_italic=True))),
    "references": lambda text: references.references([document(text), document(text)], "APA"),
    "copies": lambda text: references.copies(citation(text)),
    "copied": lambda text: references.copied(text, inline(text)),
}

POST = Document("post", "x", title="Boats at Work", publisher="News", url="https://example.org/b")
DIARY = Document("diary", "x", title="a day", publisher="Diary", published="2024-05-06")


def buttons(seen: Seen) -> list[str]:
    return [each.text for each in seen.elements if each.tag == "button"]


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(references) == set(WRITERS)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_on_one_line(name: str, text: str) -> None:
    told = " ".join(as_plain(WRITERS[name], text).text.split())
    assert " ".join(text.split()) in told


@given(st.lists(st.tuples(st.text(), st.booleans())))
def test_a_reference_shows_all_its_parts_in_order_and_those_in_italics_so(
    parts: list[tuple[str, bool]],
) -> None:
    seen = Seen(references.reference(tuple(Part(*part) for part in parts)))
    assert seen.text == "".join(visible(text) for text, _ in parts)
    assert seen.texts.get("i", []) == [visible(text) for text, is_italic in parts if is_italic]


@pytest.mark.parametrize("style", STYLES)
def test_references_stand_in_the_order_of_the_alphabet_a_line_each(style: Style) -> None:
    both = references.references([POST, DIARY], style), references.references([DIARY, POST], style)
    assert both[0] == both[1]
    lines = Seen(both[0]).texts["p"][0].split("\n")
    assert lines == sorted(lines, key=str.casefold) and len(lines) == 2
    assert sum("Diary" in line for line in lines) == sum("Boats" in line for line in lines) == 1


def test_references_are_copied_at_once_by_a_button_behind_them() -> None:
    seen = Seen(references.references([POST, DIARY], "MLA"))
    assert buttons(seen) == [wording.COPY_REFERENCES] and copied(seen) == seen.texts["p"]


def test_the_day_on_which_an_address_was_looked_at_is_told_in_the_styles_that_want_it() -> None:
    day = datetime.date(2026, 11, 5)
    told = {
        style: "2026" in Seen(references.references([POST], style, day)).text for style in STYLES
    }
    assert told == {"APA": False, "MLA": True, "Harvard": True}


def test_a_quote_can_be_copied_in_every_style_and_plainly() -> None:
    one = citation("words")
    seen = Seen(references.copies(one))
    styles = [wording.COPY_STYLE.format(style=style) for style in STYLES]
    assert buttons(seen) == [*styles, wording.COPY_PLAIN]
    wanted = []
    for style in STYLES:
        said, listed = quoted(one, style)
        wanted.append(f"{said}\n\n{plain_text(listed)}")
    assert copied(seen) == [*wanted, one.to_plain()] and wanted[0] == one.to_apa()


def copied(seen: Seen) -> list[str]:
    """What each button copies: the element right before it."""
    texts = []
    for button in seen.elements:
        if button.tag == "button":
            beside = [e for e in seen.elements if e.inside[-1:] == button.inside[-1:]]
            texts.append(beside[beside.index(button) - 1].text)
    return texts


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_button_copies_is_the_quotes_own_characters(text: str) -> None:
    one = citation(text)
    plain = one.to_plain()
    assert copied(Seen(references.copies(one)))[-1] == plain and text in plain
    assert all(told.startswith(f"“{text}” (") for told in copied(Seen(references.copies(one)))[:-1])


def test_of_the_copies_the_first_is_shown_and_the_others_are_hidden_beside_their_buttons() -> None:
    seen = Seen(references.copies(citation("words")))
    assert len(seen.of("kb-hidden")) == len(STYLES) and len(seen.of("kb-text")) == 1


def test_a_copy_button_says_what_came_of_it() -> None:
    for each in Seen(references.copies(citation("words"))).elements:
        if each.tag == "button":
            assert each.attributes == {
                "type": "button",
                "data-copied": wording.COPIED,
                "data-not-copied": wording.NOT_COPIED,
            }
