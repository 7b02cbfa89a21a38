"""Evidence for each subject on each facet, side by side; the gaps; and how each row stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from kb.answering.disagreement import contradicted
from kb.articles.sentences import is_aside
from kb.index.facets import ON_FACET
from kb.language import Language
from kb.results import Citation, Comparison, Evidence, Row, Verdict, VerdictRule
from kb.types import Facet, Sentence, Subject

if TYPE_CHECKING:
    from kb.answering.disagreement import Disagreements
    from kb.answering.facet_evidence import FacetEvidence

# Two sides whose best sentences are as alike as this say the same in other words. Paraphrases reach
# .7 with MiniLM.
SAME = 0.7

# A row is judged by the best quotes of each side, so that its verdict does not hang on how many are
# shown.
JUDGED = 4

# Characters of a fact ("Typical education: bachelor's degree"): below, another value after the same
# label is another fact. A round number: longer items explain, and may well say the same in other
# words.
SHORT_FACT = 80

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

Cells: TypeAlias = Mapping[tuple[str, str], Sequence[Citation]]  # by (subject id, facet id)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A row as far as its verdict goes: the cells, and the best sentences of each side, which hang
    neither on the question nor on how many are shown.
    """

    cells: tuple[tuple[Citation, ...], ...]
    sides: tuple[tuple[Sentence, ...], ...]
    likeness: Callable[[Sequence[Sentence]], float] = field(repr=False)
    language: Language

    def number(self, sentence: Sentence) -> int | None:
        """That of the citation of the sentence, None if it is not shown."""
        place = (sentence.document.id, sentence.start)
        quoted = (c for cell in self.cells for c in cell if (c.source, c.start) == place)
        return next((citation.number for citation in quoted), None)

    @property
    def best(self) -> list[Sentence]:
        """The best sentence of each side, one about that side alone if there is one."""
        return [next((s for s in side if len(s.subjects) == 1), side[0]) for side in self.sides]

    @property
    def shared(self) -> list[Sentence]:
        """Those that are among the best of every side, asides left out."""
        every = [s for s in self.sides[0] if all(s in side for side in self.sides)]
        return [sentence for sentence in every if not is_aside(sentence, self.language)]


class Comparer:
    """Lays evidence side by side. Build it once for an index."""

    def __init__(
        self, facet_evidence: FacetEvidence, disagreements: Disagreements, language: Language
    ) -> None:
        self._on = facet_evidence
        self._disagreements = disagreements
        self._language = language

    def compare(self, subjects: Sequence[Subject], facets: Sequence[Facet], k: int) -> Comparison:
        """At most k pieces of evidence a cell, best first; a sentence about both subjects may stand
        in both cells.
        """
        numbered: dict[tuple[str, int], Citation] = {}
        cells = {}
        for facet in facets:
            for subject in subjects:
                evidence = self._on.best(subject, facet, ON_FACET, k)
                cells[subject.id, facet.id] = [_numbered(each, numbered) for each in evidence]
        return self._judged(subjects, facets, cells)

    def arrange(
        self, citations: Sequence[Citation], subjects: Sequence[Subject], facets: Sequence[Facet]
    ) -> Comparison:
        """An answer's citations as a table: each under its facet, in the column of every subject
        that its sentence is about.
        """
        cells: dict[tuple[str, str], list[Citation]] = {}
        for citation in citations:
            facet = citation.evidence.facet or facets[0]
            for subject in subjects:
                if subject.id in citation.about:
                    cells.setdefault((subject.id, facet.id), []).append(citation)
        return self._judged(subjects, facets, cells)

    def _judged(
        self, subjects: Sequence[Subject], facets: Sequence[Facet], cells: Cells
    ) -> Comparison:
        return Comparison(tuple(subjects), tuple(self._row(subjects, f, cells) for f in facets))

    def _row(self, subjects: Sequence[Subject], facet: Facet, cells: Cells) -> Row:
        shown = tuple(tuple(cells.get((subject.id, facet.id), ())) for subject in subjects)
        best = (self._on.best(subject, facet, ON_FACET, JUDGED) for subject in subjects)
        sides = tuple(tuple(each.sentence for each in side) for side in best)
        disagreements = [d for s in subjects for d in self._disagreements.on(s, facet)]
        verdict = _verdict(_Shown(shown, sides, self._likeness, self._language))
        return Row(facet, shown, verdict, tuple(disagreements))

    def _likeness(self, sentences: Sequence[Sentence]) -> float:
        """The lowest cosine between any two of them."""
        vectors = self._on.vectors(sentences)
        return float((vectors @ vectors.T).min())


# How a row stands: the first rule that fits.


def _nothing(row: _Shown) -> Verdict | None:
    return None if any(row.cells) else Verdict("not covered", "no passage")


def _one_subject(row: _Shown) -> Verdict | None:
    return Verdict("one-sided", "one subject asked about") if len(row.cells) == 1 else None


def _silent(row: _Shown) -> Verdict | None:
    return None if all(row.cells) else Verdict("one-sided", "a subject without a passage")


def _not_outright(row: _Shown) -> Verdict | None:
    if all(row.sides):
        return None
    return Verdict("one-sided", "a subject without an outright passage")


def _said_of_both(row: _Shown) -> Verdict | None:
    """What a sentence on both says outright: that they differ, or that it is so of both."""
    for sentence in row.shared:
        if row.language.sets_apart.search(sentence.text):
            return Verdict("different", "sets apart", row.number(sentence))
        if row.language.says_of_both.search(sentence.text):
            return Verdict("same", "says of both", row.number(sentence))
    return None


def _other_facts(row: _Shown) -> Verdict | None:
    """What denies the other, or gives other facts, is not the same however alike it is."""
    apart = (_facts_apart(one, other, row.language) for one, other in combinations(row.best, 2))
    return next((Verdict("different", *rule) for rule in apart if rule), None)


def _by_likeness(row: _Shown) -> Verdict | None:
    likeness = row.likeness(row.best)
    if likeness >= SAME:
        return Verdict("same", "alike", likeness=likeness)
    return Verdict("different", "not alike", likeness=likeness)


_RULES: tuple[Callable[[_Shown], Verdict | None], ...] = (
    _nothing,
    _one_subject,
    _silent,
    _not_outright,
    _said_of_both,
    _other_facts,
    _by_likeness,
)


def _verdict(row: _Shown) -> Verdict:
    verdicts = (rule(row) for rule in _RULES)
    return next(verdict for verdict in verdicts if verdict)


def _facts_apart(
    one: Sentence, other: Sentence, language: Language
) -> tuple[VerdictRule, None, str] | None:
    """The rule by which the facts of two sentences differ, and in what."""
    if denied := contradicted(one.text, other.text, language):
        return "denies the other", None, denied
    numbers, others = _numbers(one.text), _numbers(other.text)
    if not numbers <= others and not others <= numbers:
        return "other numbers", None, ""
    is_short = len(one.text) < SHORT_FACT
    if one.label and one.label == other.label and one.text != other.text and is_short:
        return "another value under one label", None, one.label
    return None


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _numbered(evidence: Evidence, numbered: dict[tuple[str, int], Citation]) -> Citation:
    """The evidence's citation: the one that its sentence has already, or a further one."""
    sentence = evidence.sentence
    place = (sentence.document.id, sentence.start)
    if place not in numbered:
        numbered[place] = Citation(len(numbered) + 1, sentence, evidence, evidence.strength)
    return numbered[place]
