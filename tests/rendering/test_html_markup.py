"""The small parts of a page: text that shows as it is written, labels, links, the bar, headings and
notices.
"""

from __future__ import annotations

import datetime
import re
import string
import textwrap
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kb.rendering import phrases
from kb.rendering import wording_en as wording
from kb.rendering.html import article, markup
from kb.rendering.html.markup import Markup
from tests.html_seen import HOSTILE, Seen, as_plain, citation, parameters, visible, writers

JOINER = "\u2060"
PAGES = [("", "Ask"), ("compare", "Compare"), ("sources", "Sources")]

WRITERS: dict[str, Callable[[str], str]] = {
    "joined": lambda text: markup.joined([markup.inline(text)] * 2, between=Markup.escape(text)),
    "inline": markup.inline,
    "bar": lambda text: markup.bar(text, [("", "Ask"), (text, text)], "Ask"),
    "title": markup.title,
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


# Labels


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_keeps_every_mark_escaped_and_apart(text: str) -> None:
    label = markup.label(text)
    assert label.replace(JOINER, "").replace("\\", "") == " ".join(text.split()).replace("\\", "")
    marks = (":material", "](", "www.", "a@e", "<script", "**", "__b", "&lt", "javascript:a")
    assert not [mark for mark in marks if mark in label]


@given(st.text(st.characters(exclude_characters=[JOINER, "\x00"], exclude_categories=["Cs"])))
@example("1. first")
@example("a_b_c \\* \\\\ ~x~ |a|b| # - + > = `c`")
@example("“Why?” – an intern’s café, 5 € · ☃")
@example("--- ... === ***")
def test_markdown_shows_a_label_as_the_text_is_written(text: str) -> None:
    seen = Seen(MarkdownIt().enable("table").enable("strikethrough").render(markup.label(text)))
    assert seen.tags in ([], ["p"])
    assert seen.text.replace(JOINER, "").rstrip("\n") == " ".join(text.split())


@given(st.text() | st.text(string.punctuation))
def test_a_label_escapes_the_marks_of_ascii_and_no_other_character(text: str) -> None:
    label = markup.label(text)
    escaped = re.compile(rf"\\([{re.escape(string.punctuation)}]){JOINER}")
    assert not set(escaped.sub("", label)) & set(string.punctuation)
    assert escaped.sub(r"\1", label) == " ".join(text.split())


def test_only_the_first_letter_of_a_name_is_made_a_capital() -> None:
    assert [phrases.capital(name) for name in ("case manager", "RN", "éclair", "", "4-H")] == [
        "Case manager",
        "RN",
        "Éclair",
        "",
        "4-H",
    ]


def test_one_thing_is_counted_in_other_words_than_several() -> None:
    counted = [phrases.count({1: "1 quote", 0: "{count} quotes"}, number) for number in (0, 1, 2)]
    assert counted == ["0 quotes", "1 quote", "2 quotes"]


def test_what_else_stands_in_the_words_is_told_whatever_the_number() -> None:
    words = {1: "Topics: 1 of {of}", 0: "Topics: {count} of {of}"}
    told = [phrases.count(words, number, of=9) for number in (0, 1, 2)]
    assert told == ["Topics: 0 of 9", "Topics: 1 of 9", "Topics: 2 of 9"]


def test_a_day_is_told_with_the_name_of_its_month_and_no_noughts() -> None:
    assert phrases.day(datetime.date(2026, 11, 5)) == "5 November 2026"
    months = [phrases.day(datetime.date(2024, month, 29)).split()[1] for month in range(1, 13)]
    assert " ".join(month[:3] for month in months) == (
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    )


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


def test_a_title_that_the_page_says_already_is_still_its_first_heading() -> None:
    shown, hidden = Seen(markup.title("Boats")), Seen(markup.title("Boats", is_said=False))
    assert shown.texts == hidden.texts == {"h1": ["Boats"], "bdi": ["Boats"]}
    assert shown.told("kb-heard") == [] and hidden.told("kb-heard") == ["Boats"]


def test_a_heading_can_be_given_the_focus_where_it_has_an_id() -> None:
    attributes = Seen(markup.heading("Boats", "status")).attributes
    assert (attributes["id"], attributes["tabindex"]) == (["status"], ["-1"])
    assert set(Seen(markup.heading("Boats")).attributes) == {"class"}


# The bar


@pytest.mark.parametrize("here", [word for _, word in PAGES])
def test_the_bar_leads_to_every_page_and_tells_which_is_open(here: str) -> None:
    seen = Seen(markup.bar("Boats", PAGES, here))
    brand, *pages = [each for each in seen.elements if each.tag == "a"]
    assert (brand.text, brand.attributes["href"]) == ("Boats", "./")
    assert [(page.attributes["href"], page.text) for page in pages] == [
        (f"./{path}", word) for path, word in PAGES
    ]
    current = [each for each in seen.elements if "aria-current" in each.attributes]
    assert [(each.text, each.attributes["aria-current"]) for each in current] == [(here, "page")]


def test_the_bar_on_a_page_that_it_does_not_lead_to_calls_none_open() -> None:
    assert "aria-current" not in Seen(markup.bar("Boats", PAGES, "Elsewhere")).attributes


def test_the_links_of_the_bar_are_a_named_place_of_the_page() -> None:
    (nav,) = [
        each for each in Seen(markup.bar("Boats", PAGES, "Ask")).elements if each.tag == "nav"
    ]
    assert nav.attributes == {"aria-label": wording.PAGES} and nav.text == "AskCompareSources"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_stays_inside_the_bars_first_link_and_changes_no_other(text: str) -> None:
    seen = as_plain(lambda name: markup.bar(name, PAGES, "Ask"), text)
    assert seen.texts["a"] == [text, "Ask", "Compare", "Sources"]
    assert seen.texts["bdi"] == [text]
    assert seen.links == Seen(markup.bar("Boats", PAGES, "Ask")).links
