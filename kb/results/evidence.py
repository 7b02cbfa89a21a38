"""What a search brought, and quotes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb.types import Facet, Passage, Sentence, Span, Subject, Verification, versioned


@dataclass(frozen=True, slots=True)
class Why:
    """What brought a piece of evidence.

    `score` is the raw weighted sum of the search, higher for better, comparable within one list
    only; `similarity` is the cosine to the question, None where no question was asked; `matched`
    are the words of the sentence and its headings that the question has too, in their order.
    """

    score: float
    similarity: float | None = None
    matched: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        matched = list(self.matched)
        return {"score": self.score, "similarity": self.similarity, "matched": matched}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence brought for a subject on a facet; either is None where neither the question nor
    the corpus names one.

    `asked_for` is the subject for which it was sought; whom it is about, `sentence.subjects` says.
    `strength` is its score as a share of the highest one possible, 0..1, or for what a search did
    not bring the share of a claim's words that it holds; it and `why` are None where nothing was
    scored.
    """

    sentence: Sentence
    asked_for: Subject | None = None
    facet: Facet | None = None
    strength: float | None = None
    why: Why | None = None

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        sentence = self.sentence
        return {
            "source": sentence.document.id,
            "text": sentence.text,
            "start": sentence.start,
            "end": sentence.end,
            "about": list(sentence.subjects),
            "attributed_by": sentence.attributed_by,
            "asked_for": self.asked_for.id if self.asked_for else None,
            "facet": self.facet.id if self.facet else None,
            "strength": self.strength,
            "why": self.why.plain() if self.why else None,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    `rank` begins at 1; `sentence` is the passage's best. `relevance`: see `Citation.relevance`.
    """

    passage: Passage
    rank: int
    relevance: float
    evidence: Evidence

    @property
    def sentence(self) -> Sentence:
        return self.evidence.sentence

    @property
    def score(self) -> float:
        """Deprecated since 0.2.0: `relevance`, or the raw sum `evidence.why.score`."""
        import warnings

        message = "Hit.score is deprecated: use Hit.relevance, or the raw Hit.evidence.why.score"
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        return self.evidence.why.score if self.evidence.why else 0.0

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        passage, sentence = self.passage, self.sentence
        return {
            "rank": self.rank,
            "relevance": self.relevance,
            "source": passage.document.id,
            "text": passage.text,
            "start": passage.start,
            "end": passage.end,
            "headings": list(passage.headings),
            "sentence": {"text": sentence.text, "start": sentence.start, "end": sentence.end},
            "why": self.evidence.why.plain() if self.evidence.why else None,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: one or more whole sentences of one passage. `number` begins at 1.

    `relevance` is the evidence's strength, in an answer no more than that of the citation before:
    0..1, it never rises from one rank to the next. None where nothing was scored.
    """

    number: int
    span: Span
    evidence: Evidence
    relevance: float | None = None

    @property
    def source(self) -> str:
        return self.span.document.id

    @property
    def text(self) -> str:
        return self.span.text

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end

    @property
    def passage(self) -> Passage:
        return self.evidence.sentence.passage

    @property
    def headings(self) -> tuple[str, ...]:
        return self.passage.headings

    @property
    def about(self) -> tuple[str, ...]:
        """The ids of the subjects that the quote is about; () for none."""
        return self.evidence.sentence.subjects

    @property
    def asked_for(self) -> str:
        """The id of the subject for which the quote was sought, "" for none in particular."""
        return self.evidence.asked_for.id if self.evidence.asked_for else ""

    @property
    def subject(self) -> str:
        """`about` in one word: the subject's id, "both" for all of several, "" for none."""
        return "both" if len(self.about) > 1 else "".join(self.about)

    @property
    def address(self) -> str:
        """The quote's durable address."""
        return self.span.address

    def to_apa(self) -> str:
        """The quote with its citation and reference as in APA 7."""
        from kb.rendering.bibliography import apa

        return apa(self)

    def to_plain(self) -> str:
        """The quote and where it stands, to paste into notes."""
        from kb.rendering.bibliography import plain

        return plain(self)

    def verify(self) -> Verification:
        """Re-opens the source: "exact", "moved", "changed" or "gone".

        Raises ArticleError if it can no longer be read.
        """
        from kb.articles.addresses import verify_span

        return verify_span(self.span)

    def to_dict(self) -> dict[str, Any]:
        """`start` and `end` are code points of the source's text, 0-based, end exclusive."""
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        evidence = self.evidence
        return {
            "number": self.number,
            "relevance": self.relevance,
            "source": self.source,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "headings": list(self.headings),
            "about": list(self.about),
            "attributed_by": evidence.sentence.attributed_by,
            "asked_for": self.asked_for or None,
            "facet": evidence.facet.id if evidence.facet else None,
            "voice": self.span.document.voice,
            "address": self.address,
            "why": evidence.why.plain() if evidence.why else None,
        }


def falling(evidence: Iterable[Evidence]) -> list[float | None]:
    """The relevance of each piece of evidence, best first: its strength, and no more than that of
    the one before it; None where nothing was scored.
    """
    least = 1.0
    relevances: list[float | None] = []
    for each in evidence:
        least = min(least, 1.0 if each.strength is None else each.strength)
        relevances.append(None if each.strength is None else least)
    return relevances


def renumbered(citations: Iterable[Citation], numbers: Mapping[int, int]) -> tuple[Citation, ...]:
    """The citations with other numbers, by those they have."""
    return tuple(replace(each, number=numbers[each.number]) for each in citations)
