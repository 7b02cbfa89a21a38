"""How sure it is that the sources answer: few features that a person can follow, and one number.

They are summed with weights that were fitted on judged questions and lie in `confidence.json` with
what they were fitted on (`benchmarks/fit_answerability.py` makes it).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

FITTED = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against the sources answering.

    `similarity`: the best cosine of any sentence, 0..1. `margin`: how much more strongly the
    question asks for its best facet than for its best open topic, -1.75..1.75; None in a corpus
    without facets. `unknown`: share of the question's content words that neither the corpus nor a
    cue says, 0..1. The others are 1 or 0: `number` if a number or a date is asked for, `nameless`
    if a name is, and the best sentences hold none; `premise` if something is taken for granted.
    """

    similarity: float
    margin: float | None
    unknown: float
    number: float
    premise: float
    nameless: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds for a unit of each feature. A question below the confidence `threshold` is not
    covered.

    `typical_margin` stands in for the margin where there is none: the mean of the questions that
    were fitted on.
    """

    bias: float
    similarity: float
    margin: float
    unknown: float
    number: float
    premise: float
    nameless: float
    typical_margin: float
    threshold: float


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The fitted weights that ship with kb."""
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))
    return Weights(**{field.name: float(fitted[field.name]) for field in fields(Weights)})


def confidence_of(features: Features) -> float:
    """The logistic function of the weighted sum, rounded to four places."""
    w = weights()
    margin = w.typical_margin if features.margin is None else features.margin
    total = w.bias + w.similarity * features.similarity
    total += w.margin * margin + w.unknown * features.unknown
    total += w.number * features.number
    total += w.premise * features.premise
    total += w.nameless * features.nameless
    return round(1 / (1 + math.exp(-total)), 4)
