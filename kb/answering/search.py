"""Hybrid search for evidence: each sentence scored for a question, a subject and its facets.

A score is a weighted sum: cosine to the question, BM25 as a share of the best sentence's, the
facets asked for, and whether the sentence is about the subject; less for lead-ins and asides to the
reader. One list a subject (and a facet, if several are asked for), each with the question turned
towards that subject; the lists are interleaved, so that every side gets its share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kb.answering.question import Question
from kb.articles.sentences import is_aside
from kb.index.facets import cue_stems
from kb.index.names import Names
from kb.results import Evidence, Hit
from kb.types import Facet, Sentence, Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.index.build import Index

    Vector: TypeAlias = NDArray[np.float32]
    Vectors: TypeAlias = NDArray[np.float32]
    Ids: TypeAlias = NDArray[np.int64]

# Weights of the sum, beside the cosine's 1. Tuned by hand on the development questions to one round
# figure each; a change of half moves need_recall@1500 by at most .03.
LEXICAL = 0.25
FACET, FACET_OF_CLAIM = (
    0.5,
    0.3,
)  # what asks whether something is so is settled by the thing more than by its facet
SUBJECT = 0.15
ASIDE = 0.2
BYLINE = 0.3
RELATED = 0.5  # a synonym's BM25 score beside a word's own
LISTED = 0.2  # for items of the facet's list, if a list is asked for

# How far the question's vector is turned towards a subject that it does not name alone, and away
# from one that it names beside.
TOWARDS, AWAY = 0.2, 0.6

# Candidates from the vectors for each subject; BM25's are all taken that share a word.
CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class Aim:
    """What a list is for: a subject and the facets that count in it, with their weights; None is
    the whole corpus.
    """

    subject: Subject | None
    facets: tuple[tuple[str, float], ...]


def aims(question: Question) -> list[Aim]:
    """The lists to make: one a subject asked about, times one a facet if the question names
    several.

    A question about the articles themselves has one list: neither subjects nor facets are asked
    for.
    """
    if question.kind == "source":
        return [Aim(None, ())]
    subjects: Sequence[Subject | None] = question.subjects or (None,)
    if not question.several:
        return [Aim(subject, question.facets) for subject in subjects]
    return [Aim(subject, ((facet, 1.0),)) for facet in question.several for subject in subjects]


class Searcher:
    """Search over one index. Build it once: it keeps what every question needs of every
    sentence.
    """

    def __init__(self, index: Index) -> None:
        import numpy as np

        self.index = index
        self._places = {(s.document.id, s.start): place for place, s in enumerate(index.sentences)}
        self._cue_stems = cue_stems(index.corpus.facets, index.corpus.language)
        self._columns = {facet.id: column for column, facet in enumerate(index.corpus.facets)}
        self._facets = {facet.id: facet for facet in index.corpus.facets}
        self._rows = {subject.id: row for row, subject in enumerate(index.corpus.subjects)}
        self._names = Names(index.corpus.subjects, index.corpus.language)
        self._plain = np.array(
            [-ASIDE * is_aside(s, index.corpus.language) for s in index.sentences], dtype=np.float32
        )
        self._byline = np.array(
            [BYLINE * (s.passage.kind == "byline") for s in index.sentences], dtype=np.float32
        )
        self._about = np.zeros((len(index.corpus.subjects), len(index.sentences)), dtype=np.float32)
        for place, sentence in enumerate(index.sentences):
            if sentence.subjects:
                self._about[:, place] = -1
                self._about[[self._rows[id] for id in sentence.subjects], place] = 1

    def says(self, stem: str) -> bool:
        """Whether the corpus has a word of this stem, or a facet has it among its cues."""
        return stem in self.index.lexical.vocabulary or stem in self._cue_stems

    def is_cue(self, stem: str) -> bool:
        """Whether a facet has a word of this stem among its cues."""
        return stem in self._cue_stems

    def search(self, question: Question, vector: Vector, k: int) -> list[Evidence]:
        """At most k pieces of evidence, best first, no sentence twice. `vector` is the question
        embedded, (dimension,).
        """
        words = self.index.lexical.scores(question.terms)
        if question.related:
            words = words + RELATED * self.index.lexical.scores(question.related)
        ranked = [(aim, *self._rank(question, vector, words, aim)) for aim in aims(question)]
        ranked.sort(key=lambda list_: -list_[2][0] if len(list_[2]) else 0.0)
        chosen: dict[int, tuple[Aim, float, float]] = {}
        for place in range(max((len(ids) for _, ids, _, _ in ranked), default=0)):
            for aim, ids, scores, cosines in ranked:
                if place < len(ids) and len(chosen) < k:
                    chosen.setdefault(
                        int(ids[place]), (aim, float(scores[place]), float(cosines[place]))
                    )
        return [self._evidence(id, *found, question) for id, found in chosen.items()]

    def without_names(self, text: str) -> str:
        """The text without the subjects' names."""
        return self._names.without(text, self._rows)

    def vectors(self, sentences: Sequence[Sentence]) -> Vectors:
        """The sentences' vectors, (len(sentences), dimension). Raises KeyError for one that is not
        of this index.
        """
        return self.index.store.vectors([self._places[s.document.id, s.start] for s in sentences])

    def on_facet(self, subject: Subject, facet: Facet, least: float, k: int) -> list[Evidence]:
        """At most k sentences about the subject whose affinity to the facet is at least `least`,
        best first.

        The score is the affinity, less for asides; equal scores in the order of the corpus.
        """
        import numpy as np

        affinity = self.index.affinity[:, self._columns[facet.id]]
        mine = np.flatnonzero((self._about[self._rows[subject.id]] > 0) & (affinity >= least))
        scores = affinity[mine] + self._plain[mine] - self._byline[mine]
        order = np.lexsort((mine, -scores))[:k]
        found = [(self.index.sentences[mine[i]], float(scores[i])) for i in order]
        return [Evidence(sentence, round(score, 6), subject, facet) for sentence, score in found]

    def facets_of(self, sentence: Sentence, least: float) -> tuple[Facet, ...]:
        """The facets that the sentence speaks of with an affinity of at least `least`, the
        strongest first.
        """
        affinity = self.index.affinity[self._places[sentence.document.id, sentence.start]]
        strong = [
            facet
            for facet, strength in zip(self._facets.values(), affinity, strict=True)
            if strength >= least
        ]
        return tuple(sorted(strong, key=lambda facet: -affinity[self._columns[facet.id]]))

    def passages(self, question: Question, vector: Vector, k: int) -> list[Hit]:
        """At most k passages, each by its best sentence, best first."""
        best: dict[tuple[str, int], Evidence] = {}
        for evidence in self.search(question, vector, len(self.index.sentences)):
            passage = evidence.sentence.passage
            best.setdefault((passage.document.id, passage.start), evidence)
        hits = list(best.values())[:k]
        return [
            Hit(e.sentence.passage, e.score, rank, e.sentence)
            for rank, e in enumerate(hits, start=1)
        ]

    def _rank(
        self, question: Question, vector: Vector, words: Vector, aim: Aim
    ) -> tuple[Ids, Vector, Vector]:
        """(sentence ids, scores, cosines), best first; equal scores in the order of the corpus.
        `words` are BM25's scores.
        """
        import numpy as np

        query = self._turned(vector, question, aim.subject)
        near_by, cosines = (
            found[0] for found in self.index.store.search(query[None, :], CANDIDATES)
        )
        by_words = np.setdiff1d(np.flatnonzero(words), near_by)
        candidates = np.concatenate([near_by, by_words])
        if len(by_words):
            cosines = np.concatenate([cosines, self.index.store.vectors(by_words) @ query])
        scores = cosines + self._plain[candidates]
        scores = scores + self._byline[candidates] * (1 if question.kind == "source" else -1)
        if best := float(words.max(initial=0)):
            scores = scores + LEXICAL * words[candidates] / best
        if aim.facets:
            weight = FACET_OF_CLAIM if question.is_claim else FACET
            scores = scores + weight * self._on_facets(aim)[candidates]
            if question.kind == "list":
                scores = (
                    scores + LISTED * self.index.listed[candidates, self._columns[aim.facets[0][0]]]
                )
        if aim.subject:
            scores = scores + SUBJECT * self._about[self._rows[aim.subject.id], candidates]
        order = np.lexsort((candidates, -scores))
        return candidates[order], scores[order], cosines[order]

    def _turned(self, vector: Vector, question: Question, subject: Subject | None) -> Vector:
        """The question's vector turned towards one subject, of length 1."""
        import numpy as np

        if subject is None or question.subjects == (subject,):
            return vector
        query = vector + TOWARDS * self.index.subject_vectors[self._rows[subject.id]]
        for other in question.subjects:
            if other != subject and question.is_named:
                query = query - AWAY * self.index.subject_vectors[self._rows[other.id]]
        turned: Vector = query / max(float(np.linalg.norm(query)), 1e-12)
        return turned

    def _on_facets(self, aim: Aim) -> Vector:
        """How much each sentence speaks of what the aim asks for, (sentences,); the strongest facet
        counts fully.
        """
        strongest = aim.facets[0][1]
        total = self.index.affinity[:, self._columns[aim.facets[0][0]]]
        for facet, strength in aim.facets[1:]:
            total = (
                total + self.index.affinity[:, self._columns[facet]] * (strength / strongest) ** 2
            )
        return min(1.0, strongest) * total

    def _evidence(
        self, id: int, aim: Aim, score: float, cosine: float, question: Question
    ) -> Evidence:
        facet = self._facets[aim.facets[0][0]] if aim.facets else None
        return Evidence(
            self.index.sentences[id],
            round(score, 6),
            aim.subject,
            facet,
            round(cosine, 6),
            question.terms,
        )
