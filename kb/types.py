"""The values that flow from articles to answers.

All are frozen. Positions are 0-based, end exclusive, in code points of `Document.text`. A `Span` keeps positions and looks its
text up, so that no value here can misquote.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas

BlockKind = Literal["heading", "paragraph", "item", "byline", "boilerplate"]
Status = Literal["answered", "partly covered", "not covered"]
AttributedBy = Literal["named", "term", "carried", "heading", ""]
VerdictKind = Literal["same", "different", "one-sided", "sources may disagree", "not covered"]
Verification = Literal["exact", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that its reader recognised; list and heading marks lie outside it.

    `level` is 1 for the title, 2 and up for headings below it; 0 for what is no heading.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """An article: its canonical text, what is known of it, and its blocks in order."""

    id: str
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    fact_checker: str = ""
    url: str = ""
    path: str = ""
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest())

    @property
    def voice(self) -> str:
        """Who speaks here, as a reader would name them: publisher, else title, else id."""
        return self.publisher or self.title or self.id


@dataclass(frozen=True, slots=True)
class Span:
    """A non-empty stretch of a document. Raises ValueError for positions outside it."""

    document: Document
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.document.text):
            size = len(self.document.text)
            raise ValueError(f"no span {self.start}:{self.end} in {self.document.id}, which has {size} characters")

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def address(self) -> str:
        """The durable address: digest, positions and some characters around; see `kb.articles.addresses`."""
        from kb.articles.addresses import address

        return address(self)


@dataclass(frozen=True, slots=True)
class Passage(Span):
    """A paragraph or list item with the headings above it, outermost first."""

    headings: tuple[str, ...] = ()
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """The unit of evidence: one whole sentence of a passage, and whom it is about.

    `label` is the part before the first colon of a list item that begins with one ("Advocacy: …"), else "".
    `subjects` holds subject ids; `attributed_by` says what told them: a name in the sentence's own words ("named"), a term that
    belongs to one subject ("term"), the sentence before ("carried"), or a heading.
    """

    passage: Passage
    label: str = ""
    subjects: tuple[str, ...] = ()
    attributed_by: AttributedBy = ""

    @property
    def headings(self) -> tuple[str, ...]:
        return self.passage.headings


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the things compared. `aliases` are other names of it; `terms` are words that point at it without naming it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A respect in which subjects are compared. `questions` are examples of how people ask about it."""

    id: str
    name: str
    description: str = ""
    cues: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that the sources answer, and the facet that it asks for."""

    facet: Facet
    question: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What sources, or one source, say of a subject on a facet and cannot both mean; subject and facet are ids.

    `spans` are two quotes or more. `note` says in one sentence what they disagree on. `is_reviewed` is False for one that was
    found by a rule, which may be wrong.
    """

    subject: str
    facet: str
    note: str
    spans: tuple[Span, ...]
    is_reviewed: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a row of a comparison stands, and the rule that says so, in words."""

    kind: VerdictKind
    rule: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `score` is higher for better; `rank` begins at 1; `sentence` is the passage's best."""

    passage: Passage
    score: float
    rank: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence brought for a subject on a facet; either is None where the question or the corpus names none.

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
        from kb.index.bm25 import matched

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
        """The quote with its citation and reference as in APA 7; see `kb.rendering.bibliography`."""
        from kb.rendering.bibliography import apa

        return apa(self)

    def to_plain(self) -> str:
        """The quote and where it stands, to paste into notes."""
        from kb.rendering.bibliography import plain

        return plain(self)

    def verify(self) -> Verification:
        """Re-opens the source: "exact", "moved", "changed" or "gone". Raises ArticleError if it can no longer be read."""
        from kb.articles.addresses import verify_span

        return verify_span(self.span)

    def to_dict(self) -> dict[str, Any]:
        from kb.rendering.text import citation_to_dict

        return citation_to_dict(self)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a citation's address leads now.

    `span` is the quote itself for "exact" and "moved", for "changed" the words between its surroundings now, None if there are
    none. `document` is the article that it leads to; for "gone" the one that the address names, None if that is no longer there.
    """

    state: Verification
    span: Span | None
    document: Document | None

    def to_dict(self) -> dict[str, Any]:
        from kb.rendering.text import located_to_dict

        return located_to_dict(self)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Evidence for each subject on each facet, best first. A cell that is missing or empty is a gap.

    `cells` is by (subject id, facet id), `verdicts` by facet id; `found` are the disagreements, row by row.
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
        """Those on the facet's id, or all: reviewed ones first, then possible ones, the most alike first."""
        return tuple(d for d in self.found if facet in ("", d.facet))

    def gaps(self, sources: int = 1) -> tuple[tuple[str, str], ...]:
        """(subject id, facet id) of each cell with quotes from fewer sources, row by row; by default of each empty one."""
        cells = ((subject.id, facet.id) for facet in self.facets for subject in self.subjects)
        return tuple(place for place in cells if len({citation.source for citation in self.cell(*place)}) < sources)

    def by_source(self) -> dict[tuple[str, str, str], int]:
        """How many quotes stand in each cell from each source: by (subject id, facet id, document id); none, no key."""
        return dict(Counter((s, f, citation.source) for (s, f), cell in self.cells.items() for citation in cell))

    def to_markdown(self) -> str:
        from kb.rendering.text import comparison_to_markdown

        return comparison_to_markdown(self)

    def to_dict(self) -> dict[str, Any]:
        from kb.rendering.text import comparison_to_dict

        return comparison_to_dict(self)

    def to_frame(self) -> pandas.DataFrame:
        """A row a citation: facet, subject, number, source, quote, start, end, headings. Raises MissingExtra without pandas."""
        from kb.rendering.text import comparison_to_frame

        return comparison_to_frame(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say on a question. `confidence` lies in 0..1: higher means surer that the sources answer.

    Citations may stand beside "not covered": they are then the nearest passages, not an answer. `reason` is "" only for
    "answered".
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
