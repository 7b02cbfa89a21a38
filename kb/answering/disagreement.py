"""Sentences that may contradict each other: one says that something is required or allowed, the
other that it is not.

Only that pattern is looked for, on the same subject and facet, between sentences that are much
alike: it misses most contradictions, and what it finds is labelled "possible". What a person has
reviewed stands in corpus.toml.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.language import Language
from kb.types import Disagreement, Facet, Sentence, Span, Subject

if TYPE_CHECKING:
    from kb.answering.facet_evidence import FacetEvidence
    from kb.articles.corpus import Corpus
    from kb.protocols import Matrix

# Less alike, two sentences on one facet mostly speak of different things. At .45 three of four
# pairs were contradictions in a trial on two articles; at .6, between sentences that name the
# subject first, five of five.
ALIKE = 0.6

# For a disagreement a sentence must speak of little else than the facet: this is how strongly.
WELL_ON_FACET = 0.45


class Disagreements:
    """What may contradict what on a facet of a subject. Build it once for an index."""

    def __init__(self, corpus: Corpus, facet_evidence: FacetEvidence) -> None:
        self._reviewed = corpus.disagreements
        self._language = corpus.language
        self._on = facet_evidence

    def on(self, subject: Subject, facet: Facet) -> list[Disagreement]:
        """The reviewed ones, then the possible ones that no reviewed one holds already."""
        ids = (subject.id, facet.id)
        reviewed = [d for d in self._reviewed if (d.subject, d.facet) == ids]
        known = {place for disagreement in reviewed for place in _places(disagreement)}
        evidence = self._on.best(subject, facet, WELL_ON_FACET, len(self._on.sentences))
        sentences = [e.sentence for e in evidence if e.sentence.subjects[:1] == (subject.id,)]
        vectors = self._on.vectors(sentences)
        possible = possible_disagreements(sentences, vectors, subject, facet, self._language)
        return [*reviewed, *(d for d in possible if not _places(d) <= known)]


def possible_disagreements(
    sentences: Sequence[Sentence],
    vectors: Matrix,
    subject: Subject,
    facet: Facet,
    language: Language,
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
        if denied := contradicted(one.text, other.text, language):
            used |= both
            possible.append(Disagreement(subject.id, facet.id, "", (other, one), denied))
    return tuple(possible)


def contradicted(one: str, other: str, language: Language) -> str:
    """What one of the texts says and the other denies, or ""."""
    for word, says, denies in language.denials:
        is_denied_once = bool(denies.search(one)) != bool(denies.search(other))
        if is_denied_once and says.search(one) and says.search(other):
            return word
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
