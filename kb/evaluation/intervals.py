"""What is measured on a set of questions, with its 95 % interval: how far another such set might
differ.

The interval is the bootstrap's: the questions are drawn again with replacement, and the middle 95 %
of the values are kept (Efron, "Bootstrap methods: another look at the jackknife", Annals of
Statistics 7, 1979). The seed is fixed: same values, same interval. Where all questions have one
value the interval is that value: of few questions it then says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

RESAMPLES = 1000  # another seed then moves the ends by about .004, for a share of 126 questions
OUTSIDE = 0.05  # the share of the resampled values left out, half at each end
DIGITS = 6  # sums may differ in the last bits from machine to machine


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value, the ends of its 95 % interval, and how many questions it comes from."""

    value: float
    low: float
    high: float
    n: int


Estimates: TypeAlias = Mapping[
    str, Estimate | None
]  # by measure; None where nothing could be measured


def to_dicts(estimates: Estimates) -> dict[str, dict[str, float] | None]:
    """For JSON."""
    return {name: asdict(estimate) if estimate else None for name, estimate in estimates.items()}


def mean(values: Sequence[float]) -> Estimate | None:
    """The mean of the questions' values; None if there are none. Of differences between two runs:
    the paired bootstrap.
    """
    return share(values, [1.0] * len(values))


def share(parts: Sequence[float], wholes: Sequence[float]) -> Estimate | None:
    """The sum of the parts as a share of the sum of the wholes, one pair a question; None if the
    wholes sum to nothing.
    """
    import numpy as np

    if not sum(wholes):
        return None
    draws = _draws(len(wholes))
    totals = draws @ np.asarray(wholes, dtype=np.float64)
    some = totals > 0
    return _estimate(
        (draws @ np.asarray(parts, dtype=np.float64))[some] / totals[some],
        sum(whole > 0 for whole in wholes),
    )


def auroc(yes: Sequence[float], no: Sequence[float]) -> Estimate | None:
    """How often a question of `yes` is surer than one of `no`, a tie counting half; None if either
    is empty.

    Both kinds are drawn apart, so that every resample has as many of each.
    """
    return _of_pairs(_wins(yes, no)) if len(yes) and len(no) else None


def auroc_change(
    before: tuple[Sequence[float], Sequence[float]], after: tuple[Sequence[float], Sequence[float]]
) -> Estimate | None:
    """The AUROC of `after` less that of `before`, both (yes, no) on the same questions in the same
    order: paired.
    """
    return _of_pairs(_wins(*after) - _wins(*before)) if len(after[0]) and len(after[1]) else None


def refused_at(false_refusals: float, yes: Sequence[float], no: Sequence[float]) -> Estimate | None:
    """The share of `no` that is less sure than the threshold which refuses this share of `yes`;
    None if either is empty.
    """
    import numpy as np

    if not (len(yes) and len(no)):
        return None
    ordered = np.sort(np.asarray(yes, dtype=np.float64))
    drawn = _draws(len(yes)).cumsum(axis=1)
    # sorted as drawn, the threshold is the one at place int(false_refusals * len(yes))
    cuts = ordered[(drawn > int(false_refusals * len(yes))).argmax(axis=1)]
    draws = _draws(len(no), stream=1)
    below = np.asarray(no, dtype=np.float64)[None, :] < cuts[:, None]
    return _estimate((draws * below).sum(axis=1) / len(no), len(yes) + len(no))


def _wins(yes: Sequence[float], no: Sequence[float]) -> Array:
    import numpy as np

    sure, unsure = (
        np.asarray(yes, dtype=np.float64)[:, None],
        np.asarray(no, dtype=np.float64)[None, :],
    )
    wins: Array = (sure > unsure) + (sure == unsure) / 2
    return wins


def _of_pairs(wins: Array) -> Estimate:
    rows, columns = wins.shape
    values = ((_draws(rows) @ wins) * _draws(columns, stream=1)).sum(axis=1) / (rows * columns)
    return _estimate(values, rows + columns)


def _draws(n: int, stream: int = 0) -> Array:
    """How often each question is drawn, (1 + RESAMPLES, n); in the first row each once: the value
    itself.
    """
    import numpy as np

    random = np.random.default_rng([stream, n])
    drawn = random.multinomial(n, [1 / n] * n, size=RESAMPLES)
    return np.concatenate([np.ones((1, n)), drawn.astype(np.float64)])


def _estimate(values: Array, n: int) -> Estimate:
    import numpy as np

    low, high = np.quantile(values[1:], [OUTSIDE / 2, 1 - OUTSIDE / 2])
    return Estimate(
        round(float(values[0]), DIGITS), round(float(low), DIGITS), round(float(high), DIGITS), n
    )
