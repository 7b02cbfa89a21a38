"""What answering gives: evidence, citations, comparisons, answers. All are frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from kb.types import Disagreement, Facet, Passage, Sentence, Span, Subject, Verification

if TYPE_CHECKING:
    import pandas

Status = Literal["answered", "partly covered", "not covered"]
VerdictKind = Literal["same", "different", "one-sided", "sources may disagree", "not covered"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `score` is higher for better; `rank` begins at 1; `sentence` is the
    passage's best.
    """

    passage: Passage
    score: float
    rank: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence brought for a subject on a facet; either is None where the question or the corpus
    names none.

    `similarity` is the cosine to the question; `terms` are the question's content words, stemmed.
    """

    sentence: Sentence
    score: float
    subject: Subject | None = None
    facet: Facet | None = None
    similarity: float = 0.0
    terms: tuple[str, ...] = ()

    @property
    def matched(self) -> tuple[str, ...]:
        """The words of the sentence and its headings that the question has too, in their order."""
        from kb.language.words import matched

        return matched(" ".join([*self.sentence.headings, self.sentence.text]), self.terms)


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: one or more whole sentences of one passage. `number` begins at 1."""

    number: int
    span: Span
    evidence: Evidence

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
    def subject(self) -> str:
        """The id of the subject that the quote is about, "both" for all of several, "" for none."""
        subjects = self.evidence.sentence.subjects
        return "both" if len(subjects) > 1 else "".join(subjects)

    @property
    def address(self) -> str:
        """The quote's durable address."""
        return self.span.address

    def to_apa(self) -> str:
        """The quote with its citation and reference as in APA 7; see
        `kb.rendering.bibliography`.
        """
        from kb.rendering.bibliography import apa

        return apa(self)

    def to_plain(self) -> str:
        """The quote and where it stands, to paste into notes."""
        from kb.rendering.bibliography import plain

        return plain(self)

    def verify(self) -> Verification:
        """Re-opens the source: "exact", "moved", "changed" or "gone". Raises ArticleError if it can
        no longer be read.
        """
        from kb.articles.addresses import verify_span

        return verify_span(self.span)

    def to_dict(self) -> dict[str, Any]:
        from kb.rendering.text import citation_to_dict

        return citation_to_dict(self)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a row of a comparison stands, and the rule that says so, in words."""

    kind: VerdictKind
    rule: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Evidence for each subject on each facet, best first. A cell that is missing or empty is a
    gap.

    `cells` is by (subject id, facet id), `verdicts` by facet id; `found` are the disagreements, row
    by row.
    """

    subjects: tuple[Subject, ...]
    facets: tuple[Facet, ...]
    cells: Mapping[tuple[str, str], tuple[Citation, ...]] = field(repr=False)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict, repr=False)
    found: tuple[Disagreement, ...] = field(default=(), repr=False)

    def cell(self, subject: str, facet: str) -> tuple[Citation, ...]:
        """The citations for the subject's id on the facet's id, best first; () for a gap."""
        return self.cells.get((subject, facet), ())

    def verdict(self, facet: str) -> Verdict:
        """How the row of the facet's id stands."""
        return self.verdicts.get(facet, Verdict("not covered", "no passage on this was looked for"))

    def disagreements(self, facet: str = "") -> tuple[Disagreement, ...]:
        """Those on the facet's id, or all: reviewed ones first, then possible ones, the most alike
        first.
        """
        return tuple(d for d in self.found if facet in ("", d.facet))

    def gaps(self, sources: int = 1) -> tuple[tuple[str, str], ...]:
        """(subject id, facet id) of each cell with quotes from fewer sources, row by row; by
        default of each empty one.
        """
        cells = ((subject.id, facet.id) for facet in self.facets for subject in self.subjects)
        return tuple(
            place
            for place in cells
            if len({citation.source for citation in self.cell(*place)}) < sources
        )

    def by_source(self) -> dict[tuple[str, str, str], int]:
        """How many quotes stand in each cell from each source: by (subject id, facet id, document
        id); none, no key.
        """
        return dict(
            Counter(
                (s, f, citation.source) for (s, f), cell in self.cells.items() for citation in cell
            )
        )

    def to_markdown(self) -> str:
        from kb.rendering.text import comparison_to_markdown

        return comparison_to_markdown(self)

    def to_dict(self) -> dict[str, Any]:
        from kb.rendering.text import comparison_to_dict

        return comparison_to_dict(self)

    def to_frame(self) -> pandas.DataFrame:
        """A row a citation: facet, subject, number, source, quote, start, end, headings. Raises
        MissingExtra without pandas.
        """
        from kb.rendering.text import comparison_to_frame

        return comparison_to_frame(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say on a question. `confidence` lies in 0..1: higher means surer that the
    sources answer.

    Citations may stand beside "not covered": they are then the nearest passages, not an answer.
    `reason` is "" only for "answered".
    """

    question: str
    status: Status
    confidence: float
    reason: str = ""
    citations: tuple[Citation, ...] = ()
    comparison: Comparison | None = None

    def to_markdown(self) -> str:
        from kb.rendering.text import answer_to_markdown

        return answer_to_markdown(self)

    def to_text(self) -> str:
        """For a terminal."""
        from kb.rendering.text import answer_to_text

        return answer_to_text(self)

    def to_dict(self) -> dict[str, Any]:
        from kb.rendering.text import answer_to_dict

        return answer_to_dict(self)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that the sources answer, and the facet that it asks for."""

    facet: Facet
    question: str
