"""Evidence for each subject on each facet, side by side; the gaps; and how each row stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.answering.verdicts import Finding, Verdicts
from kb.index.facets import ON_FACET
from kb.results import Citation, Comparison, Evidence, Row, Verdict
from kb.types import Facet, Sentence, Subject

if TYPE_CHECKING:
    from kb.answering.disagreement import Disagreements
    from kb.answering.facet_evidence import FacetEvidence

# The best of a cell stay in it however loosely they are on the facet: better than an empty cell.
ALWAYS = 2
# Sentences of each side, best first, of which one may decide how a row stands.
JUDGED = 30


class Numbers:
    """Gives each sentence that is quoted one number, in the order in which they are quoted. In an
    answer, which `is_ranked`, none is more relevant than the one before.
    """

    def __init__(
        self, quoted: Iterable[Citation] = (), is_ranked: bool = False, most: int | None = None
    ) -> None:
        """`most` is how many there may be in all, None for any number."""
        self._quoted = {_place(each.evidence.sentence): each for each in quoted}
        self._is_ranked = is_ranked
        self._size = most
        relevances = [each.relevance for each in self._quoted.values()]
        self._most = min((r for r in relevances if r is not None), default=1.0)

    def cite(self, evidence: Evidence) -> Citation:
        """The evidence's citation: the one that its sentence has already, or a further one."""
        place = _place(evidence.sentence)
        if place not in self._quoted:
            number = len(self._quoted) + 1
            strength = evidence.strength
            relevance = None if strength is None else min(strength, self._most)
            if self._is_ranked and relevance is not None:
                self._most = relevance
            self._quoted[place] = Citation(number, evidence.sentence, evidence, relevance)
        return self._quoted[place]

    def has_room(self, *sentences: Sentence) -> bool:
        """Whether all the sentences are quoted, or may be."""
        further = {_place(sentence) for sentence in sentences} - self._quoted.keys()
        return self._size is None or not further or len(self._quoted) + len(further) <= self._size


class Comparer:
    """Lays evidence side by side. Build it once for an index."""

    def __init__(
        self, facet_evidence: FacetEvidence, disagreements: Disagreements, verdicts: Verdicts
    ) -> None:
        self._on = facet_evidence
        self._disagreements = disagreements
        self._verdicts = verdicts
        self._found: dict[tuple[str, ...], Finding] = {}  # by the ids of subjects and facet

    def compare(self, subjects: Sequence[Subject], facets: Sequence[Facet], k: int) -> Comparison:
        """At most k pieces of evidence a cell, best first; a sentence about both subjects may stand
        in both cells. Items under one label stand first, in one order.
        """
        numbers = Numbers()
        rows = [self._compared(subjects, facet, k, numbers) for facet in facets]
        table = Comparison(tuple(subjects), tuple(rows))
        return table.renumbered(table.reading_numbers())

    def arrange(
        self,
        citations: Sequence[Citation],
        subjects: Sequence[Subject],
        facets: Sequence[Facet],
        k: int,
    ) -> tuple[Comparison, tuple[Citation, ...]]:
        """An answer's citations as a table and as a list: each under its facet, in the column of
        every subject that its sentence is about. Quotes that decide, and one of a side that has
        none, are added with further numbers, up to k in all; where they would be more, the last
        citations make room.
        """
        table = self._arranged(citations, subjects, facets, len(citations) + 2 * k)
        shown = _all_of(table, citations)
        if len(shown) <= k:
            return table, shown
        further = len(shown) - len(citations)
        kept = max(k - further, min(k, len(subjects)))
        table = self._arranged(citations[:kept], subjects, facets, k)
        return table, _all_of(table, citations[:kept])

    def _arranged(
        self,
        citations: Sequence[Citation],
        subjects: Sequence[Subject],
        facets: Sequence[Facet],
        k: int,
    ) -> Comparison:
        cells: dict[tuple[str, str], list[Citation]] = {}
        for citation in citations:
            facet = citation.evidence.facet or facets[0]
            for subject in subjects:
                if subject.id in citation.about:
                    cells.setdefault((subject.id, facet.id), []).append(citation)
        numbers = Numbers(citations, is_ranked=True, most=k)
        rows = []
        for facet in facets:
            quotes = [
                cells.get((subject.id, facet.id)) or self._one(subject, facet, numbers)
                for subject in subjects
            ]
            rows.append(self.row(subjects, facet, quotes, numbers))
        return Comparison(tuple(subjects), tuple(rows))

    def row(
        self,
        subjects: Sequence[Subject],
        facet: Facet,
        quotes: Sequence[Sequence[Citation]],
        numbers: Numbers,
    ) -> Row:
        """The row of the facet with these quotes of each subject, those that decide added, and
        those that are only loosely on the facet apart.
        """
        finding = self._finding(subjects, facet, quotes)
        cells, loose = [], []
        for subject, cell in zip(subjects, quotes, strict=True):
            close = [
                c
                for n, c in enumerate(cell)
                if n < ALWAYS or self._is_on_topic(c.evidence.sentence, subjects, facet)
            ]
            close += self._missing(finding, subject, facet, close, numbers)
            cells.append(tuple(close))
            loose.append(tuple(c for c in cell if c not in close))
        verdict = _numbered(finding, cells)
        shared = {c for cell in cells for c in cell if len(c.about) > 1}
        contrasts = (c.number for c in shared if self._verdicts.sets_apart(c.evidence.sentence))
        return Row(
            facet,
            tuple(cells),
            verdict,
            tuple(d for s in subjects for d in self._disagreements.on(s, facet)),
            tuple(loose) if any(loose) else (),
            tuple(sorted(contrasts)),
        )

    def _compared(self, subjects: Sequence[Subject], facet: Facet, k: int, numbers: Numbers) -> Row:
        several = max(k, JUDGED)  # so that the order does not hang on how many are shown
        found = [self._on.best(subject, facet, ON_FACET, several) for subject in subjects]
        on = [[e for e in side if self._is_on_topic(e.sentence, subjects, facet)] for side in found]
        common = _common_labels(on)
        quotes = [[numbers.cite(e) for e in _aligned(side, common)[:k]] for side in found]
        return self.row(subjects, facet, quotes, numbers)

    def _finding(
        self, subjects: Sequence[Subject], facet: Facet, quotes: Sequence[Sequence[Citation]]
    ) -> Finding:
        """How the row stands: by all that is well on the facet, whatever is quoted of it."""
        if not any(quotes) and not any(self._on.has(s, facet, ON_FACET) for s in subjects):
            return Finding("not covered", "no passage")
        if len(subjects) == 1:
            return Finding("one-sided", "one subject asked about")
        told = zip(subjects, quotes, strict=True)
        if not all(quoted or self._on.has(subject, facet, ON_FACET) for subject, quoted in told):
            return Finding("one-sided", "a subject without a passage")
        return self.finding(subjects, facet)

    def finding(self, subjects: Sequence[Subject], facet: Facet) -> Finding:
        """How several subjects stand on the facet, by all that is well on it."""
        key = (*(subject.id for subject in subjects), facet.id)
        if key not in self._found:
            self._found[key] = self._find(subjects, facet)
        return self._found[key]

    def _find(self, subjects: Sequence[Subject], facet: Facet) -> Finding:
        best = [self._on.best(subject, facet, ON_FACET, JUDGED) for subject in subjects]
        if not all(best):
            return Finding("one-sided", "a subject without an outright passage")
        sides = []
        for side in best:
            sides.append(
                [
                    e.sentence
                    for n, e in enumerate(side)
                    if n < ALWAYS or self._on.is_on_topic(e.sentence, facet)
                ]
            )
        return self._verdicts.find(self._verdicts.sides(facet, sides))

    def _one(self, subject: Subject, facet: Facet, numbers: Numbers) -> list[Citation]:
        """What is said best of a subject for which an answer has no quote on the facet."""
        best = self._on.best(subject, facet, ON_FACET, 1)
        return [numbers.cite(each) for each in best if numbers.has_room(each.sentence)]

    def _is_on_topic(self, sentence: Sentence, subjects: Sequence[Subject], facet: Facet) -> bool:
        """Whether the sentence is well on the facet; what says outright how the subjects stand need
        only touch it.
        """
        if self._on.is_on_topic(sentence, facet):
            return True
        is_shared = len(subjects) > 1 and all(s.id in sentence.subjects for s in subjects)
        return is_shared and self._verdicts.says_outright(sentence, facet)

    def _missing(
        self,
        finding: Finding,
        subject: Subject,
        facet: Facet,
        cell: Sequence[Citation],
        numbers: Numbers,
    ) -> list[Citation]:
        """Quotes of what decides and is about the subject, but is not in its cell."""
        quoted = {_place(citation.evidence.sentence) for citation in cell}
        missing = [
            s for s in finding.deciding if subject.id in s.subjects and _place(s) not in quoted
        ]
        possible = filter(numbers.has_room, missing)
        return [numbers.cite(self._on.evidence_of(s, subject, facet)) for s in possible]


def _numbered(finding: Finding, cells: Sequence[Sequence[Citation]]) -> Verdict:
    """The finding as a verdict that names its quote by number."""
    number = None
    if finding.deciding:
        place = _place(finding.deciding[0])
        quoted = (c for cell in cells for c in cell if _place(c.evidence.sentence) == place)
        number = next((citation.number for citation in quoted), None)
    return Verdict(finding.kind, finding.rule, number, finding.detail)


def _common_labels(sides: Sequence[Sequence[Evidence]]) -> list[str]:
    """The labels that items of every side have, each an item of its own, as the first ranks
    them.
    """
    labels = [
        {e.sentence.label: e.sentence.passage for e in side if e.sentence.label} for side in sides
    ]
    first, *others = labels
    return [
        label
        for label, passage in first.items()
        if others and all(other.get(label, passage) != passage for other in others)
    ]


def _aligned(side: Sequence[Evidence], labels: Sequence[str]) -> list[Evidence]:
    """The side with the items under these labels first, in this order."""
    order = {label: at for at, label in enumerate(labels)}
    return sorted(side, key=lambda each: order.get(each.sentence.label, len(order)))


def _all_of(table: Comparison, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations and, behind them, what the table quotes beside them."""
    beside = (each for each in table.citations if each.number > len(citations))
    return (*citations, *beside)


def _place(sentence: Sentence) -> tuple[str, int]:
    return sentence.document.id, sentence.start
