"""An answer made of verbatim, cited sentences; or an honest "not covered"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.comparison import arrange
from kb.coverage import cover, unreadable
from kb.question import Question
from kb.types import Answer, Citation, Comparison, Evidence

if TYPE_CHECKING:
    from kb.search import Searcher


def refuse_unreadable(text: str) -> Answer | None:
    """The answer to what cannot be read as a question, or None if it can."""
    reason = unreadable(text)
    return Answer(text, "not covered", 0.0, reason) if reason else None


def answer(question: Question, evidence: Sequence[Evidence], searcher: Searcher) -> Answer:
    """The answer that the evidence, best first, allows."""
    coverage = cover(question, evidence, searcher)
    if not coverage.is_covered:
        return Answer(question.text, "not covered", coverage.confidence, coverage.reason, _cited(evidence))
    citations = _cited(evidence)
    missing = _missing(question, citations)
    return Answer(
        question=question.text,
        status="partly covered" if missing else "answered",
        confidence=coverage.confidence,
        reason=missing,
        citations=citations,
        comparison=_table(question, citations, searcher),
    )


def _cited(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    return tuple(Citation(number, e.sentence, e) for number, e in enumerate(evidence, start=1))


def _missing(question: Question, citations: Sequence[Citation]) -> str:
    """Which of the subjects asked about no citation speaks of, in words; "" if none is missing."""
    if not question.is_named:
        return ""
    spoken_of = {id for c in citations for id in c.evidence.sentence.subjects}
    missing = [subject.name for subject in question.subjects if subject.id not in spoken_of]
    return f"The sources say nothing about this for: {', '.join(missing)}." if missing else ""


def _table(question: Question, citations: Sequence[Citation], searcher: Searcher) -> Comparison | None:
    """The citations side by side, if several subjects are asked about and the corpus has facets."""
    facets = {facet.id: facet for facet in searcher.index.corpus.facets}
    asked = question.several or tuple(id for id, _ in question.facets[:1])
    if len(question.subjects) < 2 or not asked:
        return None
    return arrange(searcher, citations, question.subjects, [facets[id] for id in asked])
