"""Quotes are numbered as a reader comes to them, and what names a quote by its number follows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from kb import Citation, Comparison, Row
from kb.rendering.html.quotes import brief_quotes
from kb.rendering.html.table import table
from tests.html_seen import QUOTED, Seen, citation, comparisons

SAID = {each.number: each.text for each in QUOTED}
ALL_SHOWN = partial(brief_quotes, first=len(QUOTED))


def said(found: Comparison) -> dict[int, str]:
    """Each quote's words, by its number."""
    return {each.number: each.text for each in found.citations}


def in_order(numbers: Iterable[str]) -> list[int]:
    """Each of the numbers once, where it comes first."""
    return list(dict.fromkeys(map(int, numbers)))


def whole(found: Comparison) -> str:
    """What is said of the whole, over the table, as an overview has it."""
    outright = ALL_SHOWN(found.outright) if found.outright else ""
    return outright + table(found, ALL_SHOWN)


@given(comparisons(has_outright=True))
def test_quotes_are_numbered_in_the_order_in_which_they_stand(found: Comparison) -> None:
    told = found.renumbered(found.reading_numbers())
    seen = Seen(whole(told))
    assert in_order(seen.attributes.get("value", [])) == [*range(1, len(told.citations) + 1)]


@given(comparisons(has_outright=True), st.booleans())
def test_other_numbers_change_nothing_but_numbers(found: Comparison, is_best_first: bool) -> None:
    numbers = found.reading_numbers(is_best_first=is_best_first)
    told = found.renumbered(numbers)
    assert told.renumbered({new: old for old, new in numbers.items()}) == found
    assert {number: text for number, text in said(told).items()} == {
        numbers[number]: text for number, text in said(found).items()
    }


@given(comparisons(has_outright=True), st.booleans())
def test_what_decides_and_what_sets_apart_are_the_same_quotes_under_their_new_numbers(
    found: Comparison, is_best_first: bool
) -> None:
    told = found.renumbered(found.reading_numbers(is_best_first=is_best_first))
    words = said(told)
    for before, now in zip(found.rows, told.rows, strict=True):
        deciding = before.verdict.citation
        if deciding is None:
            assert now.verdict == before.verdict
        else:
            assert now.verdict.citation is not None
            assert words[now.verdict.citation] == SAID[deciding]
        assert {words[n] for n in now.contrasts} == {SAID[n] for n in before.contrasts}
        assert list(now.contrasts) == sorted(now.contrasts)


@given(comparisons(has_outright=True), st.booleans())
def test_what_is_numbered_in_reading_order_keeps_its_numbers(
    found: Comparison, is_best_first: bool
) -> None:
    told = found.renumbered(found.reading_numbers(is_best_first=is_best_first))
    again = told.reading_numbers(is_best_first=is_best_first)
    assert again == {number: number for number in range(1, len(told.citations) + 1)}


@given(comparisons(has_outright=True))
def test_where_the_best_come_first_they_are_numbered_row_by_row_and_all_else_behind(
    found: Comparison,
) -> None:
    told = found.renumbered(found.reading_numbers(is_best_first=True))
    first = [*told.outright, *(each for row in told.rows for each in row.best)]
    numbers = list(dict.fromkeys(each.number for each in first))
    assert numbers == [*range(1, len(numbers) + 1)]


@given(comparisons(), st.permutations([*QUOTED, citation("Beside.", 99)]))
def test_what_stands_beside_the_table_is_numbered_behind_it(
    found: Comparison, beside: list[Citation]
) -> None:
    numbers = found.reading_numbers(beside)
    behind = [each.number for each in beside if each.number not in said(found)]
    assert numbers == found.reading_numbers() | {
        number: at for at, number in enumerate(behind, start=len(said(found)) + 1)
    }


@given(comparisons())
def test_every_quote_of_a_cell_is_its_own_or_of_all_and_comes_once(found: Comparison) -> None:
    for row in found.rows:
        read = row.in_reading_order
        for cell, own, loose in zip(row.cells, row.own, row.own_loose, strict=True):
            assert sorted(c.number for c in cell) == sorted(c.number for c in (*own, *row.shared))
            assert {*cell, *loose} <= {*read}
        parts = [part for _, part in row.at_once]
        assert sorted(c.number for part in parts for c in part) == sorted(
            c.number for c in row.shared
        )
        assert all(parts) and (not parts or parts[0][0] == row.shared[0])
        for sets_apart, part in row.at_once:
            assert all((c.number in row.contrasts) == sets_apart for c in part)


@given(comparisons())
def test_the_best_are_the_first_of_each_side_or_the_one_that_is_the_first_of_each(
    found: Comparison,
) -> None:
    for row in found.rows:
        assert row.best == best_of(row)


def best_of(row: Row) -> tuple[object, ...]:
    firsts = [cell[0] for cell in row.cells if cell]
    is_one = len(row.cells) > 1 and len(firsts) == len(row.cells) and len(set(firsts)) == 1
    if is_one:
        return (firsts[0],)
    of_all = set.intersection(*map(set, row.cells)) if len(row.cells) > 1 else set()
    own = [[c for c in cell if c not in of_all] for cell in row.cells]
    return tuple(cell[0] for cell in own if cell)
