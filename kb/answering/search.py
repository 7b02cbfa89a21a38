"""Hybrid search for evidence: each sentence scored for a question, a subject and its facets.

A score is a weighted sum: cosine to the question, BM25 as a share of the best sentence's, the
facets asked for, and whether the sentence is about the subject; less for lead-ins and asides to the
reader. One list a subject (and a facet, if several are asked for), each with the question turned
towards that subject; the lists are interleaved, so that every side gets its share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from typing import TYPE_CHECKING, TypeAlias

from kb.answering.facet_evidence import ASIDE, BYLINE
from kb.answering.question import OF_ALL, Question
from kb.articles.sentences import is_aside
from kb.index.facets import HIGHEST_AFFINITY
from kb.results import Evidence, Hit, Why, falling
from kb.types import Facet, Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.index.build import Index

    Vector: TypeAlias = NDArray[np.float32]
    _Chosen: TypeAlias = "tuple[Aim, int, float, float]"  # with place, score, cosine
    Places: TypeAlias = NDArray[np.int64]  # of sentences in the index

# Weights of the sum, beside the cosine's 1. Tuned by hand on the development questions to one round
# figure each; a change of half moves need_recall@1500 by at most .03.
LEXICAL = 0.25
# what asks whether something is so is settled by the thing more than by its facet
FACET, FACET_OF_CLAIM = 0.5, 0.3
SUBJECT = 0.15
RELATED = 0.5  # a synonym's BM25 score beside a word's own
SEVERAL = 3  # items make a list: fewer may stand under a heading by chance

# What the sum comes to where everything speaks for a sentence, lists apart.
HIGHEST = 1 + LEXICAL + FACET * HIGHEST_AFFINITY + SUBJECT

# How far the question's vector is turned towards a subject that it does not name alone, and away
# from one that it names beside.
TOWARDS, AWAY = 0.2, 0.6

# Candidates from the vectors for each subject; BM25's are all taken that share a word.
CANDIDATES = 400

OWN = 4  # quotes that may be about the subject asked for: with fewer those on others are left

SPLIT_KEPT = 4096  # sentences of which the words are kept: those that are found are found again


@dataclass(frozen=True, slots=True)
class Aim:
    """What a list is for: a subject, and the facets that count in it with their strengths, the
    first of which it is on; no subject is the whole corpus. `share` says how much room it gets
    beside the others, above 0 and up to 1.
    """

    subject: Subject | None
    facets: tuple[tuple[Facet, float], ...]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought: evidence best first, each subject's lists interleaved, no sentence
    twice.
    """

    evidence: tuple[Evidence, ...]

    @property
    def similarity(self) -> float:
        """The highest cosine to the question, 0 where nothing was found."""
        return max((e.why.similarity or 0.0 for e in self.evidence if e.why), default=0.0)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """One list: sentences by place, best first, with their scores and cosines."""

    aim: Aim
    places: Places
    scores: Vector
    cosines: Vector

    @property
    def best(self) -> float:
        return float(self.scores[0]) if len(self.scores) else 0.0

    def at(self, rank: int) -> tuple[int, float, float] | None:
        """(place, score, cosine) at the rank, from 0; None behind the end."""
        if rank >= len(self.places):
            return None
        return int(self.places[rank]), float(self.scores[rank]), float(self.cosines[rank])


def aims(question: Question) -> list[Aim]:
    """The lists to make: one a subject asked about, times one a facet if it names several.

    A question about the articles themselves has one list: neither subjects nor facets are asked
    for.
    """
    if question.kind == "source":
        return [Aim(None, ())]
    subjects: Sequence[Subject | None] = question.subjects or (None,)
    asked = tuple((each.facet, each.strength) for each in question.facets)
    if not question.several:
        return [Aim(subject, asked) for subject in subjects]
    alone = [(facet, strength) for facet, strength in asked if facet in question.several]
    strongest = alone[0][1]
    return [
        Aim(subject, ((facet, strength),), (strength / strongest) ** 2)
        for facet, strength in alone
        for subject in subjects
    ]


class Searcher:
    """Search over one index. Build it once: it keeps what each question needs of every sentence."""

    def __init__(self, index: Index) -> None:
        import numpy as np

        sentences = index.sentences
        self._index = index
        self._columns = {facet.id: at for at, facet in enumerate(index.corpus.facets)}
        self._affinity = index.affinity + index.further_affinity
        self._vectors = {
            subject.id: vector
            for subject, vector in zip(index.corpus.subjects, index.subject_vectors, strict=True)
        }
        language = index.corpus.language
        asides = [ASIDE * is_aside(sentence, language) for sentence in sentences]
        self._aside = np.array(asides, dtype=np.float32)
        bylines = [BYLINE * (s.passage.kind == "byline") for s in sentences]
        self._byline = np.array(bylines, dtype=np.float32)
        self._about = {
            subject.id: np.array([_fit(subject.id, s.subjects) for s in sentences], np.float32)
            for subject in index.corpus.subjects
        }
        self._words = lru_cache(maxsize=SPLIT_KEPT)(self._matchable)

    def search(self, question: Question, k: int) -> Found:
        """At most k pieces of evidence."""
        terms = frozenset(question.terms)
        chosen = self._of_the_asked(question, _interleaved(self._lists(question), k))
        return Found(tuple(self._evidence(*one, terms) for one in chosen))

    def _of_the_asked(self, question: Question, chosen: Sequence[_Chosen]) -> Sequence[_Chosen]:
        """Without what is about others alone, where one is asked about by name: "they" of the other
        reads there as said of the one. It is left where little else is found, and for what compares
        the one with something.
        """
        kinds = self._index.corpus.language.overviews
        compares = any(k.asks.search(question.mended) for k in kinds if k.wants in OF_ALL)
        if compares or not question.is_named or len(question.subjects) != 1:
            return chosen
        about = self._about[question.subjects[0].id]
        own = [one for one in chosen if about[one[1]] >= 0]
        return own if len(own) >= OWN else chosen

    def passages(self, question: Question, k: int) -> list[Hit]:
        """At most k passages, each by its best sentence, best first."""
        terms = frozenset(question.terms)
        sentences = self._index.sentences
        best: dict[tuple[str, int], tuple[Aim, int, float, float]] = {}
        for one in _interleaved(self._lists(question), len(sentences)):
            passage = sentences[one[1]].passage
            best.setdefault((passage.document.id, passage.start), one)
            if len(best) == k:
                break
        evidence = [self._evidence(*one, terms) for one in best.values()]
        ranked = zip(evidence, falling(evidence), strict=True)
        return [
            Hit(each.sentence.passage, rank, relevance or 0.0, each)
            for rank, (each, relevance) in enumerate(ranked, start=1)
        ]

    def _lists(self, question: Question) -> list[_Ranked]:
        """A list for each aim, that with the best sentence first."""
        by_words = self._by_words(question)
        lists = [self._rank(question, aim, by_words) for aim in aims(question)]
        return sorted(lists, key=lambda ranked: -ranked.best)

    def _by_words(self, question: Question) -> Vector:
        """The BM25 score of every sentence, (sentences,), that of the best being 1."""
        scores = self._index.lexical.scores(question.terms)
        if question.related:
            scores = scores + RELATED * self._index.lexical.scores(question.related)
        best = float(scores.max(initial=0))
        return scores / best if best else scores

    def _rank(self, question: Question, aim: Aim, by_words: Vector) -> _Ranked:
        """The candidates for the aim; equal scores in the order of the corpus."""
        import numpy as np

        query = self._turned(question, aim.subject)
        places, cosines = self._candidates(query, by_words + self._in_list(question, aim))
        scores: Vector = cosines - self._aside[places] + self._of_articles(question)[places]
        scores = scores + LEXICAL * by_words[places] + self._on_facets(question, aim, places)
        if aim.subject:
            scores = scores + SUBJECT * self._about[aim.subject.id][places]
        order = np.lexsort((places, -scores))
        if question.kind == "list" and question.rows and aim.subject:
            order = self._whole_lists_first(aim, aim.subject, places, order)
        return _Ranked(aim, places[order], scores[order], cosines[order])

    def _in_list(self, question: Question, aim: Aim) -> Vector | float:
        """1 for the items of a list that is asked for, (sentences,): each is a candidate."""
        if question.kind != "list" or not aim.facets:
            return 0.0
        of_facet: Vector = self._index.listed[:, self._columns[aim.facets[0][0].id]]
        return of_facet

    def _whole_lists_first(
        self, aim: Aim, subject: Subject, places: Places, order: Places
    ) -> Places:
        """The order with the lists of the facet about the subject in front, those on it alone and
        then that with the best item first, the items of each as they stand in the source.
        """
        import numpy as np

        column = self._columns[aim.facets[0][0].id]
        is_item = self._index.listed[places, column] * self._about[subject.id][places] > 0
        lists: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for at in order[is_item[order]].tolist():
            sentence = self._index.sentences[places[at]]
            lists.setdefault((sentence.document.id, sentence.headings), []).append(at)
        several = [each for each in lists.values() if self._passages(places[each]) >= SEVERAL]
        own_first = sorted(several, key=lambda each: not self._is_own(subject, places[each]))
        whole = [at for items in own_first for at in sorted(items, key=lambda i: int(places[i]))]
        rest = order[~np.isin(order, whole)]
        return np.concatenate([np.array(whole, dtype=np.int64), rest])

    def _is_own(self, subject: Subject, places: Places) -> bool:
        """Whether the sentences are about the subject alone."""
        about = (self._index.sentences[place].subjects for place in places.tolist())
        return all(each == (subject.id,) for each in about)

    def _passages(self, places: Places) -> int:
        """How many passages the sentences stand in."""
        return len({self._index.sentences[place].passage.start for place in places.tolist()})

    def _candidates(self, query: Vector, by_words: Vector) -> tuple[Places, Vector]:
        """(places, cosines to the query) of the nearest sentences and of all that share a word."""
        import numpy as np

        quotable = self._index.quotable
        nearest, cosines = self._index.nearest(query, CANDIDATES)
        nearest, cosines = nearest[quotable[nearest]], cosines[quotable[nearest]]
        others = np.setdiff1d(np.flatnonzero(by_words * quotable), nearest)
        if not len(others):
            return nearest, cosines
        return (
            np.concatenate([nearest, others]),
            np.concatenate([cosines, self._index.vectors(others) @ query]),
        )

    def _turned(self, question: Question, subject: Subject | None) -> Vector:
        """The question's vector turned towards one subject, of length 1."""
        import numpy as np

        vector = question.vector
        if subject is None or question.subjects == (subject,):
            return vector
        query = vector + TOWARDS * self._vectors[subject.id]
        for other in question.subjects:
            if other != subject and question.is_named:
                query = query - AWAY * self._vectors[other.id]
        turned: Vector = query / max(float(np.linalg.norm(query)), 1e-12)
        return turned

    def _of_articles(self, question: Question) -> Vector:
        """What a byline gains or loses, (sentences,): it answers who wrote an article, no more."""
        return self._byline if question.kind == "source" else -self._byline

    def _on_facets(self, question: Question, aim: Aim, places: Places) -> Vector:
        """How much the sentences speak of what the aim asks for; the strongest facet counts fully,
        a weaker one by the square of its share.
        """
        import numpy as np

        if not aim.facets:
            return np.zeros(len(places), dtype=np.float32)
        strongest = aim.facets[0][1]
        first = self._columns[aim.facets[0][0].id]
        total: Vector = self._affinity[places, first]
        for facet, strength in aim.facets[1:]:
            affinity = self._affinity[places, self._columns[facet.id]]
            total = total + affinity * (strength / strongest) ** 2
        weight = FACET_OF_CLAIM if question.is_claim else FACET
        return np.asarray(weight * min(1.0, strongest) * total, dtype=np.float32)

    def _evidence(
        self, aim: Aim, place: int, score: float, cosine: float, terms: frozenset[str]
    ) -> Evidence:
        sentence = self._index.sentences[place]
        matched = (word for word, stem in self._words(place) if stem in terms)
        why = Why(round(score, 6), round(cosine, 6), tuple(dict.fromkeys(matched)))
        strength = min(max(score / HIGHEST, 0.0), 1.0)
        facet = aim.facets[0][0] if aim.facets else None
        return Evidence(sentence, aim.subject, facet, round(strength, 6), why)

    def _matchable(self, place: int) -> tuple[tuple[str, str], ...]:
        sentence = self._index.sentences[place]
        return self._index.corpus.language.matchable(" ".join([*sentence.headings, sentence.text]))


def _fit(subject: str, about: Sequence[str]) -> int:
    """1 for a sentence about the subject, -1 for one about others alone, 0 for one about nobody."""
    return (1 if subject in about else -1) if about else 0


def _interleaved(lists: Sequence[_Ranked], k: int) -> list[tuple[Aim, int, float, float]]:
    """(aim, place, score, cosine) of at most k sentences: of lists with the same share the first of
    each before the second of any; one with half the share comes half as often.
    """
    turns = merge(*(_turns(ranked, number) for number, ranked in enumerate(lists)))
    chosen: dict[int, tuple[Aim, int, float, float]] = {}
    for _, number, rank in turns:
        if len(chosen) == k:
            break
        if entry := lists[number].at(rank):
            chosen.setdefault(entry[0], (lists[number].aim, *entry))
    return list(chosen.values())


def _turns(ranked: _Ranked, number: int) -> Iterator[tuple[float, int, int]]:
    """(when it comes, the list's number, the rank) of each sentence of a list."""
    for rank in range(len(ranked.places)):
        yield (rank + 1) / ranked.aim.share, number, rank
