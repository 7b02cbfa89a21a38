"""Evidence for each subject on each facet, side by side; the gaps; where sources disagree; and how
each row stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from kb.answering.disagreement import contradicted, possible_disagreements
from kb.articles.sentences import is_aside
from kb.index.facets import ON_FACET
from kb.results import Citation, Comparison, Evidence, Verdict
from kb.types import Disagreement, Facet, Sentence, Subject

if TYPE_CHECKING:
    from kb.answering.search import Searcher

# For a disagreement it must speak of little else: two cues, or one and the description's matter.
WELL_ON_FACET = 0.45

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

_SETS_APART = re.compile(
    r"^while\b|\bnot\b.*\blike\b"
    r"|\b(?:than|unlike|compared (?:to|with)|whereas|differ\w*|distinct\w*|distinguish\w*|not"
    r" as|isn['’]t as)\b",
    re.I,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SAYS_OF_BOTH = re.compile(
    r"\b(?:both|similarly|similar|alike|overlap\w*|in common|share[sd]?|same)\b", re.I
)

Cells = Mapping[tuple[str, str], tuple[Citation, ...]]


def compare(
    searcher: Searcher, subjects: Sequence[Subject], facets: Sequence[Facet], k: int
) -> Comparison:
    """At most k pieces of evidence a cell, best first; a sentence about both subjects may stand in
    both cells.
    """
    numbers: dict[tuple[str, int], Citation] = {}
    cells: dict[tuple[str, str], tuple[Citation, ...]] = {}
    for facet in facets:
        for subject in subjects:
            evidence = searcher.on_facet(subject, facet, ON_FACET, k)
            cells[subject.id, facet.id] = tuple(_numbered(e, numbers) for e in evidence)
    return _judged(searcher, subjects, facets, cells)


def arrange(
    searcher: Searcher,
    citations: Sequence[Citation],
    subjects: Sequence[Subject],
    facets: Sequence[Facet],
) -> Comparison:
    """An answer's citations as a table: each under its facet, in the column of every subject that
    its sentence is about.
    """
    cells: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        facet = citation.evidence.facet or facets[0]
        for subject in subjects:
            if subject.id in citation.evidence.sentence.subjects:
                cells.setdefault((subject.id, facet.id), []).append(citation)
    return _judged(searcher, subjects, facets, {key: tuple(cell) for key, cell in cells.items()})


def _judged(
    searcher: Searcher, subjects: Sequence[Subject], facets: Sequence[Facet], cells: Cells
) -> Comparison:
    found = [
        d
        for facet in facets
        for subject in subjects
        for d in _disagreements(searcher, subject, facet)
    ]
    verdicts = {
        f.id: _verdict(searcher, subjects, f, cells, [d for d in found if d.facet == f.id])
        for f in facets
    }
    return Comparison(tuple(subjects), tuple(facets), cells, verdicts, tuple(found))


def _disagreements(searcher: Searcher, subject: Subject, facet: Facet) -> list[Disagreement]:
    """The reviewed ones, then the possible ones that no reviewed one holds already."""
    reviewed = [
        d
        for d in searcher.index.corpus.disagreements
        if (d.subject, d.facet) == (subject.id, facet.id)
    ]
    known = {(span.document.id, span.start) for d in reviewed for span in d.spans}
    evidence = searcher.on_facet(subject, facet, WELL_ON_FACET, len(searcher.index.sentences))
    sentences = [e.sentence for e in evidence if e.sentence.subjects[:1] == (subject.id,)]
    possible = possible_disagreements(sentences, searcher.vectors(sentences), subject, facet)
    return [
        *reviewed,
        *(d for d in possible if not {(s.document.id, s.start) for s in d.spans} <= known),
    ]


def _verdict(
    searcher: Searcher,
    subjects: Sequence[Subject],
    facet: Facet,
    cells: Cells,
    disagreements: Sequence[Disagreement],
) -> Verdict:
    """Which sides are shown, and how the best evidence of each compares: that does not hang on what
    was asked or how many.
    """
    silent = [subject.name for subject in subjects if not cells.get((subject.id, facet.id))]
    if len(silent) == len(subjects):
        return Verdict("not covered", "no passage on this")
    if len(subjects) == 1:
        return Verdict("one-sided", f"only the {subjects[0].name} was asked about")
    if silent:
        return Verdict("one-sided", f"no passage on this about: {', '.join(silent)}")
    if disagreements:
        is_reviewed = any(d.is_reviewed for d in disagreements)
        noted = (
            "noted by a person who read them"
            if is_reviewed
            else "found by a rule, which may be wrong"
        )
        return Verdict("sources may disagree", noted)
    sides = [
        [e.sentence for e in searcher.on_facet(subject, facet, ON_FACET, JUDGED)]
        for subject in subjects
    ]
    if not all(sides):
        return Verdict("one-sided", "only one side speaks of this outright")
    numbers = {(c.source, c.start): f"[{c.number}]" for cell in cells.values() for c in cell}
    for sentence in (
        s
        for s in sides[0]
        if all(s in side for side in sides) and not is_aside(s, searcher.index.corpus.language)
    ):
        number = numbers.get((sentence.document.id, sentence.start), "a sentence")
        if _SETS_APART.search(sentence.text):
            return Verdict("different", f"{number} sets them apart")
        if _SAYS_OF_BOTH.search(sentence.text):
            return Verdict("same", f"{number} says it of both")
    return _by_likeness(searcher, sides)


def _by_likeness(searcher: Searcher, sides: Sequence[Sequence[Sentence]]) -> Verdict:
    """By the best sentence of each side: what denies the other, or gives other facts, is not the
    same however alike it is.
    """
    best = [next((s for s in side if len(s.subjects) == 1), side[0]) for side in sides]
    for one, other in combinations(best, 2):
        if word := contradicted(one.text, other.text):
            return Verdict(
                "different", f"one side says that something is {word}, the other that it is not"
            )
        if not _numbers(one.text) <= _numbers(other.text) and not _numbers(other.text) <= _numbers(
            one.text
        ):
            return Verdict("different", "the best sentences of each side give different numbers")
        if (
            one.label
            and one.label == other.label
            and one.text != other.text
            and len(one.text) < SHORT_FACT
        ):
            return Verdict("different", f"each side gives its own {one.label}")
    vectors = searcher.vectors(best)
    likeness = float((vectors @ vectors.T).min())
    if likeness >= SAME:
        return Verdict(
            "same",
            f"the best sentences of each side say much the same (likeness {likeness:.2f} of 1)",
        )
    return Verdict(
        "different",
        f"the best sentences of each side say different things (likeness {likeness:.2f} of 1)",
    )


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _numbered(evidence: Evidence, numbers: dict[tuple[str, int], Citation]) -> Citation:
    sentence = evidence.sentence
    key = (sentence.document.id, sentence.start)
    if key not in numbers:
        numbers[key] = Citation(len(numbers) + 1, sentence, evidence)
    return numbers[key]
