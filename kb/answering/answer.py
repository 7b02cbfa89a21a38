"""An answer made of verbatim, cited sentences; or an honest "not covered"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.results import Answer, Citation, Evidence, Origin, Reason, falling

if TYPE_CHECKING:
    from kb.answering.answerability import Judged
    from kb.answering.comparison import Comparer
    from kb.answering.question import Question


def refuse(text: str, reason: Reason, origin: Origin) -> Answer:
    """The answer to what cannot be read as a question."""
    return Answer(text, "not covered", origin, reason=reason)


def answer(asked: Question, judged: Judged, comparer: Comparer, origin: Origin) -> Answer:
    """The answer as judged: the evidence cited, side by side if several subjects and a facet are
    asked about; where it is no answer, as the nearest passages.
    """
    cited = _cited(judged.evidence)
    is_covered = judged.status != "not covered"
    is_comparison = is_covered and len(asked.subjects) > 1 and asked.rows
    table = comparer.arrange(cited, asked.subjects, asked.rows) if is_comparison else None
    return Answer(
        question=asked.text,
        status=judged.status,
        origin=origin,
        confidence=judged.confidence,
        reason=judged.reason,
        citations=cited if is_covered else (),
        nearest=() if is_covered else cited,
        comparison=table,
    )


def _cited(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    ranked = zip(evidence, falling(evidence), strict=True)
    return tuple(
        Citation(number, each.sentence, each, relevance)
        for number, (each, relevance) in enumerate(ranked, start=1)
    )
