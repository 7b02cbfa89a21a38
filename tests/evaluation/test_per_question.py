"""Each measure by itself, on places that are small enough to count."""

from __future__ import annotations

import pytest

from kb.evaluation.per_question import (
    BUDGETS,
    MEASURES,
    Cited,
    JudgedAnswer,
    JudgedQuote,
    Need,
    both_sides,
    first_hit,
    full,
    need_recall,
    precision,
    side_accuracy,
)

SIDES = frozenset(["baker", "cook"])


def at(start: int, end: int) -> frozenset[tuple[str, int]]:
    return frozenset(("a", place) for place in range(start, end))


BAKER = JudgedQuote("baker", "x", at(0, 10))
COOK = JudgedQuote("cook", "y", at(20, 30))
ASIDE = JudgedQuote("cook", "", at(40, 50))
NEEDS = (Need((BAKER.places,), 1), Need((COOK.places,), 1))


def answer(*citations: Cited, needs: tuple[Need, ...] = NEEDS) -> JudgedAnswer:
    return JudgedAnswer(SIDES, (BAKER, COOK, ASIDE), needs, citations)


def test_half_of_a_quote_meets_its_need_and_one_character_less_does_not() -> None:
    assert need_recall(answer(Cited("", at(0, 5)), Cited("", at(20, 24))).read(600)) == 0.5
    assert full(answer(Cited("", at(0, 5)), Cited("", at(20, 24))).read(600)) == 0.0
    assert full(answer(Cited("", at(0, 5)), Cited("", at(20, 25))).read(600)) == 1.0


def test_a_need_may_want_more_than_one_of_its_alternatives() -> None:
    need = Need((at(0, 10), at(20, 30), at(40, 50)), 2)
    assert not need.is_met(at(0, 10)) and need.is_met(at(0, 30))


def test_nothing_is_recalled_where_nothing_is_needed() -> None:
    reading = answer(Cited("", at(0, 10)), needs=()).read(600)
    assert need_recall(reading) is full(reading) is None


def test_both_sides_are_met_by_essential_quotes_only() -> None:
    baker = Cited("", BAKER.places)
    assert both_sides(answer(baker, Cited("", ASIDE.places)).read(600)) == 0.0
    assert both_sides(answer(baker, Cited("", COOK.places)).read(600)) == 1.0


def test_precision_counts_supporting_quotes_and_every_character_spent() -> None:
    twice = answer(Cited("", at(40, 60)), Cited("", at(40, 60)))
    assert precision(twice.read(600)) == 10 / 40
    assert precision(answer().read(600)) == 0.0


def test_a_budget_cuts_the_last_citation() -> None:
    reading = answer(Cited("", at(100, 108)), Cited("", BAKER.places)).read(12)
    assert (reading.spent, need_recall(reading)) == (12, 0.0)


def test_only_the_first_citation_can_be_the_first_hit() -> None:
    aside, baker = Cited("", ASIDE.places), Cited("", BAKER.places)
    assert (first_hit(answer(baker, aside)), first_hit(answer(aside, baker))) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("citation", "accuracy"),
    [
        (Cited("baker", at(5, 15)), 1.0),
        (Cited("cook", at(5, 15)), 0.0),
        (Cited("both", at(5, 15)), 0.0),
        (Cited("both", at(5, 25)), 1.0),
        (Cited("", at(5, 15)), None),
        (Cited("baker", at(100, 110)), None),
    ],
)
def test_a_side_is_right_if_judges_gave_it_to_what_the_citation_overlaps(
    citation: Cited, accuracy: float | None
) -> None:
    assert side_accuracy(answer(citation)) == accuracy


def test_the_measures_are_named_with_their_budgets() -> None:
    assert MEASURES[:3] == tuple(f"need_recall@{budget}" for budget in BUDGETS)
    assert MEASURES[-2:] == ("first_hit", "side_accuracy") and len(MEASURES) == 4 * 3 + 2
