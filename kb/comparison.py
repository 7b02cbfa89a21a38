"""Evidence for each subject on each facet, side by side, with the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.types import Citation, Comparison, Evidence, Facet, Subject

if TYPE_CHECKING:
    from kb.search import Searcher

# A sentence is evidence on a facet if a cue stands in it, or if it comes near to the facet's description: see
# `kb.facets.sentence_affinity`, where a cue in the text alone gives .3 and in a heading alone .35.
ON_FACET = 0.3


def compare(searcher: Searcher, subjects: Sequence[Subject], facets: Sequence[Facet], k: int) -> Comparison:
    """At most k pieces of evidence a cell, best first; a sentence about both subjects may stand in both cells."""
    numbers: dict[tuple[str, int], Citation] = {}
    cells: dict[tuple[str, str], tuple[Citation, ...]] = {}
    for facet in facets:
        for subject in subjects:
            evidence = searcher.on_facet(subject, facet, ON_FACET, k)
            cells[subject.id, facet.id] = tuple(_numbered(e, numbers) for e in evidence)
    return Comparison(tuple(subjects), tuple(facets), cells)


def arrange(citations: Sequence[Citation], subjects: Sequence[Subject], facets: Sequence[Facet]) -> Comparison:
    """An answer's citations as a table: each under its facet, in the column of every subject that its sentence is about."""
    cells: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        facet = citation.evidence.facet or facets[0]
        for subject in subjects:
            if subject.id in citation.evidence.sentence.subjects:
                cells.setdefault((subject.id, facet.id), []).append(citation)
    return Comparison(tuple(subjects), tuple(facets), {key: tuple(cell) for key, cell in cells.items()})


def _numbered(evidence: Evidence, numbers: dict[tuple[str, int], Citation]) -> Citation:
    sentence = evidence.sentence
    key = (sentence.document.id, sentence.start)
    if key not in numbers:
        numbers[key] = Citation(len(numbers) + 1, sentence, evidence)
    return numbers[key]
