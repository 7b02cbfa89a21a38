"""An answer made of verbatim, cited sentences; or an honest "not covered"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.results import (
    Answer,
    Citation,
    Comparison,
    Evidence,
    Origin,
    Reason,
    falling,
    is_refusal,
    renumbered,
)

if TYPE_CHECKING:
    from kb.answering.answerability import Judged
    from kb.answering.comparison import Comparer
    from kb.answering.disagreement import Disagreements
    from kb.answering.question import Question
    from kb.types import Disagreement


def refuse(text: str, reason: Reason, origin: Origin) -> Answer:
    """The answer to what cannot be read as a question."""
    return Answer(text, "not covered", origin, reason=reason)


def overview(asked: Question, comparison: Comparison, origin: Origin) -> Answer:
    """The answer to a question on the whole."""
    return Answer(
        question=asked.text,
        status="answered",
        origin=origin,
        citations=comparison.citations,
        comparison=comparison,
        overview=asked.wants,
    )


def disputed(
    asked: Question, disputes: Sequence[Disagreement], quoted: Sequence[Evidence], origin: Origin
) -> Answer:
    """The answer to where the sources disagree: the disagreements, `quoted` as its citations."""
    if not disputes:
        return refuse(asked.text, Reason("no disagreement"), origin)
    answered = Answer(
        question=asked.text,
        status="answered",
        origin=origin,
        citations=_cited(quoted),
        overview="disagreement",
        disagreements=tuple(disputes),
    )
    return _in_reading_order(answered)


def case(asked: Question, judged: Judged, comparison: Comparison, origin: Origin) -> Answer:
    """The answer to which of the subjects a case is for: what comes nearest over what sets them
    apart.
    """
    return Answer(
        question=asked.text,
        status="partly covered",
        origin=origin,
        confidence=judged.confidence,
        reason=Reason("no such case"),
        citations=comparison.citations,
        comparison=comparison,
        overview="difference",
    )


def answer(
    asked: Question,
    judged: Judged,
    comparer: Comparer,
    disagreements: Disagreements,
    origin: Origin,
    k: int,
) -> Answer:
    """The answer as judged: the evidence cited, side by side if several subjects and a facet are
    asked about; where it is no answer, as the nearest passages. At most k citations.
    """
    cited = _cited(judged.evidence)
    is_covered = not is_refusal(judged.status)
    is_comparison = is_covered and len(asked.subjects) > 1 and asked.rows
    table, reason = None, judged.reason
    if is_comparison:
        table, cited = comparer.arrange(cited, asked.subjects, asked.rows, k)
        numbers = table.reading_numbers(cited)
        table, cited = table.renumbered(numbers), renumbered(cited, numbers)
        reason = reason.renumbered(numbers) if reason else None
    answered = Answer(
        question=asked.text,
        status=judged.status,
        origin=origin,
        confidence=judged.confidence,
        reason=reason,
        citations=cited if is_covered else (),
        nearest=() if is_covered else cited,
        comparison=table,
        claim=judged.claim,
        disagreements=_known(asked, disagreements) if is_covered and not table else (),
    )
    return _in_reading_order(answered) if answered.disagreements else answered


def _in_reading_order(of: Answer) -> Answer:
    """The answer, its list of quotes numbered as a reader comes to them: what settles a claim, then
    what sources disagree on, then all else.
    """
    spans = [span for each in of.disagreements for span in each.spans]
    disputed = [c for span in spans for c in of.citations if c.span.overlaps(span)]
    order = dict.fromkeys(c.number for c in (*of.deciding, *disputed, *of.citations))
    numbers = {old: new for new, old in enumerate(order, start=1)}
    return replace(
        of,
        reason=of.reason.renumbered(numbers) if of.reason else None,
        citations=renumbered(of.citations, numbers),
    )


def _known(asked: Question, disagreements: Disagreements) -> tuple[Disagreement, ...]:
    """What sources disagree on, of what the question asks."""
    on = [(subject, facet) for facet in asked.rows for subject in asked.subjects]
    return tuple(d for subject, facet in on for d in disagreements.on(subject, facet))


def _cited(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    ranked = zip(evidence, falling(evidence), strict=True)
    return tuple(
        Citation(number, each.sentence, each, relevance)
        for number, (each, relevance) in enumerate(ranked, start=1)
    )
