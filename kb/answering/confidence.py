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
    question asks for its best facet (in a corpus without facets: for what the nearest sentence
    says) than for its best open topic. `covered`: how far it reads like one on a facet, near 1, or
    an open topic, near -1. `unknown`: share of the question's content words that neither the corpus
    nor a cue says, 0..1. `unstated`: 1 if a kind of fact is asked for that the best sentences do
    not hold, else 0. `premise`: how improbable it is that the sources state what is taken for
    granted, 0..1; 0 where nothing is.
    """

    similarity: float
    margin: float
    covered: float
    unknown: float
    unstated: float
    premise: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds for a unit of each feature. A question below the confidence `threshold` is not
    covered, in the corpus that was fitted on, whose `boundary` is given.
    """

    bias: float
    similarity: float
    margin: float
    covered: float
    unknown: float
    unstated: float
    premise: float
    threshold: float
    boundary: float

    def threshold_at(self, boundary: float) -> float:
        """The threshold for a corpus whose questions on facets and on open topics meet at that
        boundary (`kb.index.facets.learn_covered`), and not at that of the corpus fitted on.
        """
        log_odds = math.log(self.threshold / (1 - self.threshold))
        log_odds += (self.margin + self.covered) * (boundary - self.boundary)
        return 1 / (1 + math.exp(-log_odds))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The fitted weights that ship with kb."""
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))
    return Weights(**{field.name: float(fitted[field.name]) for field in fields(Weights)})


def confidence_of(features: Features) -> float:
    """The logistic function of the weighted sum, rounded to four places."""
    w = weights()
    total = w.bias + w.similarity * features.similarity
    total += w.margin * features.margin + w.covered * features.covered
    total += w.unknown * features.unknown + w.unstated * features.unstated
    total += w.premise * features.premise
    return round(1 / (1 + math.exp(-total)), 4)
