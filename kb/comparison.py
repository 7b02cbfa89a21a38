"""Evidence for each subject on each facet, side by side; the gaps; where sources disagree; and how each row stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from kb.disagreement import contradicted, possible_disagreements
from kb.facets import ON_FACET
from kb.sentences import is_aside
from kb.types import Citation, Comparison, Disagreement, Evidence, Facet, Subject, Verdict

if TYPE_CHECKING:
    from kb.search import Searcher

# For a disagreement it must speak of little else: two cues, or one and the description's matter.
WELL_ON_FACET = 0.45

# Two sides whose best sentences are as alike as this say the same in other words. Paraphrases reach .7 with MiniLM.
SAME = 0.7

# A row is judged by the best quotes of each side, so that its verdict does not hang on how many are shown.
JUDGED = 4

_SETS_APART = re.compile(
    r"^while\b|\bnot\b.*\blike\b"
    r"|\b(?:than|unlike|compared (?:to|with)|whereas|differ\w*|distinct\w*|distinguish\w*|not as|isn['’]t as)\b",
    re.I,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SAYS_OF_BOTH = re.compile(r"\b(?:both|similarly|similar|alike|overlap\w*|in common|share[sd]?|same)\b", re.I)

Cells = Mapping[tuple[str, str], tuple[Citation, ...]]


def compare(searcher: Searcher, subjects: Sequence[Subject], facets: Sequence[Facet], k: int) -> Comparison:
    """At most k pieces of evidence a cell, best first; a sentence about both subjects may stand in both cells."""
    numbers: dict[tuple[str, int], Citation] = {}
    cells: dict[tuple[str, str], tuple[Citation, ...]] = {}
    for facet in facets:
        for subject in subjects:
            evidence = searcher.on_facet(subject, facet, ON_FACET, k)
            cells[subject.id, facet.id] = tuple(_numbered(e, numbers) for e in evidence)
    return _judged(searcher, subjects, facets, cells)


def arrange(
    searcher: Searcher, citations: Sequence[Citation], subjects: Sequence[Subject], facets: Sequence[Facet]
) -> Comparison:
    """An answer's citations as a table: each under its facet, in the column of every subject that its sentence is about."""
    cells: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        facet = citation.evidence.facet or facets[0]
        for subject in subjects:
            if subject.id in citation.evidence.sentence.subjects:
                cells.setdefault((subject.id, facet.id), []).append(citation)
    return _judged(searcher, subjects, facets, {key: tuple(cell) for key, cell in cells.items()})


def _judged(searcher: Searcher, subjects: Sequence[Subject], facets: Sequence[Facet], cells: Cells) -> Comparison:
    found = [d for facet in facets for subject in subjects for d in _disagreements(searcher, subject, facet)]
    verdicts = {f.id: _verdict(searcher, subjects, f, cells, [d for d in found if d.facet == f.id]) for f in facets}
    return Comparison(tuple(subjects), tuple(facets), cells, verdicts, tuple(found))


def _disagreements(searcher: Searcher, subject: Subject, facet: Facet) -> list[Disagreement]:
    """The reviewed ones, then the possible ones that no reviewed one holds already."""
    reviewed = [d for d in searcher.index.corpus.disagreements if (d.subject, d.facet) == (subject.id, facet.id)]
    known = {(span.document.id, span.start) for d in reviewed for span in d.spans}
    evidence = searcher.on_facet(subject, facet, WELL_ON_FACET, len(searcher.index.sentences))
    sentences = [e.sentence for e in evidence if e.sentence.subjects[:1] == (subject.id,)]
    possible = possible_disagreements(sentences, searcher.vectors(sentences), subject, facet)
    return [*reviewed, *(d for d in possible if not {(s.document.id, s.start) for s in d.spans} <= known)]


def _verdict(
    searcher: Searcher, subjects: Sequence[Subject], facet: Facet, cells: Cells, disagreements: Sequence[Disagreement]
) -> Verdict:
    sides = [cells.get((subject.id, facet.id), ())[:JUDGED] for subject in subjects]
    silent = [subject.name for subject, side in zip(subjects, sides, strict=True) if not side]
    if len(silent) == len(subjects):
        return Verdict("not covered", "no passage on this")
    if len(subjects) == 1:
        return Verdict("one-sided", f"only the {subjects[0].name} was asked about")
    if silent:
        return Verdict("one-sided", f"no passage on this about: {', '.join(silent)}")
    if disagreements:
        reviewed = any(d.is_reviewed for d in disagreements)
        return Verdict(
            "sources may disagree", "noted by a person who read them" if reviewed else "found by a rule, which may be wrong"
        )
    shared = [citation for citation in _about_all(sides) if not is_aside(citation.text)]
    for citation in shared:
        if _SETS_APART.search(citation.text):
            return Verdict("different", f"[{citation.number}] sets them apart")
        if _SAYS_OF_BOTH.search(citation.text):
            return Verdict("same", f"[{citation.number}] says it of both")
    return _by_likeness(searcher, sides)


def _about_all(sides: Sequence[Sequence[Citation]]) -> Iterable[Citation]:
    """The citations that stand in every cell of the row, best first."""
    everywhere = set.intersection(*({c.number for c in side} for side in sides))
    return [citation for citation in sides[0] if citation.number in everywhere]


def _by_likeness(searcher: Searcher, sides: Sequence[Sequence[Citation]]) -> Verdict:
    """By the best sentence of each side: what denies the other, or gives other numbers, is not the same however alike it is."""
    own = [[c for c in side if len(c.evidence.sentence.subjects) == 1] or side for side in sides]
    sentences = [side[0].evidence.sentence for side in own]
    for one, other in combinations([sentence.text for sentence in sentences], 2):
        if word := contradicted(one, other):
            return Verdict("different", f"one side says that something is {word}, the other that it is not")
        if not _numbers(one) <= _numbers(other) and not _numbers(other) <= _numbers(one):
            return Verdict("different", "the best sentences of each side give different numbers")
    vectors = searcher.vectors(sentences)
    likeness = float((vectors @ vectors.T).min())
    if likeness >= SAME:
        return Verdict("same", f"the best sentences of each side say much the same (similarity {likeness:.2f})")
    return Verdict("different", f"the best sentences of each side say different things (similarity {likeness:.2f})")


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _numbered(evidence: Evidence, numbers: dict[tuple[str, int], Citation]) -> Citation:
    sentence = evidence.sentence
    key = (sentence.document.id, sentence.start)
    if key not in numbers:
        numbers[key] = Citation(len(numbers) + 1, sentence, evidence)
    return numbers[key]
