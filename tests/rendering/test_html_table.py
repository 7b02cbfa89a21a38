"""The comparison as a table with a verdict a row, and the map of how many quotes stand where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from kb import Citation, Comparison, Disagreement, Facet, KnowledgeBase, Subject, Verdict
from kb.rendering import wording_en as wording
from kb.rendering.html import table
from kb.rendering.html.quotes import brief_quotes, quotes
from kb.results import Row
from tests.html_seen import (
    HOSTILE,
    Seen,
    as_plain,
    citation,
    comparison,
    document,
    parameters,
    writers,
)

TUG, FERRY, BARGE = Subject("tug", "tug"), Subject("ferry", "ferry"), Subject("barge", "barge")
ENGINE, CARGO = Facet("engine", "engine"), Facet("cargo", "cargo")

WRITERS: dict[str, Callable[[str], str]] = {
    "table": lambda text: table.table(comparison(text), quotes, counted=True),
    "coverage_map": lambda text: table.coverage_map(
        comparison(text), [document(text), document(f"{text}2")]
    ),
    "disagreeing": lambda text: table.disagreeing(
        comparison(text).disagreements(), comparison(text).subjects
    ),
    "unanswered": lambda text: table.unanswered([Facet(text, text), Facet("other", text)]),
}


def compared(
    cells: Mapping[tuple[str, str], tuple[Citation, ...]],
    *subjects: Subject,
    facets: Sequence[Facet] = (ENGINE, CARGO),
    disagreements: tuple[Disagreement, ...] = (),
    **verdicts: Verdict,
) -> Comparison:
    of = subjects or (TUG, FERRY)
    rows = [
        Row(
            facet,
            tuple(cells.get((subject.id, facet.id), ()) for subject in of),
            verdicts.get(facet.id, Verdict("not covered", "no passage")),
            tuple(d for d in disagreements if d.facet == facet.id),
        )
        for facet in facets
    ]
    return Comparison(of, tuple(rows))


def seen_table(comparison: Comparison, counted: bool = False) -> Seen:
    return Seen(table.table(comparison, brief_quotes, counted=counted))


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(table) == set(WRITERS)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_as_it_is_written(name: str, text: str) -> None:
    seen = as_plain(WRITERS[name], text)
    assert {text, text[:1].upper() + text[1:]} & set(seen.texts["bdi"])


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_disagreement_shows_its_note_its_voices_and_their_words(text: str) -> None:
    seen = Seen(table.table(comparison(text), brief_quotes))
    assert seen.texts["q"] == [text] * 4
    labels = [
        words.format(subject=text)
        for words in (wording.DISAGREEMENT, wording.POSSIBLE_DISAGREEMENT)
    ]
    assert set(labels) <= set(seen.texts["strong"]) and text in seen.texts["strong"]
    assert [p for p in seen.texts["p"] if p in [f"{label}: {text}" for label in labels]]


def test_a_table_has_a_caption_and_its_rows_and_columns_have_heads() -> None:
    seen = seen_table(compared({}))
    assert seen.texts["caption"] == [wording.TABLE]
    assert seen.texts["th"] == [wording.FACET, "Tug", "Ferry", "Engine", "Cargo"]
    assert seen.attributes["scope"] == ["col", "col", "col", "rowgroup", "rowgroup"]


def test_roles_say_what_the_elements_are_where_the_style_takes_that_away() -> None:
    seen = seen_table(comparison("words"))
    said = {
        "table": ["table"],
        "thead": ["rowgroup"],
        "tbody": ["rowgroup"],
        "tr": ["row"],
        "td": ["cell"],
    }
    roles = [role for tag in seen.tags for role in said.get(tag, [])]
    heads = [role for role in seen.attributes["role"] if role.endswith("header")]
    assert [role for role in seen.attributes["role"] if role not in heads] == roles
    assert heads == ["columnheader"] * 3 + ["rowheader"] * 2


def test_every_row_of_the_table_fills_all_its_columns() -> None:
    own, shared = citation("own"), citation("shared", 2, ("tug", "ferry"))
    cells = {("tug", "engine"): (own, shared), ("ferry", "engine"): (shared,)}
    disagreement = Disagreement("tug", "engine", "Words.", (own.span, shared.span))
    disputed = compared(cells, disagreements=(disagreement,))
    seen = seen_table(disputed)
    assert seen.attributes["rowspan"] == [
        "4",
        "2",
    ]  # verdict, cells, shared, voices; verdict and cells
    assert seen.attributes["colspan"] == ["2"] * 4 and seen.tags.count("td") == 4 + 2 * 2


def test_a_cell_is_named_by_its_subject_where_a_phone_shows_no_column_heads() -> None:
    assert seen_table(compared({})).attributes["data-subject"] == ["Tug", "Ferry"] * 2


def test_an_empty_cell_says_that_there_is_no_passage() -> None:
    seen = seen_table(compared({("tug", "engine"): (citation("Strong."),)}), counted=True)
    assert seen.texts["td"][1].startswith("1 quote from 1 sourceStrong.")
    assert seen.texts["td"][2] == wording.GAP
    assert seen.texts["td"][4:] == [wording.GAP] * 2


@pytest.mark.parametrize("kind", wording.VERDICT)
def test_every_row_begins_with_how_it_stands_and_the_rule_that_says_so(kind: str) -> None:
    row = seen_table(compared({}, engine=Verdict(kind, "each by itself")))  # type: ignore[arg-type]
    rule = wording.RULE["each by itself"]
    assert row.texts["td"][0] == f"{wording.VERDICT[kind]}: {rule}"  # type: ignore[index]


def test_a_number_in_a_verdict_leads_to_its_quote() -> None:
    rule = Verdict("same", "says of both", 12)
    seen = seen_table(compared({("tug", "engine"): (citation("Both.", 12),)}, engine=rule))
    assert "#quote-12" in seen.links and "quote-12" in seen.ids and "[12]" in seen.texts["a"]


def test_a_number_inside_a_subjects_name_leads_nowhere() -> None:
    silent = Subject("seven", "[7]")
    cells = {("tug", "engine"): (citation("Strong."),)}
    rule = Verdict("one-sided", "a subject without a passage")
    seen = seen_table(compared(cells, TUG, silent, engine=rule))
    assert "no passage on this about: [7]" in seen.texts["td"][0]
    assert not any(link.startswith("#") for link in seen.links)


def test_what_is_said_of_all_at_once_stands_once_and_across_the_columns() -> None:
    own, shared = citation("own", 1), citation("shared", 2)
    seen = seen_table(compared({("tug", "engine"): (own, shared), ("ferry", "engine"): (shared,)}))
    assert seen.texts["blockquote"] == ["own", "shared"]
    assert "Said of tug and ferry together" in seen.texts["p"]


def test_a_side_of_which_nothing_is_said_alone_says_so() -> None:
    own, shared = citation("own", 1), citation("shared", 2)
    seen = seen_table(compared({("tug", "engine"): (own, shared), ("ferry", "engine"): (shared,)}))
    assert (
        seen.texts["td"][2] == wording.ONLY_TOGETHER and wording.GAP not in seen.texts["tbody"][0]
    )


def test_what_is_said_of_all_stands_first_if_it_is_the_best_of_each() -> None:
    own, shared = citation("own", 2), citation("shared", 1)
    seen = seen_table(compared({("tug", "engine"): (shared, own), ("ferry", "engine"): (shared,)}))
    assert seen.texts["blockquote"] == ["shared", "own"]


def test_where_all_is_said_of_all_there_are_no_empty_cells() -> None:
    shared = citation("shared")
    seen = seen_table(compared({("tug", "engine"): (shared,), ("ferry", "engine"): (shared,)}))
    assert (
        seen.attributes["rowspan"][0] == "2" and wording.GAP not in seen.texts["tbody"][0]
    )  # the verdict, and what is said


def test_a_table_of_one_subject_says_nothing_of_together() -> None:
    seen = seen_table(compared({("tug", "engine"): (citation("own"),)}, TUG))
    assert "together" not in seen.text and seen.texts["blockquote"] == ["own"]
    assert "colspan" not in seen.attributes  # no verdict either: there is nothing to set it against


@pytest.mark.parametrize("write", [quotes, brief_quotes])
def test_one_quote_in_several_cells_has_its_id_once(write: table.Quotes) -> None:
    one, other = citation("one", 1), citation("other", 2)
    cells = {
        ("tug", "engine"): (one,),
        ("ferry", "engine"): (one, other),
        ("barge", "cargo"): (one,),
        ("tug", "cargo"): (other,),
    }
    seen = Seen(table.table(compared(cells, TUG, FERRY, BARGE), write))
    assert seen.texts["blockquote"] == ["one", "one", "other", "other", "one"]
    assert sorted(seen.ids) == ["quote-1", "quote-2", "topic-cargo", "topic-engine"]


def test_no_id_stands_twice_in_a_table_of_a_corpus(bakers: KnowledgeBase) -> None:
    found = bakers.compare(k=bakers.size)
    seen = Seen(
        table.coverage_map(found, bakers.corpus.documents)
        + table.table(found, quotes, counted=True)
    )
    assert len(seen.ids) == len(set(seen.ids))
    inside = {link[1:] for link in seen.links if link.startswith("#")}
    assert {f"topic-{facet.id}" for facet in found.facets} <= inside <= set(seen.ids)


def test_every_quote_of_a_table_links_to_its_place(bakers: KnowledgeBase) -> None:
    found = bakers.compare(k=bakers.size)
    linked = {
        parameters(link)["cite"][0]
        for link in Seen(table.table(found, brief_quotes)).links
        if "?" in link
    }
    assert linked == {citation.address for citation in found.citations}


def test_each_voice_of_a_disagreement_stands_under_its_name_with_links_to_its_words() -> None:
    one, other = citation("Strong."), citation("Weak.")
    spans = (one.span, other.span, one.span)
    disagreement = Disagreement("tug", "engine", "", spans, contradicted="required")
    voices = seen_table(compared({}, disagreements=(disagreement,)))
    assert voices.texts["li"] == ["Strong.Strong.Strong.", "Weak.Weak."]  # publisher, then quotes
    to_voices, *to_words = voices.links
    assert to_voices.startswith("#") and to_voices[1:] in voices.ids  # from the verdict
    assert [parameters(link)["cite"][0] for link in to_words] == [
        one.address,
        one.address,
        other.address,
    ]
    told = "one says that something is required, the other that it is not"
    assert f"A possible disagreement on the tug: {told}" in voices.texts["p"]
    assert (
        f"The sources may disagree: {wording.FOUND_BY_RULE}: {wording.VOICES}" in voices.texts["p"]
    )


@pytest.mark.parametrize(
    ("quoted", "told"),
    [
        (("a",), "1 quote from 1 source"),
        (("a", "a"), "2 quotes from 1 source"),
        (("a", "b", "a"), "3 quotes from 2 sources"),
    ],
)
def test_quotes_and_their_sources_are_counted(quoted: tuple[str, ...], told: str) -> None:
    assert table.covered_by([citation(text) for text in quoted]) == told


def test_the_map_counts_each_source_and_leads_to_each_row() -> None:
    guild, post = citation("guild"), citation("post")
    cells = {("tug", "engine"): (guild, guild, post), ("ferry", "cargo"): (post,)}
    seen = Seen(table.coverage_map(compared(cells), [guild.span.document, post.span.document]))
    assert seen.texts["td"] == [*"2100", *"0001"]
    assert seen.texts["th"] == [
        wording.FACET,
        "Tug",
        "Ferry",
        "guild",
        "post",
        "guild",
        "post",
        "Engine",
        "Cargo",
    ]
    assert seen.links == ["#topic-engine", "#topic-cargo"]
    assert seen.attributes["scope"] == ["col", *["colgroup"] * 2, *["col"] * 4, *["row"] * 2]


def test_the_map_is_the_darker_the_more_quotes_there_are_and_only_nothing_is_unshaded() -> None:
    article = citation("one").span.document
    numbers = {0: 0, 1: 1, 24: 1, 25: 1, 26: 2, 50: 2, 51: 3, 100: 4}
    facets = tuple(Facet(f"f{number}", f"f{number}") for number in numbers)
    cells = {
        ("tug", f"f{number}"): tuple(citation("one") for _ in range(number)) for number in numbers
    }
    seen = Seen(table.coverage_map(compared(cells, TUG, facets=facets), [article]))
    shades = [int(name[-1]) for name in seen.attributes["class"] if "shade" in name]
    assert dict(zip(numbers, shades, strict=True)) == numbers


def test_a_map_of_nothing_is_all_noughts() -> None:
    seen = Seen(table.coverage_map(compared({}), [document("words")]))
    assert seen.texts["td"] == ["0"] * 4


def test_topics_that_no_source_speaks_of_are_named() -> None:
    seen = Seen(table.unanswered([Facet("pay", "pay"), Facet("noise", "how loud it is")]))
    assert seen.text == f"{wording.UNANSWERED}: pay, how loud it is."


def test_a_wide_map_can_be_scrolled_with_the_keyboard_and_says_what_it_is() -> None:
    seen = Seen(table.coverage_map(compared({}), [document("words")]))
    assert seen.tags[0] == "div" and seen.attributes["tabindex"] == ["0"]
    assert (seen.attributes["role"], seen.attributes["aria-label"]) == (["region"], [wording.MAP])
    assert seen.texts["caption"] == [wording.MAP_CAPTION]


def test_what_is_only_loosely_related_is_folded_under_its_cell() -> None:
    on, loose = citation("On it.", 1), citation("Hardly.", 2)
    row = Row(ENGINE, ((on,), ()), Verdict("both covered", "each by itself"), (), ((loose,), ()))
    seen = seen_table(Comparison((TUG, FERRY), (row,)))
    assert seen.texts["summary"] == ["1 loosely related quote"]
    assert seen.texts["blockquote"] == ["On it.", "Hardly."]


def test_what_sets_the_subjects_apart_is_called_so_and_stands_apart_from_what_joins_them() -> None:
    apart, joined = citation("Unlike it.", 1), citation("Both.", 2)
    cell = (apart, joined)
    row = Row(ENGINE, (cell, cell), Verdict("different", "sets apart", 1), contrasts=(1,))
    seen = seen_table(Comparison((TUG, FERRY), (row,)))
    assert seen.texts["blockquote"] == ["Unlike it.", "Both."]
    told = [text for text in seen.texts["p"] if text.startswith(("Sets", "Said"))]
    assert told == ["Sets tug and ferry apart", "Said of tug and ferry together"]


def test_without_voices_a_row_leads_to_them_on_another_page() -> None:
    one, other = citation("Strong."), citation("Weak.")
    disagreement = Disagreement("tug", "engine", "On it.", (one.span, other.span))
    found = compared({}, disagreements=(disagreement,))
    brief = Seen(table.table(found, brief_quotes, voices=False))
    assert "q" not in brief.texts and "q" in seen_table(found).texts
    assert any(link.startswith("compare?") for link in brief.links)
