"""What an index holds on each facet, asked for without a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.articles.sentences import is_aside
from kb.index.facets import HIGHEST_AFFINITY, ON_TOPIC
from kb.results import Evidence, Why
from kb.types import Facet, Sentence, Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.index.build import Index
    from kb.protocols import Matrix

# Taken off the affinity of what speaks to the reader, announces, or tells of the article itself.
ASIDE, BYLINE = 0.2, 0.3

# A sentence is on a facet only if it speaks of it at least this share as strongly as of any other.
MAINLY = 0.45
# A sentence is on the facet of which it speaks most from here on.
MOST = 0.3


class FacetEvidence:
    """The sentences on a facet about a subject, best first. Build it once for an index."""

    def __init__(self, index: Index) -> None:
        import numpy as np

        self._index = index
        self.sentences = index.sentences
        self._places = {(s.document.id, s.start): at for at, s in enumerate(index.sentences)}
        self._columns = {facet.id: at for at, facet in enumerate(index.corpus.facets)}
        self._facets = index.corpus.facets
        language = self._language = index.corpus.language
        asides = [ASIDE * is_aside(s, language) for s in index.sentences]
        bylines = [BYLINE * (s.passage.kind == "byline") for s in index.sentences]
        self._discount = np.array(asides, dtype=np.float32) + np.array(bylines, dtype=np.float32)
        self._about: dict[str, NDArray[np.bool_]] = {
            subject.id: index.quotable
            & np.array([subject.id in s.subjects for s in index.sentences], dtype=bool)
            for subject in index.corpus.subjects
        }

    def best(self, subject: Subject, facet: Facet, least: float, k: int) -> list[Evidence]:
        """At most k sentences about the subject whose affinity to the facet is at least `least`.

        Best first: the affinity, less for asides; equal ones in the order of the corpus.
        """
        import numpy as np

        affinity = self._index.affinity[:, self._columns[facet.id]]
        places = np.flatnonzero(self._about[subject.id] & (affinity >= least))
        scores = affinity[places] - self._discount[places]
        order = np.lexsort((places, -scores))[:k]
        ranked = zip(places[order].tolist(), scores[order].tolist(), strict=True)
        return [self._evidence(place, score, subject, facet) for place, score in ranked]

    def has(self, subject: Subject, facet: Facet, least: float) -> bool:
        """Whether a sentence about the subject has at least that affinity to the facet."""
        affinity = self._index.affinity[:, self._columns[facet.id]]
        return bool((self._about[subject.id] & (affinity >= least)).any())

    def facets_of(self, sentence: Sentence, least: float) -> tuple[Facet, ...]:
        """The facets that the sentence speaks of with an affinity of at least `least`, the
        strongest first. Raises KeyError for a sentence that is not of this index.
        """
        affinity = self._index.affinity[self._place(sentence)].tolist()
        strong = [pair for pair in zip(affinity, self._facets, strict=True) if pair[0] >= least]
        ordered = sorted(strong, key=lambda pair: -pair[0])
        return tuple(facet for _, facet in ordered)

    def affinity(self, sentence: Sentence, facet: Facet) -> float:
        """How strongly the sentence speaks of the facet. Raises as `facets_of` does."""
        return float(self._index.affinity[self._place(sentence), self._columns[facet.id]])

    def is_on_topic(self, sentence: Sentence, facet: Facet) -> bool:
        """Whether the sentence is on the facet and not only loosely related to it: what speaks to
        the reader or is mainly on another facet is not, what speaks of this one most is on it
        sooner. Raises as `facets_of` does.
        """
        if self._language.addressing.search(sentence.text):
            return False
        place = self._place(sentence)
        of_sentence = self._index.affinity[place]
        affinity, most = of_sentence[self._columns[facet.id]], of_sentence.max()
        least = MOST if affinity == most else ON_TOPIC
        return bool(affinity - self._discount[place] >= least and affinity >= MAINLY * most)

    def evidence_of(self, sentence: Sentence, subject: Subject, facet: Facet) -> Evidence:
        """The sentence as evidence. Raises as `facets_of` does."""
        place = self._place(sentence)
        score = float(self._index.affinity[place, self._columns[facet.id]] - self._discount[place])
        return self._evidence(place, score, subject, facet)

    def vectors(self, sentences: Sequence[Sentence]) -> Matrix:
        """The sentences' vectors, (len(sentences), dimension). Raises as `facets_of` does."""
        return self._index.vectors([self._place(sentence) for sentence in sentences])

    def about(self, subject: Subject) -> NDArray[np.bool_]:
        """Whether each sentence is about the subject, (sentences,)."""
        return self._about[subject.id]

    def _place(self, sentence: Sentence) -> int:
        return self._places[sentence.document.id, sentence.start]

    def _evidence(self, place: int, score: float, subject: Subject, facet: Facet) -> Evidence:
        strength = min(max(score / HIGHEST_AFFINITY, 0.0), 1.0)
        why = Why(round(score, 6))
        return Evidence(self.sentences[place], subject, facet, round(strength, 6), why)
