"""What answering gives: evidence, citations, verdicts, comparisons, answers.

All are frozen and hashable. `to_dict` gives plain values for JSON, with the number of their schema
(`kb.types.SCHEMA`). No value holds prose of ours: reasons and verdicts are kinds and facts, which
`kb.rendering` words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kb.articles.naming import named_facet, named_subject
from kb.types import (
    Disagreement,
    Facet,
    Overview,
    Passage,
    Sentence,
    Span,
    Subject,
    Verification,
    versioned,
)

if TYPE_CHECKING:
    import pandas

Status = Literal["answered", "partly covered", "not covered"]

# Why the sources do not answer, or answer only a part.
ReasonKind = Literal[
    "nothing asked",
    "no words",
    "no content word",
    "article without a date",
    "article without an author",
    "premise",
    "open topic",
    "no name given",
    "no number given",
    "words never said",
    "nothing near",
    "said of others",
    "silent on a subject",
    "claim not in these words",
    "open topic beside",
]

VerdictKind = Literal["same", "different", "both covered", "one-sided", "not covered"]

# What decided on a verdict.
VerdictRule = Literal[
    "no passage",
    "one subject asked about",
    "a subject without a passage",
    "a subject without an outright passage",
    "listed as a difference",
    "sets apart",
    "says of both",
    "another value under one label",
    "same under one label",
    "each by itself",
]


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


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reason rests on; of these each kind has its own, the others are empty.

    `subjects` are those of whom something is missing, `said_of` those of whom the sources say it
    instead; `topic` is the open topic, `facets` are what the sources do compare; `words` are those
    that no source says; `voice` is the source that does not say it; `citation` the number of the
    quote that decides.
    """

    subjects: tuple[Subject, ...] = ()
    said_of: tuple[Subject, ...] = ()
    topic: Facet | None = None
    facets: tuple[Facet, ...] = ()
    words: tuple[str, ...] = ()
    voice: str = ""
    citation: int | None = None

    def plain(self) -> dict[str, Any]:
        """Those that are given, subjects and facets by id."""
        facts = {
            "subjects": [subject.id for subject in self.subjects],
            "said_of": [subject.id for subject in self.said_of],
            "topic": self.topic.id if self.topic else None,
            "facets": [facet.id for facet in self.facets],
            "words": list(self.words),
            "voice": self.voice,
            "citation": self.citation,
        }
        return {name: fact for name, fact in facts.items() if fact}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the sources do not answer, or answer only a part; `str` words it."""

    kind: ReasonKind
    facts: Facts = Facts()

    def __str__(self) -> str:
        from kb.rendering.reasons import reason

        return reason(self)

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        return {"kind": self.kind, "facts": self.facts.plain()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a row of a comparison stands, and the rule that says so.

    `citation` is the number of the quote that decides, which stands in the row, None where none
    does; `detail` is the label that both sides have.
    """

    kind: VerdictKind
    rule: VerdictRule
    citation: int | None = None
    detail: str = ""

    @property
    def likeness(self) -> None:
        """Deprecated since 0.3.0: nothing is concluded from how alike sentences are."""
        import warnings

        message = "Verdict.likeness is deprecated: a verdict no longer rests on likeness"
        warnings.warn(message, DeprecationWarning, stacklevel=2)

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "rule": self.rule,
            "citation": self.citation,
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """A facet of a comparison: a cell for each of its subjects, in their order, quotes best first.

    `loose` has the cells again, with quotes that are only loosely related to the facet; () where
    there are none. `contrasts` are the numbers of the quotes that set the subjects apart.
    `disagreements` are what sources say that they cannot both mean, reviewed ones first: they stand
    beside the verdict and change nothing of it.
    """

    facet: Facet
    cells: tuple[tuple[Citation, ...], ...]
    verdict: Verdict
    disagreements: tuple[Disagreement, ...] = ()
    loose: tuple[tuple[Citation, ...], ...] = ()
    contrasts: tuple[int, ...] = ()

    @property
    def may_disagree(self) -> bool:
        return bool(self.disagreements)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Evidence for each subject on each facet, best first. An empty cell is a gap.

    `outright` are quotes that say of the subjects as a whole what sets them apart, what joins them,
    or what one of them is; () where that was not asked.
    """

    subjects: tuple[Subject, ...]
    rows: tuple[Row, ...]
    outright: tuple[Citation, ...] = ()

    @property
    def facets(self) -> tuple[Facet, ...]:
        return tuple(row.facet for row in self.rows)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every quote once, by number, those loosely related too."""
        quoted = {citation.number: citation for citation in self.outright}
        for row in self.rows:
            quoted |= {c.number: c for cell in (*row.cells, *row.loose) for c in cell}
        return tuple(quoted[number] for number in sorted(quoted))

    @property
    def cells(self) -> dict[tuple[str, str], tuple[Citation, ...]]:
        """By (subject id, facet id), row by row; a gap is ()."""
        cells = {}
        for row in self.rows:
            for subject, cell in zip(self.subjects, row.cells, strict=True):
                cells[subject.id, row.facet.id] = cell
        return cells

    def row(self, facet: str) -> Row:
        """The row of the facet with this id or name. Raises CorpusError if it is none of these."""
        wanted = named_facet(facet, self.facets, "this comparison")
        return next(row for row in self.rows if row.facet == wanted)

    def cell(self, subject: str, facet: str) -> tuple[Citation, ...]:
        """The citations for a subject on a facet, best first; () for a gap.

        Both by id or name, the subject also by an alias. Raises CorpusError for one that is not
        compared here, TypeError for what is no string.
        """
        wanted = named_subject(subject, self.subjects, "this comparison")
        return self.row(facet).cells[self.subjects.index(wanted)]

    def verdict(self, facet: str) -> Verdict:
        """How the row of the facet stands. Raises as `row` does."""
        return self.row(facet).verdict

    def disagreements(self, facet: str = "") -> tuple[Disagreement, ...]:
        """Those on the facet, or all: row by row, reviewed ones first. Raises as `row` does."""
        rows = [self.row(facet)] if facet else self.rows
        return tuple(disagreement for row in rows for disagreement in row.disagreements)

    def gaps(self, sources: int = 1) -> tuple[tuple[str, str], ...]:
        """(subject id, facet id) of each cell with quotes from fewer sources, row by row; by
        default of each empty one.
        """
        spoken = {place: {c.source for c in cell} for place, cell in self.cells.items()}
        return tuple(place for place, voices in spoken.items() if len(voices) < sources)

    def by_source(self) -> dict[tuple[str, str, str], int]:
        """How many quotes stand in each cell from each source: by (subject id, facet id, document
        id); none, no key.
        """
        return dict(Counter((*place, c.source) for place, cell in self.cells.items() for c in cell))

    def to_markdown(self) -> str:
        from kb.rendering.markdown import comparison_to_markdown

        return comparison_to_markdown(self)

    def to_dict(self) -> dict[str, Any]:
        """The citations once, by number; the cells name their numbers."""
        citations = [citation.plain() for citation in self.citations]
        return versioned({**self.plain(), "citations": citations})

    def plain(self) -> dict[str, Any]:
        """Without the citations, whose numbers stand in the cells."""
        return {
            "subjects": [subject.id for subject in self.subjects],
            "outright": [citation.number for citation in self.outright],
            "rows": [self._plain_row(row) for row in self.rows],
            "gaps": [list(gap) for gap in self.gaps()],
        }

    def _plain_row(self, row: Row) -> dict[str, Any]:
        cells = zip(self.subjects, row.cells, strict=True)
        loose = zip(self.subjects, row.loose, strict=False)
        return {
            "facet": row.facet.id,
            "verdict": row.verdict.plain(),
            "disagreements": [disagreement.plain() for disagreement in row.disagreements],
            "cells": {subject.id: [c.number for c in cell] for subject, cell in cells},
            "loose": {subject.id: [c.number for c in cell] for subject, cell in loose if cell},
            "contrasts": list(row.contrasts),
        }

    def to_frame(self) -> pandas.DataFrame:
        """A row a citation: facet, subject, number, source, quote, start, end, headings.

        Raises MissingExtra without pandas.
        """
        from kb.rendering.frame import comparison_to_frame

        return comparison_to_frame(self)


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
class Answer:
    """What the sources say on a question.

    `citations` are the answer, best first; where the sources do not answer there are none, and
    `nearest` holds the nearest passages, which are no answer. `confidence` lies in 0..1: higher
    means surer that the sources answer; None where a rule alone decided. `reason` is None only for
    "answered". `overview` says what an overview is of, None if the question is on a part.
    `disagreements` are those on what was asked where there is no row for them to stand in.
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

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The citations or, where the sources do not answer, the nearest passages."""
        return self.citations or self.nearest

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
