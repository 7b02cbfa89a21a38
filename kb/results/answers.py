"""What the sources say on a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kb.results.comparisons import Comparison
from kb.results.evidence import Citation
from kb.results.reasons import ClaimState, Reason, Status, is_refusal
from kb.types import Disagreement, Facet, Overview, Subject, versioned


@dataclass(frozen=True, slots=True)
class Origin:
    """What an answer was made by, so that it can be had again: kb's version, the fingerprint of the
    corpus folder, and the embedding model with its digest.
    """

    kb: str
    fingerprint: str
    model: str

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        return {"kb": self.kb, "fingerprint": self.fingerprint, "model": self.model}


@dataclass(frozen=True, slots=True)
class Carried:
    """What a question took over from the one before it: it was read as `question`. `subjects` are
    those carried; `is_topic` says that what was asked of them was carried, too.
    """

    question: str
    subjects: tuple[Subject, ...] = ()
    is_topic: bool = False

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "subjects": [subject.id for subject in self.subjects],
            "is_topic": self.is_topic,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say on a question.

    `citations` are the answer, best first; their numbers say in which order a reader comes to them:
    by rank or, side by side, row by row and cell by cell. Where the sources do not answer there are
    none, and `nearest` holds the nearest passages, which are no answer. `confidence` lies in 0..1:
    higher means surer that the sources answer; None where a rule alone decided. `reason` is None
    only for "answered". `overview` says what an overview is of, None if the question is on a part.
    `disagreements` are those on what was asked where there is no row for them to stand in. `claim`
    says what the sources say of what the question states, None for one that states nothing.
    `carried` is what was taken over from the question before, None where this one stands alone.
    """

    question: str
    status: Status
    origin: Origin
    confidence: float | None = None
    reason: Reason | None = None
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    comparison: Comparison | None = None
    overview: Overview | None = None
    disagreements: tuple[Disagreement, ...] = ()
    claim: ClaimState | None = None
    carried: Carried | None = None

    @property
    def read_as(self) -> str:
        """The question as it stands alone."""
        return self.carried.question if self.carried else self.question

    @property
    def is_refused(self) -> bool:
        """Whether it says that the sources do not answer."""
        return is_refusal(self.status)

    @property
    def is_contested(self) -> bool:
        """Whether the quote that a claim is held against is one by which sources disagree, and the
        claim is not refuted by it.
        """
        is_open = self.claim not in (None, "said otherwise") and bool(self.citations)
        return is_open and self.is_disputed(self.citations[0])

    @property
    def deciding(self) -> tuple[Citation, ...]:
        """The quote that settles what the sources say of a claim; () for none."""
        return self.citations[:1] if self.claim and not self.is_contested else ()

    def is_disputed(self, citation: Citation) -> bool:
        """Whether the quote is one of those by which sources disagree."""
        return any(each.quotes(citation.span) for each in self.disagreements)

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The citations or, where the sources do not answer, the nearest passages."""
        return self.citations or self.nearest

    @property
    def in_reading_order(self) -> tuple[Citation, ...]:
        """The citations by number: as a reader comes to them."""
        return tuple(sorted(self.citations, key=lambda citation: citation.number))

    def to_markdown(self) -> str:
        from kb.rendering.markdown import answer_to_markdown

        return answer_to_markdown(self)

    def to_text(self) -> str:
        """For a terminal."""
        from kb.rendering.text import answer_to_text

        return answer_to_text(self)

    def to_dict(self) -> dict[str, Any]:
        """The cells of the comparison name the numbers of the citations."""
        return versioned(
            {
                "question": self.question,
                "status": self.status,
                "confidence": self.confidence,
                "reason": self.reason.plain() if self.reason else None,
                "citations": [citation.plain() for citation in self.citations],
                "nearest": [citation.plain() for citation in self.nearest],
                "comparison": self.comparison.plain() if self.comparison else None,
                "overview": self.overview,
                "claim": self.claim,
                "carried": self.carried.plain() if self.carried else None,
                "disagreements": [each.plain() for each in self.disagreements],
                "origin": self.origin.plain(),
            }
        )


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that the sources answer, and the facet that it asks for."""

    facet: Facet
    question: str

    def to_dict(self) -> dict[str, Any]:
        return versioned({"facet": self.facet.id, "question": self.question})
