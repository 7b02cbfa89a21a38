"""Whether the sources answer a question, how sure that is, and why not.

A decision of its own: few features that a person can follow, summed with weights that were fitted
on judged questions and lie in `coverage.json` with what they were fitted on
(`benchmarks/fit_coverage.py` makes it). Similarity alone hardly tells a near miss ("who earns
more?") from a question that the sources answer.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.answering.question import CUE, Question
from kb.index.facets import ON_FACET
from kb.language.words import stems, stems_in_order
from kb.results import Evidence
from kb.types import Document

if TYPE_CHECKING:
    from kb.answering.search import Searcher

FITTED = Path(__file__).with_name("coverage.json")

# What asks for a number or a date, which a text on the matter may well not give.
_NUMBER = re.compile(
    r"\b(?:how (?:many|much|long|often|old|big|high|expensive)|(?:what|which|in what)"
    r" (?:year|age|date|percentage|number)"
    r"|per ?cent|percentage|average|when (?:was|were|did))\b",
    re.I,
)

# What takes something for granted and asks for more of it: "why must they …?", "since they may not
# …, where …?"
_PREMISE = re.compile(
    r"^(?:\W*\w+\W+){0,3}?(?:why|since|given that|how come|(?:what is )?the reason|for what"
    r" reason|when did)\b",
    re.I,
)
# What asks for a name, or for one of several.
_NAME = re.compile(
    r"\b(?:called|named?|names|which"
    r" (?!of|one|two|profession|job|role|article|source)(?P<of>\w+))\b",
    re.I,
)
# Two capitalised words together, or an abbreviation.
_PROPER_NAME = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][a-z]+(?: (?:of )?[A-Z][a-z]+)+|\b[A-Z]{3,}\b")
# An open topic is the reason if a cue of it stands in the question, or the question paraphrases an
# example of it.
PARAPHRASED_TOPIC = 0.75
MOSTLY_UNKNOWN = 0.5  # if more of the question's words are in no source, that is the plainer reason
NAMING = 3  # of the best sentences, where a name that is asked for would stand


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against the sources answering.

    `similarity`: the best cosine of any sentence, 0..1. `margin`: how much more strongly the
    question asks for its best facet than for its best open topic, -1.75..1.75; None in a corpus
    without facets. `unknown`: share of the question's content words that neither the corpus nor a
    cue says, 0..1. The others are 1 or 0: `number` if a number or a date is asked for; `premise` if
    something is taken for granted; `nameless` if a name is asked for and the best sentences hold
    none.
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


@dataclass(frozen=True, slots=True)
class Coverage:
    """`confidence` is the probability, 0..1, that the sources answer; `reason` says why not, "" if
    they do.
    """

    confidence: float
    is_covered: bool
    reason: str = ""


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The fitted weights that ship with kb."""
    fitted = json.loads(FITTED.read_text(encoding="utf-8"))
    return Weights(**{field.name: float(fitted[field.name]) for field in fields(Weights)})


def features_of(question: Question, evidence: Sequence[Evidence], searcher: Searcher) -> Features:
    """The features of a question for which the searcher found the evidence."""
    unknown = [term for term in question.terms if not searcher.says(term)]
    facet, open_topic = (
        asked[0][1] if asked else 0.0 for asked in (question.facets, question.open_topics)
    )
    return Features(
        similarity=max((e.similarity for e in evidence), default=0.0),
        margin=facet - open_topic if searcher.index.corpus.facets else None,
        unknown=len(unknown) / len(question.terms) if question.terms else 0.0,
        number=float(bool(_NUMBER.search(question.mended))),
        premise=float(bool(_PREMISE.search(question.mended))),
        nameless=float(
            _asks_name(question, searcher) and not _holds_name(evidence[:NAMING], searcher)
        ),
    )


def _asks_name(question: Question, searcher: Searcher) -> bool:
    """Whether a name is asked for, or one of several; "which skills" asks for a facet, "are these
    names …?" whether it is so.
    """
    found = _NAME.search(question.mended)
    if found is None or question.is_claim:
        return False
    return not any(map(searcher.is_cue, stems_in_order(found["of"] or "")))


def _holds_name(evidence: Sequence[Evidence], searcher: Searcher) -> bool:
    return any(_PROPER_NAME.search(searcher.without_names(e.sentence.text)) for e in evidence)


def confidence_of(features: Features) -> float:
    """The logistic function of the weighted sum, rounded to four places."""
    w = weights()
    margin = w.typical_margin if features.margin is None else features.margin
    total = (
        w.bias
        + w.similarity * features.similarity
        + w.margin * margin
        + w.unknown * features.unknown
    )
    total += (
        w.number * features.number + w.premise * features.premise + w.nameless * features.nameless
    )
    return round(1 / (1 + math.exp(-total)), 4)


def unreadable(text: str) -> str:
    """Why no question can be read in the text, or ""."""
    if not text:
        return "You asked nothing: type a question."
    if not re.search(r"[^\W\d_]{2}", text):
        return "I could not read a question in this: it has no words."
    return ""


def cover(question: Question, evidence: Sequence[Evidence], searcher: Searcher) -> Coverage:
    """The decision and its reason."""
    asks_for_facet = question.facets and question.facets[0][1] >= CUE
    if not (question.terms or question.is_named or asks_for_facet):
        return Coverage(
            0.0,
            False,
            "I could not read a question in this: it has no word that the sources could speak of.",
        )
    if question.kind == "source":
        return _cover_source(question, searcher.index.corpus.documents)
    features = features_of(question, evidence, searcher)
    confidence = confidence_of(features)
    if confidence >= weights().threshold:
        return Coverage(confidence, True)
    return Coverage(confidence, False, _reason(question, features, searcher))


_DATE = re.compile(r"\b(?:when|date|dated|year|published)\b", re.I)
_AUTHOR = re.compile(r"\b(?:who|author|wrote|writer|written)\b", re.I)


def _cover_source(question: Question, documents: Sequence[Document]) -> Coverage:
    """A question about who made an article, and when, is answered if what it asks for is known of
    each article it names.
    """
    text = question.mended.lower()
    named = [
        d
        for d in documents
        if any(name and name.lower() in text for name in (d.id, d.title, d.publisher, d.author))
    ]
    for document in named or documents:
        if _DATE.search(text) and not document.published:
            return Coverage(
                0.1, False, f"{document.voice} does not say when its article was published."
            )
        if _AUTHOR.search(text) and not document.author:
            return Coverage(0.1, False, f"{document.voice} does not say who wrote its article.")
    return Coverage(0.9, True)


def _instead(question: Question, searcher: Searcher) -> str:
    """For a question on several subjects that names no facet: what the sources do compare, counted;
    else "".
    """
    if len(question.subjects) < 2 or (question.facets and question.facets[0][1] >= CUE):
        return ""
    sides = {
        f.name: [searcher.on_facet(s, f, ON_FACET, 1) for s in question.subjects]
        for f in searcher.index.corpus.facets
    }
    compared = [name for name, found in sides.items() if all(found)]
    return (
        f" On {len(compared)} topics they speak of each: {', '.join(compared)}." if compared else ""
    )


def _reason(question: Question, features: Features, searcher: Searcher) -> str:
    if features.premise and features.unknown < MOSTLY_UNKNOWN:
        return (
            "The question takes something for granted that the sources do not say: see what they do"
            " say."
        )
    strongest, strength = question.open_topics[0] if question.open_topics else ("", 0.0)
    if strongest in question.named_topics or strength >= PARAPHRASED_TOPIC:
        topic = next(t for t in searcher.index.corpus.open_topics if t.id == strongest)
        return f"The sources do not speak of {topic.name}.{_instead(question, searcher)}"
    if features.nameless:
        return "The sources come near to this, but they give no name."
    if features.number:
        return "The sources come near to this, but they give no number or date for it."
    asked = re.findall(r"[^\W_]+", question.mended)
    unsaid = [
        word
        for word in dict.fromkeys(asked)
        if (stem := stems(word)) and stem[0] in question.terms and not searcher.says(stem[0])
    ]
    if unsaid:
        listed = ", ".join(f"“{word}”" for word in unsaid[:3])
        return f"The sources never mention {listed}."
    return "Nothing in the sources comes close enough to this question."
