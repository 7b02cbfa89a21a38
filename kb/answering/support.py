"""How well a sentence bears out what is claimed: word by word, by what each means where it stands.

The few features are summed with weights that were fitted on judged statements and lie in
`support.json` (`benchmarks/fit_statements.py` makes it).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.answering.clauses import Told, Word
from kb.language import Language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.protocols import Matrix

FITTED = Path(__file__).with_name("support.json")

SAME_STEM = 0.95  # cosine that words with one stem are given: in other company it is lower
OTHER = 0.2  # cosine that words are given of which one rules out the other
# A word of the claim less alike than this to any of the sentence is not in it.
UNMET = 0.6


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of a claim held against a sentence's: `likeness` is that of each to the nearest,
    0..1, which stands at `places` among the sentence's words; -1 where it has none for whom is
    meant.
    """

    likeness: NDArray[np.float32]
    places: NDArray[np.int64]

    @property
    def mean(self) -> float:
        return float(self.likeness.mean()) if len(self.likeness) else 0.0


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence stating a claim: the cosine of the two, how alike the claim's
    words are on average (`words`, and `rare` with rare ones weighing more) and the least alike, the
    share that stands in the sentence itself, and how much nearer the claim would be without the
    words that do not (`astray`; `altered` is that times `same`).
    """

    cosine: float
    words: float
    rare: float
    least: float
    same: float
    astray: float
    altered: float


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds for a unit of each feature. From `stated` on a claim is stated, below `unstated` it
    is not; between them nothing can be told.
    """

    bias: float
    cosine: float
    words: float
    rare: float
    least: float
    same: float
    astray: float
    altered: float
    stated: float
    unstated: float


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The fitted weights that ship with kb."""
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))
    return Weights(**{field.name: float(fitted[field.name]) for field in fields(Weights)})


def support_of(features: Features) -> float:
    """How probable it is that a sentence states a claim: the logistic function of the weighted
    sum, 0..1, rounded to four places.
    """
    w = weights()
    total = w.bias + sum(
        getattr(w, each.name) * getattr(features, each.name) for each in fields(Features)
    )
    return round(1 / (1 + math.exp(-total)), 4)


def align(
    words: Sequence[Word], vectors: Matrix, told: Told, language: Language, subject: str = ""
) -> Alignment:
    """The claim's words with the nearest of the sentence's that are said of the subject, or of
    nobody; of all for "".

    `vectors` are the words', (len(words), dimension).
    """
    import numpy as np

    open_to = [
        place
        for place, word in enumerate(told.words)
        if not subject or not word.subjects or subject in word.subjects
    ]
    if not open_to or not words:
        nothing = np.zeros(len(words), dtype=np.float32)
        return Alignment(nothing, np.full(len(words), -1, dtype=np.int64))
    likeness = vectors @ told.vectors[open_to].T
    stems = [told.words[place].stem for place in open_to]
    for row, word in enumerate(words):
        others = language.alternative_to.get(word.stem, frozenset())
        for column, stem in enumerate(stems):
            if stem == word.stem:
                likeness[row, column] = max(likeness[row, column], SAME_STEM)
            elif stem in others:
                likeness[row, column] = min(likeness[row, column], OTHER)
    nearest = likeness.argmax(axis=1)
    best: NDArray[np.float32] = likeness[np.arange(len(words)), nearest]
    return Alignment(np.clip(best, 0, 1), np.array(open_to, dtype=np.int64)[nearest])
