"""The comparison as a table of a few facets: a verdict and all that is said a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import Comparison, Disagreement, KnowledgeBase, Subject, Verdict
from kb.rendering import wording_en as wording
from kb.rendering.html import table
from kb.rendering.html.quotes import brief_quotes, quotes
from kb.rendering.html.table import Voices
from kb.results import Row, VerdictKind
from tests.html_seen import (
    BARGE,
    ENGINE,
    FERRY,
    HOSTILE,
    QUOTED,
    TUG,
    Seen,
    as_plain,
    citation,
    compared,
    comparison,
    comparisons,
    parameters,
    unfolded,
    writers,
)

WRITERS: dict[str, Callable[[str], str]] = {
    "table": lambda text: table.table(comparison(text), quotes, "open"),
    "brief_table": lambda text: table.brief_table(comparison(text), "open"),
}
VOICES: tuple[Voices, ...] = get_args(Voices)
ALL_SHOWN = partial(brief_quotes, first=len(QUOTED))


def seen_table(comparison: Comparison, voices: Voices = "folded") -> Seen:
    return Seen(table.table(comparison, brief_quotes, voices))


def disputed(*kinds: str) -> Comparison:
    """Tug and ferry on their engines, with a disagreement that is noted, one that is found."""
    spans = citation("Strong.").span, citation("Weak.").span
    both = {
        "noted": Disagreement("tug", "engine", "On how much.", spans),
        "found": Disagreement("tug", "engine", "", spans, contradicted="required"),
    }
    return compared({}, facets=[ENGINE], disagreements=tuple(both[kind] for kind in kinds))


def test_every_function_that_writes_html_is_tried() -> None:
    assert writers(table) == set(WRITERS)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", WRITERS)
def test_hostile_text_brings_no_element_and_shows_as_it_is_written(name: str, text: str) -> None:
    seen = as_plain(WRITERS[name], text)
    capital = text[:1].upper() + text[1:]
    assert {text, capital} & set(seen.texts["bdi"])
    assert seen.texts["blockquote"] == [text] * 2
    assert seen.attributes["data-subject"][0] == seen.told("kb-topic")[0] == capital
    assert any(f"“{text}”" in told for told in seen.told("kb-verdict"))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("voices", VOICES)
def test_a_hostile_row_leads_to_its_voices_wherever_they_stand(text: str, voices: Voices) -> None:
    seen = as_plain(lambda words: table.table(comparison(words), brief_quotes, voices), text)
    (link,) = [
        each.attributes["href"]
        for each in seen.elements
        if each.text == wording.MAY_DISAGREE_HEAD and each.tag == "a"
    ]
    if voices == "elsewhere":
        assert parameters(link)["facet"] == [text]
    else:
        assert link == f"#voices-{text}"


# The head of a row


def test_a_table_has_a_caption_for_those_who_hear_it_and_its_rows_and_columns_have_heads() -> None:
    seen = seen_table(compared({}))
    assert seen.texts["caption"] == seen.told("kb-heard") == [wording.TABLE]
    heads = [each for each in seen.elements if each.tag == "th"]
    assert [each.text for each in heads[:3]] == [wording.FACET, "Tug", "Ferry"]
    assert seen.told("kb-topic") == ["Engine", "Cargo"]
    assert all(seen.of("kb-topic")[at].inside[-2] is heads[3 + at] for at in (0, 1))
    assert seen.attributes["scope"] == ["col", "col", "col", "rowgroup", "rowgroup"]


@pytest.mark.parametrize("write", [table.table, table.brief_table], ids=["table", "brief_table"])
def test_roles_say_what_the_elements_are_where_the_style_takes_that_away(
    write: Callable[..., str],
) -> None:
    found = comparison("words")
    seen = Seen(write(found, quotes) if write is table.table else write(found))
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


@pytest.mark.parametrize("kind", get_args(VerdictKind))
def test_the_head_of_a_row_says_how_it_stands_and_the_rule_that_says_so(kind: VerdictKind) -> None:
    seen = seen_table(compared({}, engine=Verdict(kind, "each by itself")))
    verdict, _ = seen.of("kb-verdict")
    assert verdict.text == f"{wording.VERDICT[kind]}: {wording.RULE['each by itself']}"
    assert f"kb-{kind.replace(' ', '-')}" in verdict.classes
    assert [each.tag for each in verdict.inside if each.tag in ("th", "td")] == ["th"]


def test_a_number_in_a_verdict_leads_to_its_quote() -> None:
    rule = Verdict("same", "says of both", 12)
    seen = seen_table(compared({("tug", "engine"): (citation("Both.", 12),)}, engine=rule))
    assert seen.told("kb-verdict")[0] == "Much the same: [12] says it of both"
    (link,) = [each for each in seen.elements if each.text == "[12]" and each.tag == "a"]
    assert link.attributes["href"] == "#quote-12" and "quote-12" in seen.ids


def test_a_number_inside_a_subjects_name_leads_nowhere() -> None:
    silent = Subject("seven", "[7]")
    cells = {("tug", "engine"): (citation("Strong."),)}
    rule = Verdict("one-sided", "a subject without a passage")
    seen = seen_table(compared(cells, TUG, silent, engine=rule))
    assert "no passage on this about: [7]" in seen.told("kb-verdict")[0]
    assert not any(link.startswith("#") for link in seen.links)


def test_a_row_of_one_subject_has_no_verdict_but_says_that_sources_may_disagree() -> None:
    found = replace(disputed("found"), subjects=(TUG,))
    row = replace(found.rows[0], cells=((citation("own"),),))
    seen = seen_table(replace(found, rows=(row,)))
    assert seen.told("kb-verdict") == []
    assert seen.told("kb-may-disagree") == [wording.MAY_DISAGREE_HEAD]


# Voices that disagree


@pytest.mark.parametrize("voices", VOICES)
def test_a_row_without_disagreements_says_nothing_of_them(voices: Voices) -> None:
    seen = seen_table(compared({}), voices)
    assert seen.of("kb-may-disagree") == [] and "q" not in seen.tags and not seen.links


def test_open_voices_stand_in_the_row_and_its_head_leads_to_them() -> None:
    seen = seen_table(disputed("noted", "found"), "open")
    assert [each.text for each in unfolded(seen, "q")] == ["Strong.", "Weak."] * 2
    (head,) = seen.of("kb-may-disagree")
    assert (seen.links[0], head.text) == ("#voices-engine", wording.MAY_DISAGREE_HEAD)
    assert [each.tag for each in head.inside if each.tag in ("th", "td")] == ["th"]
    (place,) = [each for each in seen.elements if each.attributes.get("id") == "voices-engine"]
    assert place.inside[-1].tag == "td" and place.inside[-1].attributes["colspan"] == "2"


@pytest.mark.parametrize(
    ("kinds", "basis"),
    [
        (("noted",), wording.REVIEWED),
        (("found",), wording.FOUND_BY_RULE),
        (("noted", "found"), wording.REVIEWED),
    ],
)
def test_folded_voices_stand_in_the_row_under_who_says_that_they_disagree(
    kinds: tuple[str, ...], basis: str
) -> None:
    seen = seen_table(disputed(*kinds))
    assert unfolded(seen, "q") == []
    assert seen.texts["q"] == ["Strong.", "Weak."] * len(kinds)
    assert seen.texts["summary"] == [f"{wording.MAY_DISAGREE_HEAD}: {basis}"]
    assert seen.links[0] == "#voices-engine" and seen.ids.count("voices-engine") == 1


def test_of_voices_above_the_table_the_row_holds_those_alone_that_only_a_rule_found() -> None:
    seen = seen_table(disputed("noted", "found"), "above")
    assert seen.texts["q"] == ["Strong.", "Weak."] and unfolded(seen, "q") == []
    label = wording.POSSIBLE_DISAGREEMENT.format(subject="tug")
    assert label in seen.texts["strong"] and "On how much." not in seen.text
    assert seen.texts["summary"] == [f"{wording.MAY_DISAGREE_HEAD}: {wording.FOUND_BY_RULE}"]


def test_a_row_all_of_whose_voices_stand_above_leads_to_them_and_holds_none() -> None:
    seen = seen_table(disputed("noted"), "above")
    assert "q" not in seen.tags and "details" not in seen.tags
    assert seen.links == ["#voices-engine"]


def test_a_row_whose_voices_stand_elsewhere_leads_to_them_on_the_page_that_compares() -> None:
    seen = seen_table(disputed("noted", "found"), "elsewhere")
    assert "q" not in seen.tags
    (link,) = seen.links
    assert link.startswith("compare?") and parameters(link) == {
        "facet": ["engine"],
        "subject": ["tug", "ferry"],
        "show": ["disagreements"],
    }


# What is said


@given(comparisons(), st.sampled_from(VOICES), st.booleans())
def test_every_row_of_the_table_fills_all_its_columns(
    found: Comparison, voices: Voices, is_brief: bool
) -> None:
    brief, full = table.brief_table, partial(table.table, quotes=brief_quotes)
    seen = Seen((brief if is_brief else full)(found, voices=voices))
    bodies = [each for each in seen.elements if each.tag == "tbody"]
    for body, _ in zip(bodies, found.rows, strict=True):
        lines = [each for each in seen.elements if each.tag == "tr" and body in each.inside]
        (head,) = [each for each in seen.elements if each.tag == "th" and body in each.inside]
        assert head.attributes["rowspan"] == str(len(lines)) and head.inside[-1] is lines[0]
        for line in lines:
            cells = [e for e in seen.elements if e.tag == "td" and e.inside[-1] is line]
            spans = [int(cell.attributes.get("colspan", 1)) for cell in cells]
            assert sum(spans) == len(found.subjects)


def test_a_cell_is_named_by_its_subject_where_a_phone_shows_no_column_heads() -> None:
    assert seen_table(compared({})).attributes["data-subject"] == ["Tug", "Ferry"] * 2


def test_an_empty_cell_says_that_there_is_no_passage() -> None:
    seen = seen_table(compared({("tug", "engine"): (citation("Strong."),)}))
    assert seen.texts["td"][0].startswith("Strong.")
    assert seen.texts["td"][1:] == seen.told("kb-gap") == [wording.GAP] * 3


def test_what_is_said_of_all_at_once_stands_once_and_across_the_columns() -> None:
    own, shared = citation("own", 1), citation("shared", 2)
    seen = seen_table(compared({("tug", "engine"): (own, shared), ("ferry", "engine"): (shared,)}))
    assert seen.texts["blockquote"] == ["own", "shared"]
    assert seen.told("kb-of-all") == ["Said of tug and ferry together"]
    (wide,) = seen.of("kb-shared")
    assert wide.attributes["colspan"] == "2" and "shared" in wide.text and "own" not in wide.text


def test_a_side_of_which_nothing_is_said_alone_says_so() -> None:
    own, shared = citation("own", 1), citation("shared", 2)
    seen = seen_table(compared({("tug", "engine"): (own, shared), ("ferry", "engine"): (shared,)}))
    assert seen.texts["td"][1] == wording.ONLY_TOGETHER
    assert wording.GAP not in seen.texts["tbody"][0]


def test_what_is_said_of_all_stands_first_if_it_is_the_best_of_each() -> None:
    own, shared = citation("own", 2), citation("shared", 1)
    seen = seen_table(compared({("tug", "engine"): (shared, own), ("ferry", "engine"): (shared,)}))
    assert seen.texts["blockquote"] == ["shared", "own"]


def test_where_all_is_said_of_all_there_are_no_empty_cells() -> None:
    shared = citation("shared")
    seen = seen_table(compared({("tug", "engine"): (shared,), ("ferry", "engine"): (shared,)}))
    assert seen.attributes["rowspan"][0] == "1" and wording.GAP not in seen.texts["tbody"][0]
    assert wording.ONLY_TOGETHER not in seen.text


def test_a_table_of_one_subject_says_nothing_of_together() -> None:
    seen = seen_table(compared({("tug", "engine"): (citation("own"),)}, TUG))
    assert "together" not in seen.text and seen.texts["blockquote"] == ["own"]
    assert "colspan" not in seen.attributes


def test_what_sets_the_subjects_apart_is_called_so_and_stands_apart_from_what_joins_them() -> None:
    apart, joined = citation("Unlike it.", 1), citation("Both.", 2)
    cell = (apart, joined)
    row = Row(ENGINE, (cell, cell), Verdict("different", "sets apart", 1), contrasts=(1,))
    seen = seen_table(Comparison((TUG, FERRY), (row,)))
    assert seen.texts["blockquote"] == ["Unlike it.", "Both."]
    told = ["Sets tug and ferry apart", "Said of tug and ferry together"]
    assert seen.told("kb-of-all") == told
    best_joins = replace(row, cells=((joined, apart),) * 2)
    seen = seen_table(Comparison((TUG, FERRY), (best_joins,)))
    assert seen.texts["blockquote"] == ["Both.", "Unlike it."]
    assert seen.told("kb-of-all") == told[::-1]


def test_what_is_only_loosely_related_is_folded_under_its_cell() -> None:
    on, loose = citation("On it.", 1), citation("Hardly.", 2)
    row = Row(ENGINE, ((on,), ()), Verdict("both covered", "each by itself"), (), ((loose,), ()))
    seen = seen_table(Comparison((TUG, FERRY), (row,)))
    assert seen.texts["summary"] == ["1 loosely related quote"]
    assert seen.texts["blockquote"] == ["On it.", "Hardly."]
    assert [each.text for each in unfolded(seen, "blockquote")] == ["On it."]


@given(comparisons())
def test_every_quote_of_a_cell_stands_in_its_column_or_across_all(found: Comparison) -> None:
    seen = Seen(table.table(found, ALL_SHOWN))
    bodies = [each for each in seen.elements if each.tag == "tbody"]
    for body, row in zip(bodies, found.rows, strict=True):
        here = [e for e in seen.elements if e.tag == "blockquote" and body in e.inside]
        for at, subject in enumerate(found.subjects):
            quoted = row.cells[at] + (row.loose[at] if row.loose else ())
            told = [e.text for e in here if column(e.inside) in ("", subject.name.capitalize())]
            assert sorted(told) == sorted(each.text for each in quoted)


def column(inside: tuple[object, ...]) -> str:
    """Under which subject what lies in these stands; "" for all of them."""
    cell = next(each for each in inside if getattr(each, "tag", "") == "td")
    return str(getattr(cell, "attributes", {}).get("data-subject", ""))


# Places to lead to


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


@given(comparisons(), st.sampled_from(VOICES))
def test_no_id_stands_twice_in_a_table_and_every_quote_has_one(
    found: Comparison, voices: Voices
) -> None:
    seen = seen_table(found, voices)
    assert len(seen.ids) == len(set(seen.ids))
    assert {f"quote-{each.number}" for each in found.citations} <= set(seen.ids)
    inside = {link[1:] for link in seen.links if link.startswith("#")}
    elsewhere = {f"voices-{facet.id}" for facet in found.facets} if voices == "above" else set()
    assert inside <= set(seen.ids) | elsewhere


@pytest.mark.parametrize("voices", VOICES)
def test_no_id_stands_twice_in_a_table_of_a_corpus(bakers: KnowledgeBase, voices: Voices) -> None:
    found = bakers.compare(k=bakers.size)
    seen = seen_table(found, voices)
    assert len(seen.ids) == len(set(seen.ids))
    assert {f"topic-{facet.id}" for facet in found.facets} <= set(seen.ids)


def test_every_quote_of_a_table_links_to_its_place(bakers: KnowledgeBase) -> None:
    found = bakers.compare(k=bakers.size)
    seen = Seen(table.table(found, brief_quotes))
    linked = {parameters(each.attributes["href"])["cite"][0] for each in seen.of("kb-source")}
    assert linked == {citation.address for citation in found.citations}
