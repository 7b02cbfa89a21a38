"""The small parts of a page: text that shows as it is written, labels, links, headings and
notices.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.rendering import wording_en as wording
from kb.rendering.html import article, markup
from kb.rendering.html.markup import Markup
from tests.html_seen import HOSTILE, Seen, as_plain, citation, parameters, visible, writers

WRITERS: dict[str, Callable[[str], str]] = {
    "joined": lambda text: markup.joined([markup.inline(text)] * 2, between=Markup.escape(text)),
    "inline": markup.inline,
    "title": lambda text: markup.title(text, over=text),
    "intro": markup.intro,
    "heading": markup.heading,
    "subheading": markup.subheading,
    "refusal": markup.refusal,
    "notice": markup.notice,
}


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(markup) == set(WRITERS)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_as_it_is_written(name: str, text: str) -> None:
    assert text in as_plain(WRITERS[name], text).text


@given(st.text())
def test_any_text_but_control_characters_shows_as_it_is_written(text: str) -> None:
    seen = Seen(markup.inline(text))
    assert (seen.shape, seen.text) == ((["bdi"], set()), visible(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_safe_inside_an_attribute(text: str) -> None:
    seen = Seen(Markup('<p title="{}">x</p>').format(text))
    assert (seen.attributes, seen.text) == ({"title": [text]}, "x")


@pytest.mark.parametrize("text", HOSTILE)
def test_streamlits_dedenting_changes_no_text(text: str) -> None:
    assert Seen(textwrap.dedent(markup.inline(text)).strip()).text == text


def test_control_characters_that_html_cannot_hold_become_replacement_characters() -> None:
    assert Seen(Markup("{}").format("a\x00b\x1bc")).text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_escaped_once_however_it_comes_into_html(text: str) -> None:
    ways = [
        Markup("<b>{}</b>").format(text),
        Markup("<b>{words}</b>").format(words=Markup("{}").format(text)),
        Markup("<b>") + text + Markup("</b>"),
        Markup("<b>%s</b>") % text,
        Markup("").join([Markup("<b>"), text, Markup("</b>")]),
    ]
    assert {type(way) for way in ways} == {Markup} and len(set(ways)) == 1
    assert Seen(ways[0]).texts == {"b": [text]} and "\n" not in ways[0]


def test_text_in_place_of_html_is_refused_by_the_type_checker_and_shown_as_text() -> None:
    """mypy calls a needless `type: ignore` an error: these say that each line is one."""
    bold = "<b>bold</b>"
    note = article.article(citation("x").span.document, [(0, 1)], note=bold)  # type: ignore[arg-type]
    part = markup.joined([bold])  # type: ignore[list-item]
    html: Markup = bold  # type: ignore[assignment]
    assert bold in Seen(note).text and Seen(part).text == html


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_keeps_every_mark_escaped_and_apart(text: str) -> None:
    label = markup.label(text)
    assert label.replace("\u2060", "").replace("\\", "") == " ".join(text.split()).replace("\\", "")
    marks = (":material", "](", "www.", "a@e", "<script", "**", "__b", "&lt", "javascript:a")
    assert not [mark for mark in marks if mark in label]


def test_only_the_first_letter_of_a_name_is_made_a_capital() -> None:
    assert [markup.capital(name) for name in ("case manager", "RN", "éclair", "", "4-H")] == [
        "Case manager",
        "RN",
        "Éclair",
        "",
        "4-H",
    ]


def test_one_thing_is_counted_in_other_words_than_several() -> None:
    counted = [markup.count({1: "1 quote", 0: "{count} quotes"}, number) for number in (0, 1, 2)]
    assert counted == ["0 quotes", "1 quote", "2 quotes"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_link_carries_any_text_to_the_page(text: str) -> None:
    address = markup.link("sources", article=text, subject=[text, "b"])
    seen = Seen(Markup('<a href="{}">x</a>').format(address))
    (link,) = seen.links
    assert link.startswith("sources?") and parameters(link) == {
        "article": [text],
        "subject": [text, "b"],
    }


def test_an_error_is_told_to_a_screen_reader_at_once_and_a_notice_when_there_is_time() -> None:
    assert Seen(markup.refusal("No.")).attributes["role"] == ["alert"]
    assert Seen(markup.refusal("No.")).text == f"{wording.REFUSED}: No."
    assert Seen(markup.notice("Look.")).attributes["role"] == ["status"]


def test_nothing_stands_over_a_title_unless_it_is_given() -> None:
    assert Seen(markup.title("Boats")).texts == {"h1": ["Boats"], "bdi": ["Boats"]}
    assert Seen(markup.title("Boats", over="Harbour")).text == "HarbourBoats"
