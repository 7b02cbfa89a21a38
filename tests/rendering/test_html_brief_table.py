"""The comparison as a table of many facets: one quote a side is shown, all else is folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from hypothesis import example, given
from hypothesis import strategies as st

from kb import Comparison, Disagreement, KnowledgeBase, Verdict
from kb.rendering import wording_en as wording
from kb.rendering.html.table import Voices, brief_table
from kb.rendering.phrases import count
from kb.results import Row
from tests.html_seen import (
    BARGE,
    ENGINE,
    FERRY,
    QUOTED,
    TUG,
    Element,
    Seen,
    compared,
    comparisons,
    unfolded,
)

ONE, TWO, THREE, FOUR, *_ = QUOTED
VERDICT = Verdict("both covered", "each by itself")

# What is easily lost or told twice: a quote that is on one side's topic and loosely on another's,
# loosely on both, and said of two sides out of three.
LOOSE_BESIDE = Comparison((TUG, FERRY), (Row(ENGINE, ((ONE,), ()), VERDICT, (), ((), (ONE,))),))
LOOSE_TWICE = Comparison((TUG, FERRY), (Row(ENGINE, ((), ()), VERDICT, (), ((ONE,), (ONE,))),))
BEST_OF_TWO = compared({("tug", "engine"): (ONE,), ("ferry", "engine"): (ONE,)}, TUG, FERRY, BARGE)
OF_TWO = compared({("tug", "engine"): (ONE,), ("ferry", "engine"): (TWO, ONE)}, TUG, FERRY, BARGE)
ALL_BEST = compared({("tug", "engine"): (ONE, TWO, THREE), ("ferry", "engine"): (ONE, TWO)})


def tables(seen: Seen) -> list[list[Element]]:
    """What lies in each row of the comparison."""
    bodies = [each for each in seen.elements if each.tag == "tbody"]
    return [[each for each in seen.elements if body in each.inside] for body in bodies]


def quotes(elements: Iterable[Element]) -> list[Element]:
    return [each for each in elements if each.tag == "blockquote"]


def numbers(elements: Iterable[Element]) -> list[int]:
    """The numbers of the quotes among the elements, each where it comes first."""
    values = (int(each.attributes["value"]) for each in elements if "value" in each.attributes)
    return list(dict.fromkeys(values))


def subject_of(quote: Element, row: Sequence[Element]) -> str:
    """Under whose name a quote stands, in its cell or in the fold; "" for what is said of all."""
    cell = next(each for each in quote.inside if each.tag == "td")
    if "data-subject" in cell.attributes:
        return cell.attributes["data-subject"]
    sides = [each for each in quote.inside if each.inside and "kb-sides" in each.inside[-1].classes]
    names = [e.text for e in row if e.tag == "strong" and any(side in e.inside for side in sides)]
    return names[0] if sides else ""


# What is shown


@given(comparisons())
def test_the_quotes_that_are_shown_are_numbered_as_they_stand(found: Comparison) -> None:
    shown = numbers(unfolded(Seen(brief_table(found)), "li"))
    assert shown == [*range(1, len(shown) + 1)]


@given(comparisons())
@example(ALL_BEST)
def test_the_quotes_that_are_folded_are_numbered_behind_them_as_they_stand(
    found: Comparison,
) -> None:
    seen = Seen(brief_table(found))
    shown = numbers(unfolded(seen, "li"))
    assert [*shown, *(n for n in numbers(seen.elements) if n not in shown)] == [
        *range(1, len(found.citations) + 1)
    ]


@given(comparisons())
def test_the_best_of_each_side_is_shown_or_what_is_the_best_of_all(found: Comparison) -> None:
    for here, row in zip(tables(Seen(brief_table(found))), found.rows, strict=True):
        shown = [each for each in quotes(here) if not each.is_folded]
        assert [each.text for each in shown] == [each.text for each in row.best]


def test_the_quote_that_is_shown_of_a_side_stands_in_its_column() -> None:
    cells = {("tug", "engine"): (ONE, TWO), ("ferry", "engine"): (THREE, FOUR)}
    ((*here,),) = tables(Seen(brief_table(compared(cells, facets=[ENGINE]))))
    shown = [each for each in quotes(here) if not each.is_folded]
    assert [(each.text, subject_of(each, here)) for each in shown] == [
        (ONE.text, "Tug"),
        (THREE.text, "Ferry"),
    ]


def test_what_is_said_of_all_is_shown_across_the_columns_if_it_is_the_best_of_each() -> None:
    row, _ = tables(Seen(brief_table(ALL_BEST)))
    cells = [each for each in row if each.tag == "td"]
    assert [each.attributes.get("data-subject") for each in cells] == [None, None]
    assert cells[0].attributes["colspan"] == "2"
    assert cells[0].text.startswith(f"Said of tug and ferry together{ONE.text}")


def test_what_sets_all_apart_is_called_so_where_it_is_shown() -> None:
    verdict = Verdict("different", "sets apart", ONE.number)
    row = Row(ENGINE, ((ONE,), (ONE,)), verdict, contrasts=(ONE.number,))
    seen = Seen(brief_table(Comparison((TUG, FERRY), (row,))))
    assert seen.told("kb-of-all") == ["Sets tug and ferry apart"]


def test_a_side_of_which_nothing_is_said_says_so() -> None:
    alone = {("tug", "engine"): (ONE,), ("tug", "cargo"): (ONE, TWO), ("ferry", "cargo"): (TWO,)}
    seen = Seen(brief_table(compared(alone)))
    assert seen.told("kb-gap") == [wording.GAP, wording.ONLY_TOGETHER]


# What is folded


@given(comparisons(), st.sampled_from(get_args(Voices)))
@example(LOOSE_BESIDE, "folded")
@example(LOOSE_TWICE, "folded")
@example(BEST_OF_TWO, "folded")
@example(OF_TWO, "folded")
def test_every_quote_stands_in_the_column_of_each_subject_of_which_it_is_said(
    found: Comparison, voices: Voices
) -> None:
    for here, row in zip(tables(Seen(brief_table(found, voices))), found.rows, strict=True):
        told = [(subject_of(each, here), each.text) for each in quotes(here)]
        for at, subject in enumerate(found.subjects):
            quoted = row.cells[at] + (row.loose[at] if row.loose else ())
            assert {text for of, text in told if of in ("", subject.name.capitalize())} == {
                each.text for each in quoted
            }


@given(comparisons())
@example(LOOSE_BESIDE)
def test_one_fold_a_row_opens_all_that_is_not_shown_and_counts_it(found: Comparison) -> None:
    for here in tables(Seen(brief_table(found, "elsewhere"))):
        opened = [each for each in quotes(here) if each.is_folded]
        folds = [each for each in here if each.tag == "details"]
        assert len(folds) == bool(opened) and all(folds[0] in each.inside for each in opened)
        told = [count(wording.MORE_QUOTES, len(opened))] if opened else []
        assert [each.text for each in here if each.tag == "summary"] == told


def test_the_fold_tells_each_side_by_itself_what_is_loosely_related_and_what_is_said_of_all() -> (
    None
):
    row = Row(
        ENGINE,
        ((ONE, TWO, THREE), (FOUR, TWO, THREE)),
        VERDICT,
        loose=((), (QUOTED[4],)),
        contrasts=(TWO.number,),
    )
    seen = Seen(brief_table(Comparison((TUG, FERRY), (row,))))
    assert seen.texts["summary"] == ["3 more quotes"]
    (fold,) = [each for each in seen.elements if each.tag == "details"]
    told = [e.text for e in seen.elements if fold in e.inside and e.tag in ("p", "blockquote")]
    assert told == [
        "Ferry",
        wording.LOOSE[1],
        QUOTED[4].text,
        "Sets tug and ferry apart",
        TWO.text,
        "Said of tug and ferry together",
        THREE.text,
    ]


# Its numbers and places


@given(comparisons(), st.sampled_from(get_args(Voices)))
@example(LOOSE_TWICE, "folded")
@example(BEST_OF_TWO, "folded")
def test_no_id_stands_twice_and_every_quote_has_one(found: Comparison, voices: Voices) -> None:
    seen = Seen(brief_table(found, voices))
    assert len(seen.ids) == len(set(seen.ids))
    assert {f"quote-{n}" for n in range(1, len(found.citations) + 1)} <= set(seen.ids)


@given(comparisons())
def test_the_number_in_a_verdict_is_that_of_its_quote_in_this_table(found: Comparison) -> None:
    for here, row in zip(tables(Seen(brief_table(found))), found.rows, strict=True):
        links = [e for e in here if e.tag == "a" and "kb-verdict" in e.inside[-1].classes]
        deciding = [each.text for each in found.citations if each.number == row.verdict.citation]
        if len(found.subjects) == 1 or not deciding:
            assert not links
            continue
        number = links[0].text.strip("[]")
        items = [each for each in here if each.attributes.get("value") == number]
        words = [each.text for each in quotes(here) if items and items[0] in each.inside]
        assert words == deciding and links[0].attributes["href"] == f"#quote-{number}"


def test_voices_that_disagree_stand_in_their_row_under_the_quotes() -> None:
    noted = Disagreement("tug", "engine", "On how much.", (ONE.span, TWO.span))
    cells = {("tug", "engine"): (ONE, TWO)}
    seen = Seen(brief_table(compared(cells, disagreements=(noted,)), "open"))
    row, _ = tables(seen)
    kinds = [each.classes for each in row if each.tag == "td"]
    assert kinds == [[], [], ["kb-more-quotes"], ["kb-voices-open"]]
    assert [each.text for each in unfolded(seen, "q")] == [ONE.text, TWO.text]


def test_a_table_of_a_corpus_quotes_all_that_its_comparison_holds(bakers: KnowledgeBase) -> None:
    found = bakers.compare(k=bakers.size)
    seen = Seen(brief_table(found))
    assert set(seen.texts["blockquote"]) == {each.text for each in found.citations}
    assert len(seen.ids) == len(set(seen.ids))
