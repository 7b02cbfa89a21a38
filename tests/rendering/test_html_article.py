"""An article as HTML: all of its text, what is marked in it, what its head tells, and what a search
finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb import Block, Document, Facet, KnowledgeBase, Located, Span
from kb.rendering import wording_en as wording
from kb.rendering.html import article, markup
from kb.rendering.html.article import MARKED, places_of
from kb.rendering.html.markup import Markup
from kb.rendering.html.references import copies
from kb.types import Verification
from tests.html_seen import (
    HOSTILE,
    Seen,
    as_plain,
    citation,
    document,
    parameters,
    visible,
    writers,
)


def noted(text: str) -> str:
    one = citation(text, subjects=("a", "b"))
    sentence, nobody = (
        citation(text, subjects=("a", "b")).evidence.sentence,
        citation(text, subjects=()).evidence.sentence,
    )
    return article.note(
        one,
        [(sentence, (Facet(text, text), Facet("g", text))), (nobody, ())],
        {"a": text, "b": text},
    )


def opened(text: str, state: Verification = "exact") -> str:
    """The article beside a page, opened at a quote of the text."""
    span = citation(text).span
    located = Located(state, span, span.document)
    return article.panel(located, text, markup.inline(text), markup.link("", q=text))


def marked_up(text: str) -> str:
    one = citation(text)
    return article.article(
        one.span.document, [(one.start, one.end)], article.QUOTED, Markup("<p>noted</p>")
    )


WRITERS: dict[str, Callable[[str], str]] = {
    "about": lambda text: article.about(document(text)),
    "article": marked_up,
    "note": noted,
    "panel": opened,
    "search_result": lambda text: article.search_result(
        [(0, 1)], [(document(text), 2), (document(f"{text}2"), 1)], text
    ),
}
NO_TEXT_OF_OTHERS = {"state", "warning"}


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(article) == {*WRITERS, *NO_TEXT_OF_OTHERS}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_as_it_is_written(name: str, text: str) -> None:
    assert text in as_plain(WRITERS[name], text).text


# The whole text


@st.composite
def articles(draw: st.DrawFn) -> Document:
    """Any text, cut anywhere into blocks of any kind, with or without something between them."""
    text = draw(
        st.text(st.sampled_from("ab1 \n•.-<&\"'\x00é\u202e"), min_size=1, max_size=60)
        | st.text(min_size=1, max_size=60)
    )
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=9)))
    blocks = []
    for start, end in pairwise(cuts):
        kind = draw(
            st.sampled_from(("heading", "paragraph", "item", "item", "byline", "boilerplate", None))
        )
        if kind is not None:
            level = draw(st.integers(1, 9)) if kind == "heading" else 0
            blocks.append(Block(kind, start, end, level))  # type: ignore[arg-type]
    return Document("d", text, tuple(blocks), title="\ud7ff not in any text")


@st.composite
def places(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Places in order that do not overlap; some lie behind the text."""
    edges = sorted(draw(st.sets(st.integers(0, 80), max_size=12)))
    return list(zip(edges[::2], edges[1::2], strict=False))


def inside(document: Document, places: Sequence[tuple[int, int]]) -> list[str]:
    """The characters of the places, block by block."""
    both = [
        (max(b.start, start), min(b.end, end)) for b in document.blocks for start, end in places
    ]
    return [visible(document.text[start:end]) for start, end in both if start < end]


@given(articles(), places())
@example(Document("d", "one", (Block("paragraph", 0, 3),)), [])
def test_all_text_comes_out_in_order_and_the_marks_hold_exactly_the_places(
    document: Document, places: list[tuple[int, int]]
) -> None:
    seen = Seen(article.article(document, places))
    assert seen.text == "".join(
        visible(document.text[block.start : block.end]) for block in document.blocks
    )
    assert seen.texts.get("mark", []) == inside(document, places)
    assert len(seen.ids) == len(set(seen.ids))


@given(articles(), places())
def test_a_place_can_be_gone_to_where_it_begins(
    document: Document, places: list[tuple[int, int]]
) -> None:
    begun = [
        f"quoted-{n}"
        for n, place in enumerate(places, 1)
        if any(b.start <= place[0] < b.end for b in document.blocks)
    ]
    seen = Seen(article.article(document, places, article.QUOTED))
    assert sorted(id for id in seen.ids if id.startswith("quoted")) == sorted(begun)
    assert seen.attributes.get("tabindex", []) == ["-1"] * len(begun)


def test_the_note_stands_under_the_block_in_which_the_quote_ends() -> None:
    blocks = (Block("paragraph", 0, 5), Block("item", 6, 11), Block("paragraph", 12, 17))
    text = Document("d", "first\nother\nthird", blocks)
    for (start, end), block in {
        (0, 5): "first",
        (3, 9): "other",
        (6, 11): "other",
        (12, 17): "third",
        (13, 15): "third",
    }.items():
        shown = Seen(article.article(text, [(start, end)], note=Markup("<b>note</b>"))).text
        assert shown == "firstotherthird".replace(block, f"{block}note")


def test_an_article_without_a_marked_place_has_no_note() -> None:
    assert "note" not in article.article(document("words"), [], note=Markup("note"))


def test_no_more_places_are_marked_than_a_browser_can_bear() -> None:
    text = Document("d", "a " * (MARKED + 50), (Block("paragraph", 0, 2 * MARKED + 100),))
    seen = Seen(article.article(text, places_of("a", text)))
    assert seen.texts["mark"] == ["a"] * MARKED and seen.text == text.text


def test_blocks_are_headings_paragraphs_and_lists_as_they_were_published(
    bakers: KnowledgeBase,
) -> None:
    seen = Seen(article.article(bakers.corpus.document("guild")))
    assert seen.texts["h3"] == ["Training", "Licences", "A working day", "Where they work"]
    assert len(seen.texts["li"]) == 3 and seen.texts["li"][0].startswith("Baker: Starts")
    assert "ol" not in seen.tags and "Subscribe now" in seen.texts["p"]


def test_a_numbered_list_keeps_the_numbers_that_it_has_in_the_article() -> None:
    lines = "3. one\n4) two\n- three\n10. ten"
    items = tuple(Block("item", *match.span()) for match in re.finditer(r"[a-z]+", lines))
    seen = Seen(article.article(Document("d", lines, items)))
    assert [tag for tag in seen.tags if tag in ("ol", "ul")] == ["ol", "ul", "ol"]
    assert seen.attributes["value"] == ["3", "4", "10"] and seen.texts["li"] == [
        "one",
        "two",
        "three",
        "ten",
    ]


def test_headings_lie_below_the_pages_own_and_never_deeper_than_html_has() -> None:
    blocks = tuple(Block("heading", place, place + 1, level=place + 1) for place in range(9))
    seen = Seen(article.article(Document("d", "abcdefghi", blocks)))
    assert [tag for tag in seen.tags if tag[0] == "h"] == ["h2", "h3", "h4", "h5", *["h6"] * 5]


def test_the_title_is_not_said_twice(bakers: KnowledgeBase) -> None:
    guild = bakers.corpus.document("guild")
    assert guild.title in guild.text
    assert Seen(article.about(guild) + article.article(guild)).text.count(guild.title) == 1


# What stands over it


def test_the_head_tells_who_made_the_article_and_leads_to_its_original_and_its_sections() -> None:
    blocks = (Block("heading", 0, 4, 1), Block("heading", 5, 9, 2), Block("boilerplate", 10, 13))
    known = Document(
        "d",
        "Boat\nTugs\nBuy",
        blocks,
        "Boat",
        "News",
        "Ann",
        "2024",
        "Bob",
        "https://example.org/?a=1&b=2",
    )
    seen = Seen(article.about(known))
    assert seen.texts["h2"] == ["Boat"]
    assert seen.texts["p"] == [
        "News, by Ann, 2024, fact-checked by Bob, The original",
        wording.GREY,
    ]
    assert seen.links == ["https://example.org/?a=1&b=2", "#part-5"] and seen.texts["li"] == [
        "Tugs"
    ]
    assert seen.attributes["rel"] == ["noreferrer"]
    assert "part-5" in Seen(article.article(known)).ids


def test_a_head_says_nothing_of_what_is_not_known() -> None:
    seen = Seen(article.about(Document("leaflet", "A tug pulls.", (Block("paragraph", 0, 12),))))
    assert (seen.texts["h2"], seen.texts["p"]) == (["leaflet"], [wording.UNDATED])
    assert "details" not in seen.tags and not seen.links


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        " https://x",
        "//x",
        "ftp://x",
    ],
)
def test_only_an_address_on_the_web_is_linked(url: str) -> None:
    assert Seen(article.about(Document("d", "x", url=url))).links == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_address_on_the_web_stays_inside_its_link(text: str) -> None:
    seen = Seen(article.about(Document("d", "x", url=f"https://example.org/{text}")))
    assert seen.links == [f"https://example.org/{text}"]
    assert seen.shape == Seen(article.about(Document("d", "x", url="https://example.org"))).shape


# A citation's link


@pytest.mark.parametrize("state", list(wording.STATE))
def test_what_became_of_a_quote_is_told_and_anything_but_exact_at_once(state: str) -> None:
    one = citation("words").span
    seen = Seen(article.state(Located(state, one, one.document)))  # type: ignore[arg-type]
    assert seen.text == f"{wording.STATE[state]}. {wording.STATE_TOLD[state]}"  # type: ignore[index]
    assert seen.attributes["role"] == ["status" if state == "exact" else "alert"]


def test_a_note_tells_whom_each_sentence_is_about_how_that_is_known_and_on_what() -> None:
    both, nobody = citation("Both.", subjects=("a", "b")), citation("Nobody.", subjects=())
    sentences = [
        (both.evidence.sentence, (Facet("f", "pay"), Facet("g", "noise"))),
        (nobody.evidence.sentence, ()),
    ]
    seen = Seen(article.note(both, sentences, {"a": "tug", "b": "ferry"}))
    assert seen.texts["dt"] == [wording.IS_ABOUT, wording.ON_TOPICS] * 2
    assert seen.texts["dd"] == [
        "tug and ferry: it names whom it is about",
        "pay, noise",
        wording.NOBODY,
        wording.NO_TOPIC,
    ]
    assert f"Characters {both.start} to {both.end} of Both." in seen.texts["p"]
    assert copies(both) in article.note(both, sentences, {"a": "tug", "b": "ferry"})


# Beside a page

CLOSE = "?q=why"


def panel(located: Located, note: str = "") -> Seen:
    return Seen(article.panel(located, "the address", markup.inline(note), CLOSE))


@pytest.mark.parametrize("state", get_args(Verification))
def test_beside_a_page_stands_the_whole_article_with_what_is_left_of_the_quote_marked(
    state: Verification,
) -> None:
    span = citation("words").span
    seen = panel(Located(state, span, span.document), note="noted")
    (told,) = seen.told("kb-article")
    assert told == Seen(article.article(span.document)).text + "noted"
    assert seen.texts["mark"] == ["words"] and "quoted-1" in seen.ids
    assert seen.of("kb-state") == []  # the note tells it


@pytest.mark.parametrize("has_article", [True, False])
@pytest.mark.parametrize("state", ["changed", "gone"])
def test_where_nothing_is_left_of_a_quote_the_panel_says_so_at_once_and_shows_no_article(
    state: Verification, has_article: bool
) -> None:
    boats = Document("d", "A tug pulls.", (Block("paragraph", 0, 12),), title="Boats")
    lost = Located(state, None, boats if has_article else None)
    seen = panel(lost, note="noted")
    assert seen.told("kb-state") == [Seen(article.warning(lost)).text]
    assert "alert" in seen.attributes["role"]
    assert "pulls" not in seen.text and "noted" not in seen.text and "mark" not in seen.tags
    assert seen.told("kb-whole") == ["Boats" if has_article else wording.SOURCES]


def test_the_panel_leads_to_the_whole_article_at_the_quote_and_can_be_closed() -> None:
    boats = Document("d", "A tug pulls.", (Block("paragraph", 0, 12),), title="Boats")
    seen = panel(Located("exact", Span(boats, 0, 5), boats))
    (whole,), (close,) = seen.of("kb-whole"), seen.of("kb-close")
    assert whole.text == "Boats" and whole.attributes["href"].startswith("sources?")
    assert parameters(whole.attributes["href"]) == {"cite": ["the address"]}
    assert close.attributes["href"] == CLOSE and close.attributes["aria-label"] == wording.CLOSE


def test_an_article_without_a_title_is_named_by_its_id_in_the_panel() -> None:
    leaflet = Document("leaflet", "A tug pulls.", (Block("paragraph", 0, 12),))
    assert panel(Located("exact", Span(leaflet, 0, 5), leaflet)).told("kb-whole") == ["leaflet"]


def test_the_panel_is_a_named_place_that_a_keyboard_can_scroll() -> None:
    section = Seen(opened("words")).elements[0]
    assert (section.tag, section.attributes["tabindex"]) == ("section", "0")
    assert section.attributes["aria-label"] == wording.ARTICLE


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_quote_and_its_address_stay_where_they_belong_in_the_panel(text: str) -> None:
    seen = as_plain(opened, text)
    assert seen.told("kb-whole") == seen.texts["mark"] == [text]
    assert [parameters(link) for link in seen.links] == [{"cite": [text]}, {"q": [text]}]


# A search

LETTERS = st.sampled_from("xyzXY.*+([\\^$|?é")
SPACE = st.sampled_from(" \n\t\r\u00a0\u2028")


def whole(text: str) -> Document:
    return Document("d", text, (Block("paragraph", 0, len(text)),))


def test_words_are_looked_for_only_in_what_the_page_shows() -> None:
    text = "# Boats\n\n• boats here\n\nboats\nthere"
    blocks = (
        Block("heading", 2, 7, 1),
        Block("item", 11, 21),
        Block("paragraph", 23, 28),
        Block("paragraph", 29, 34),
    )
    assert places_of("boats", Document("d", text, blocks, title="Boats")) == [(11, 16), (23, 28)]
    assert places_of("boats", Document("d", text, blocks, title="Ships"))[0] == (
        2,
        7,
    )  # a title that the page does not say
    assert (
        places_of("•", Document("d", text, blocks))
        == places_of("boats there", Document("d", text, blocks))
        == []
    )


def test_what_a_keyboard_has_finds_what_is_printed() -> None:
    text = "the patient\u2019s \u201cplan\u201d \u2014 well\u2011known"
    assert places_of('patient\'s "plan" - well-known', whole(text)) == [(4, len(text))]


@given(st.lists(st.text(LETTERS, min_size=1), min_size=1), st.data())
def test_words_are_found_in_any_case_and_with_any_white_space(
    words: list[str], data: st.DataObject
) -> None:
    found = words[0].swapcase() + "".join(
        data.draw(st.text(SPACE, min_size=1)) + word.swapcase() for word in words[1:]
    )
    text = whole(f"Here: {found}; there")
    asked = data.draw(st.text(SPACE)) + " ".join(words) + data.draw(st.text(SPACE))
    assert places_of(asked, text) == [(6, 6 + len(found))]


@given(st.text(), st.text())
@example("(", "(")
@example("\\", "a\\")
@example("[a", "[a")
@example("a" * 5000, "a" * 5000)
def test_a_search_never_fails_and_its_places_lie_apart_in_order_inside_the_text(
    words: str, text: str
) -> None:
    found = places_of(words, whole(text))
    edges = [edge for place in found for edge in place]
    assert edges == sorted(edges) and all(0 <= start < end <= len(text) for start, end in found)
    assert found or not words.split() or words.strip() not in text


@pytest.mark.parametrize("nothing", ["", "  ", "\n\t", "\u00a0"])
def test_no_words_are_found_nowhere(nothing: str) -> None:
    assert places_of(nothing, Document("d", "a b \u00a0 c")) == []


@pytest.mark.parametrize(
    ("places", "told"),
    [(0, "0 places"), (1, "1 place "), (2, "2 places"), (MARKED, f"{MARKED} places")],
)
def test_the_places_are_counted_and_each_is_led_to(places: int, told: str) -> None:
    text = Document("d", "ab " * places, (Block("paragraph", 0, 3 * places),))
    seen = Seen(article.search_result(places_of("ab", text), [], "ab"))
    assert seen.text.startswith(f"{told}".rstrip()) and wording.FOUND_ELSEWHERE not in seen.text
    assert seen.links == [f"#found-{number}" for number in range(1, places + 1)]
    assert {link[1:] for link in seen.links} == set(
        Seen(article.article(text, places_of("ab", text))).ids
    )


def test_of_too_many_places_those_that_are_marked_are_led_to() -> None:
    seen = Seen(article.search_result([(0, 1)] * (MARKED + 1), [], "w"))
    assert (
        seen.text.startswith(wording.FOUND_FIRST.format(count=MARKED))
        and seen.links[-1] == f"#found-{MARKED}"
    )
    assert len(seen.links) == MARKED


def test_the_link_to_a_place_says_where_it_leads() -> None:
    seen = Seen(article.search_result([(0, 1), (2, 3)], [], "w"))
    assert seen.attributes["aria-label"] == ["place 1", "place 2"] and seen.texts["a"] == ["1", "2"]
    assert seen.attributes["role"] == ["status"]


@pytest.mark.parametrize("words", ["a tug", *HOSTILE])
def test_other_articles_with_the_words_are_led_to_with_the_same_search(words: str) -> None:
    other = Document("post", "x", publisher="Harbour News")
    seen = Seen(article.search_result([], [(other, 3)], words))
    assert [parameters(link) for link in seen.links] == [{"article": ["post"], "find": [words]}]
    assert seen.texts["p"][-1] == f"{wording.FOUND_ELSEWHERE}: Harbour News (3)"


def test_every_sentence_of_a_corpus_can_be_found_and_marked(bakers: KnowledgeBase) -> None:
    for sentence in bakers.index.sentences:
        place = (sentence.start, sentence.end)
        assert place in places_of(sentence.text, sentence.document)
        seen = Seen(article.article(sentence.document, [place], article.QUOTED))
        assert (
            seen.texts["mark"] == [Span(sentence.document, *place).text] and "quoted-1" in seen.ids
        )
