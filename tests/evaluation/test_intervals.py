"""Intervals: what the seed makes repeatable, and values that another way of counting gives too."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.evaluation import intervals
from kb.evaluation.intervals import (
    RESAMPLES,
    Estimate,
    auroc,
    auroc_change,
    mean,
    refused_at,
    share,
    to_dicts,
)

VALUES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=12)


def value(estimate: Estimate | None) -> float:
    assert estimate
    return estimate.value


def test_nothing_measured_is_none() -> None:
    assert (
        mean([])
        is share([], [])
        is share([0.0], [0.0])
        is auroc([], [1.0])
        is auroc([1.0], [])
        is None
    )
    assert (
        refused_at(0.05, [], [1.0])
        is refused_at(0.05, [1.0], [])
        is auroc_change(([], []), ([], []))
        is None
    )
    assert to_dicts({"a": None, "b": mean([1.0])}) == {
        "a": None,
        "b": {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1},
    }


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    # 80 of 100: mean .8, standard error sqrt(.8 * .2 / 100) = .04, so 95 % lie within .72 and .88
    found = mean([1.0] * 80 + [0.0] * 20)
    assert found and (found.value, found.n) == (0.8, 100)
    assert found.low == pytest.approx(0.72, abs=0.015) and found.high == pytest.approx(
        0.88, abs=0.015
    )


def test_four_times_the_questions_make_the_interval_half_as_wide() -> None:
    few, many = mean([1.0, 0.0] * 25), mean([1.0, 0.0] * 100)
    assert few and many
    assert (few.high - few.low) / (many.high - many.low) == pytest.approx(2, abs=0.3)


def test_the_same_values_have_the_same_interval() -> None:
    assert mean([1.0, 0.0, 0.5] * 9) == mean([1.0, 0.0, 0.5] * 9)
    assert RESAMPLES == 1000


def test_draws_are_made_once_for_each_size_and_nobody_can_change_them() -> None:
    draws, other_kind = intervals._draws(9), intervals._draws(9, stream=1)
    assert intervals._draws(9) is draws and not np.array_equal(draws, other_kind)
    with pytest.raises(ValueError, match="read-only"):
        draws[0, 0] = 2
    intervals._draws.cache_clear()
    anew = intervals._draws(9)
    assert anew is not draws and np.array_equal(anew, draws)


def test_questions_without_a_value_are_left_out_of_the_mean() -> None:
    assert mean([None, 1.0, None, 0.0]) == mean([1.0, 0.0])
    assert mean([None]) is None


def test_a_paired_difference_is_surer_than_two_means() -> None:
    before, after = (
        [0.0, 1.0] * 40,
        [0.1, 0.9 + 0.2] * 40,
    )  # every question became better by a tenth
    paired, alone = mean([b - a for a, b in zip(before, after, strict=True)]), mean(after)
    assert paired and alone
    assert (paired.low, paired.high) == (0.1, 0.1)
    assert alone.high - alone.low > 0.15


@given(parts=VALUES)
def test_a_share_weighs_questions_by_their_size(parts: list[float]) -> None:
    wholes = [float(i + 1) for i in range(len(parts))]
    assert value(share(parts, wholes)) == pytest.approx(sum(parts) / sum(wholes), abs=1e-6)
    assert value(mean(parts)) == pytest.approx(sum(parts) / len(parts), abs=1e-6)


@given(yes=VALUES, no=VALUES)
def test_auroc_is_the_share_of_pairs_in_the_right_order(yes: list[float], no: list[float]) -> None:
    pairs = [1.0 if y > n else 0.5 if y == n else 0.0 for y, n in product(yes, no)]
    found = auroc(yes, no)
    assert value(found) == pytest.approx(sum(pairs) / len(pairs), abs=1e-6)
    assert found and found.n == len(yes) + len(no) and 0 <= found.low <= found.high <= 1


@given(yes=VALUES, no=VALUES, false=st.sampled_from([0.0, 0.05, 0.3, 0.6]))
def test_refused_at_is_the_share_below_the_threshold(
    yes: list[float], no: list[float], false: float
) -> None:
    threshold = sorted(yes)[int(false * len(yes))]
    assert value(refused_at(false, yes, no)) == pytest.approx(
        sum(n < threshold for n in no) / len(no), abs=1e-6
    )


def test_more_false_refusals_refuse_more() -> None:
    yes, no = [i / 100 for i in range(100)], [i / 200 for i in range(100)]
    found = refused_at(0.05, yes, no)
    assert found and found.low < 0.1 == found.value < found.high
    assert value(refused_at(0.5, yes, no)) == 1.0


def test_a_change_of_auroc_is_the_difference_of_both() -> None:
    before, after = ([0.9, 0.4, 0.6], [0.5, 0.1]), ([0.9, 0.8, 0.6], [0.5, 0.7])
    assert value(auroc_change(before, after)) == pytest.approx(
        value(auroc(*after)) - value(auroc(*before)), abs=1e-6
    )
    same = auroc_change(before, before)
    assert same and (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
