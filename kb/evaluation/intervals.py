"""What is measured on a set of questions, with its 95 % interval: how far another such set might
differ.

The interval is the bootstrap's: the questions are drawn again with replacement, and the middle 95 %
of the values are kept (Efron, "Bootstrap methods: another look at the jackknife", Annals of
Statistics 7, 1979). The seed is fixed: same values, same interval. Where all questions have one
value the interval is that value: of few questions it then says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

RESAMPLES = 1000  # another seed then moves the ends by about .004, for a share of 126 questions
OUTSIDE = 0.05  # the share of the resampled values left out, half at each end
DRAWS_KEPT = 32  # a report draws for about 20 sizes of set; 1 MB each for 126 questions
DIGITS = 6  # sums may differ in the last bits from machine to machine


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value, the ends of its 95 % interval, and how many questions it comes from."""

    value: float
    low: float
    high: float
    n: int


# by measure; None where nothing could be measured
Estimates: TypeAlias = Mapping[str, Estimate | None]


def to_dicts(estimates: Estimates) -> dict[str, dict[str, float] | None]:
    """For JSON."""
    return {name: asdict(estimate) if estimate else None for name, estimate in estimates.items()}


def mean(values: Iterable[float | None]) -> Estimate | None:
    """The mean over the questions that have a value; None if none has. Of differences between two
    runs: the paired bootstrap.
    """
    measured = [value for value in values if value is not None]
    return share(measured, [1.0] * len(measured))


def share(parts: Sequence[float], wholes: Sequence[float]) -> Estimate | None:
    """The sum of the parts as a share of the sum of the wholes, one pair a question; None if the
    wholes sum to nothing.
    """
    import numpy as np

    if not sum(wholes):
        return None
    draws = _draws(len(wholes))
    drawn_parts = draws @ np.asarray(parts, dtype=np.float64)
    drawn_wholes = draws @ np.asarray(wholes, dtype=np.float64)
    is_some = drawn_wholes > 0
    shares = drawn_parts[is_some] / drawn_wholes[is_some]
    return _estimate(shares, sum(whole > 0 for whole in wholes))


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
    allowed = int(false_refusals * len(yes))
    thresholds = ordered[(drawn > allowed).argmax(axis=1)]
    is_below = np.asarray(no, dtype=np.float64)[None, :] < thresholds[:, None]
    refused = (_draws(len(no), stream=1) * is_below).sum(axis=1)
    return _estimate(refused / len(no), len(yes) + len(no))


def _wins(yes: Sequence[float], no: Sequence[float]) -> Array:
    import numpy as np

    sure = np.asarray(yes, dtype=np.float64)[:, None]
    unsure = np.asarray(no, dtype=np.float64)[None, :]
    wins: Array = (sure > unsure) + (sure == unsure) / 2
    return wins


def _of_pairs(wins: Array) -> Estimate:
    rows, columns = wins.shape
    drawn_wins = (_draws(rows) @ wins) * _draws(columns, stream=1)
    return _estimate(drawn_wins.sum(axis=1) / (rows * columns), rows + columns)


@lru_cache(maxsize=DRAWS_KEPT)
def _draws(n: int, stream: int = 0) -> Array:
    """How often each question is drawn, (1 + RESAMPLES, n); in the first row each once: the value
    itself. Read-only: whoever asks for the same has the same array.
    """
    import numpy as np

    random = np.random.default_rng([stream, n])
    drawn = random.multinomial(n, [1 / n] * n, size=RESAMPLES)
    draws = np.concatenate([np.ones((1, n)), drawn.astype(np.float64)])
    draws.flags.writeable = False
    return draws


def _estimate(values: Array, n: int) -> Estimate:
    import numpy as np

    ends = np.quantile(values[1:], [OUTSIDE / 2, 1 - OUTSIDE / 2])
    value, low, high = (round(float(number), DIGITS) for number in (values[0], *ends))
    return Estimate(value, low, high, n)
