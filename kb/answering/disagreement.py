"""Sentences that may contradict each other: one says that something is required or allowed, the
other that it is not.

Only that pattern is looked for, on the same subject and facet, between sentences that are much
alike: it misses most contradictions, and what it finds is labelled "possible". What a person has
reviewed stands in corpus.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.types import Disagreement, Facet, Sentence, Span, Subject

if TYPE_CHECKING:
    from kb.answering.facet_evidence import FacetEvidence
    from kb.protocols import Matrix

# Less alike, two sentences on one facet mostly speak of different things. At .45 three of four
# pairs were contradictions in a trial on two articles; at .6, between sentences that name the
# subject first, five of five.
ALIKE = 0.6

# For a disagreement a sentence must speak of little else: two cues, or one and the description's
# matter.
WELL_ON_FACET = 0.45

# For a disagreement a sentence must speak of little else: two cues, or one and the description's
# matter.
WELL_ON_FACET = 0.45

# For a disagreement a sentence must speak of little else: two cues, or one and the description's
# matter.
WELL_ON_FACET = 0.45

# For a disagreement a sentence must speak of little else: two cues, or one and the description's
# matter.
WELL_ON_FACET = 0.45

# For a disagreement a sentence must speak of little else: two cues, or one and the description's
# matter.
WELL_ON_FACET = 0.45

_GAP = r"(?:\W+\w+){0,3}?\W+"
_NOT = r"(?:\b(?:not?|never|cannot|without)\b|n['’]t\b)"
_REQUIRED = (
    r"(?:requir\w+|need(?:s|ed)?|must|mandatory|necessary|compulsory|obligatory|have to|has"
    r" to|hold)"
)
_ALLOWED = r"(?:allowed|permitted|licensed|authori[sz]ed|able|entitled)"
_RULES = (
    (
        "required",
        re.compile(rf"\b{_REQUIRED}\b", re.I),
        re.compile(rf"{_NOT}{_GAP}{_REQUIRED}\b", re.I),
    ),
    (
        "allowed",
        re.compile(rf"\b(?:may|can|{_ALLOWED})\b", re.I),
        re.compile(rf"{_NOT}{_GAP}{_ALLOWED}\b", re.I),
    ),
)


class Disagreements:
    """What may contradict what on a facet of a subject. Build it once for an index."""

    def __init__(self, reviewed: Sequence[Disagreement], facet_evidence: FacetEvidence) -> None:
        """`reviewed` are those that a person has found."""
        self._reviewed = reviewed
        self._on = facet_evidence

    def on(self, subject: Subject, facet: Facet) -> list[Disagreement]:
        """The reviewed ones, then the possible ones that no reviewed one holds already."""
        ids = (subject.id, facet.id)
        reviewed = [d for d in self._reviewed if (d.subject, d.facet) == ids]
        known = {place for disagreement in reviewed for place in _places(disagreement)}
        evidence = self._on.best(subject, facet, WELL_ON_FACET, len(self._on.sentences))
        sentences = [e.sentence for e in evidence if e.sentence.subjects[:1] == (subject.id,)]
        vectors = self._on.vectors(sentences)
        possible = possible_disagreements(sentences, vectors, subject, facet)
        return [*reviewed, *(d for d in possible if not _places(d) <= known)]


def possible_disagreements(
    sentences: Sequence[Sentence], vectors: Matrix, subject: Subject, facet: Facet
) -> tuple[Disagreement, ...]:
    """Pairs of the sentences, all on the subject and the facet, that may contradict each other; the
    most alike first.

    `vectors` are theirs, (len(sentences), dimension). Two sentences of one passage qualify each
    other and are left out; no sentence stands in two pairs, so that one rule said over and over
    makes one pair and not many.
    """
    possible: list[Disagreement] = []
    used: set[tuple[str, int]] = set()
    for one, other in _alike(sentences, vectors):
        both = {_place(one), _place(other)}
        if used & both or one.passage == other.passage:
            continue
        if denied := contradicted(one.text, other.text):
            used |= both
            possible.append(Disagreement(subject.id, facet.id, "", (other, one), denied))
    return tuple(possible)


def contradicted(one: str, other: str) -> str:
    """What one of the texts says and the other denies, or ""."""
    for detail, says, denies in _RULES:
        is_denied_once = bool(denies.search(one)) != bool(denies.search(other))
        if is_denied_once and says.search(one) and says.search(other):
            return detail
    return ""


def _alike(sentences: Sequence[Sentence], vectors: Matrix) -> list[tuple[Sentence, Sentence]]:
    """Pairs that may speak of the same, the later sentence first; the most alike first."""
    cosines = (vectors @ vectors.T).tolist()
    pairs = [(cosines[i][j], i, j) for i in range(len(sentences)) for j in range(i)]
    alike = [pair for pair in pairs if pair[0] >= ALIKE]
    alike.sort(key=lambda pair: -pair[0])
    return [(sentences[i], sentences[j]) for _, i, j in alike]


def _places(disagreement: Disagreement) -> set[tuple[str, int]]:
    return set(map(_place, disagreement.spans))


def _place(span: Span) -> tuple[str, int]:
    return span.document.id, span.start
