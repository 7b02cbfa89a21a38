"""An answer made of verbatim, cited sentences; or an honest "not covered"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.answering.claim import names_of, said_of_others, unsaid_words
from kb.answering.comparison import arrange
from kb.answering.coverage import cover, unreadable
from kb.answering.question import Question
from kb.results import Answer, Citation, Comparison, Evidence
from kb.types import Facet, Sentence

if TYPE_CHECKING:
    from kb.answering.search import Searcher

# An open topic is asked for beside a facet if a cue of it stands in the question, and it is nearly
# as strong as the facet.
TOPIC_SHARE = 0.8


def refuse_unreadable(text: str) -> Answer | None:
    """The answer to what cannot be read as a question, or None if it can."""
    reason = unreadable(text)
    return Answer(text, "not covered", 0.0, reason) if reason else None


def answer(question: Question, evidence: Sequence[Evidence], searcher: Searcher) -> Answer:
    """The answer that the evidence, best first, allows."""
    coverage = cover(question, evidence, searcher)
    if not coverage.is_covered:
        return Answer(
            question.text, "not covered", coverage.confidence, coverage.reason, _cited(evidence)
        )
    said = said_of_others(question, searcher)
    if said:
        evidence = [
            Evidence(said, 1.0, terms=question.terms),
            *(e for e in evidence if e.sentence != said),
        ][: len(evidence)]
    citations = _cited(evidence)
    missing = _missing(question, evidence, said, searcher)
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


def _missing(
    question: Question, evidence: Sequence[Evidence], said: Sentence | None, searcher: Searcher
) -> str:
    """What of the question the evidence does not settle, in words; "" if nothing is missing."""
    asked = ", ".join(subject.name for subject in question.subjects)
    if said:
        return (
            f"The sources say this of the {names_of(said, searcher.index.corpus.subjects)}, not of"
            f" the {asked}: see [1]."
        )
    spoken_of = {id for e in evidence for id in e.sentence.subjects}
    silent = (
        [subject.name for subject in question.subjects if subject.id not in spoken_of]
        if question.is_named
        else []
    )
    if silent:
        return f"The sources say nothing on this about the {' or the '.join(silent)}."
    unsaid = unsaid_words(question, evidence, searcher) if question.is_named else ()
    if unsaid:
        words = ", ".join(f"“{word}”" for word in unsaid[:4])
        return (
            f"The sources do not say this in so many words: {words}"
            f" {'stands' if len(unsaid) == 1 else 'stand'} nowhere in them."
        )
    topic = _open_topic(question, searcher)
    return (
        f"The sources do not speak of {topic.name}; this is what they say beside it."
        if topic
        else ""
    )


def _open_topic(question: Question, searcher: Searcher) -> Facet | None:
    """What the question asks for beside a facet, and nearly as strongly, that the corpus is not
    expected to say.
    """
    if not question.open_topics or not question.facets or question.kind == "source":
        return None
    topic, strength = question.open_topics[0]
    if topic not in question.named_topics or strength < TOPIC_SHARE * question.facets[0][1]:
        return None
    return next(facet for facet in searcher.index.corpus.open_topics if facet.id == topic)


def _table(
    question: Question, citations: Sequence[Citation], searcher: Searcher
) -> Comparison | None:
    """The citations side by side, if several subjects are asked about and the corpus has facets."""
    facets = {facet.id: facet for facet in searcher.index.corpus.facets}
    asked = question.several or tuple(id for id, _ in question.facets[:1])
    if len(question.subjects) < 2 or not asked:
        return None
    return arrange(searcher, citations, question.subjects, [facets[id] for id in asked])
