"""Whether the sources answer a question, how sure that is, and why not.

A decision of its own: few features that a person can follow, summed with weights. Similarity alone hardly tells a near miss
("who earns more?") from a question that the sources answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.lexical import stems
from kb.question import Question
from kb.types import Evidence, Facet

# A question below this confidence is not covered. At .5 a wrong refusal and a wrong answer weigh the same.
COVERED = 0.5


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against the sources answering.

    `similarity`: the best cosine of any sentence, 0..1. `facet` and `open_topic`: how strongly the question asks for the best
    facet and the best open topic, 0..1.75. `unknown`: share of the content words that the corpus never says, 0..1. `named`: 1 if
    the question names a subject.
    """

    similarity: float
    facet: float
    open_topic: float
    unknown: float
    named: float


# Log-odds for a unit of each feature.
BIAS = -2.0
WEIGHTS = Features(similarity=6.0, facet=1.0, open_topic=-3.0, unknown=-2.0, named=1.0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """`confidence` is the probability, 0..1, that the sources answer; `reason` says why not, "" if they do."""

    confidence: float
    is_covered: bool
    reason: str = ""


def features_of(question: Question, evidence: Sequence[Evidence], says: Callable[[str], bool]) -> Features:
    """`says` tells whether the corpus has a stem."""
    unknown = [term for term in question.terms if not says(term)]
    return Features(
        similarity=max((e.similarity for e in evidence), default=0.0),
        facet=question.facets[0][1] if question.facets else 0.0,
        open_topic=question.open_topics[0][1] if question.open_topics else 0.0,
        unknown=len(unknown) / len(question.terms) if question.terms else 0.0,
        named=float(question.is_named),
    )


def confidence_of(features: Features) -> float:
    """The logistic function of the weighted sum, rounded to four places."""
    total = BIAS + sum(getattr(WEIGHTS, name) * getattr(features, name) for name in Features.__dataclass_fields__)
    return round(1 / (1 + math.exp(-total)), 4)


def unreadable(text: str) -> str:
    """Why no question can be read in the text, or ""."""
    if not text:
        return "You asked nothing: type a question."
    if not re.search(r"[^\W\d_]{2}", text):
        return "I could not read a question in this: it has no words."
    return ""


def cover(
    question: Question, evidence: Sequence[Evidence], says: Callable[[str], bool], open_topics: Sequence[Facet]
) -> Coverage:
    """The decision and its reason."""
    if not question.terms and not question.is_named:
        return Coverage(0.0, False, "I could not read a question in this: it has no word that the sources could speak of.")
    features = features_of(question, evidence, says)
    confidence = confidence_of(features)
    if confidence >= COVERED:
        return Coverage(confidence, True)
    return Coverage(confidence, False, _reason(question, features, says, open_topics))


def _reason(question: Question, features: Features, says: Callable[[str], bool], open_topics: Sequence[Facet]) -> str:
    if features.open_topic and features.open_topic >= features.facet:
        topic = next(t for t in open_topics if t.id == question.open_topics[0][0])
        return f"The sources do not speak of {topic.name}."
    asked = re.findall(r"[^\W_]+", question.mended)
    unsaid = [word for word in dict.fromkeys(asked) if (stem := stems(word)) and stem[0] in question.terms and not says(stem[0])]
    if unsaid:
        listed = ", ".join(f"“{word}”" for word in unsaid[:3])
        return f"The sources never mention {listed}."
    return "Nothing in the sources comes close enough to this question."
