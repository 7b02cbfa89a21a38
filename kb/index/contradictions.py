"""Sentences that may contradict each other: one says that something is required or allowed, the
other that it is not.

Only that pattern is looked for, on the same subject and facet, between sentences that are much
alike and speak of the same thing: it misses most contradictions, and what it finds is labelled
"possible". What a person has reviewed stands in corpus.toml. Found once, when the index is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.language import Language
from kb.types import Disagreement, Facet, Sentence, Span, Subject

if TYPE_CHECKING:
    from kb.articles.corpus import Corpus
    from kb.protocols import Matrix

# Less alike, two sentences on one facet mostly speak of different things. At .45 three of four
# pairs were contradictions in a trial on two articles; at .6, between sentences that name the
# subject first, five of five.
ALIKE = 0.6

# For a disagreement a sentence must speak of little else than the facet: this is how strongly.
WELL_ON_FACET = 0.45

OBJECT = 6  # words before and behind what is required or allowed, among which stands what it is


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence with its row in the index, and the words around what it says or denies."""

    row: int
    sentence: Sentence
    of: frozenset[str]

    def may_contradict(self, other: _Said) -> bool:
        """Whether they speak of the same thing, in passages that do not qualify each other."""
        is_same_thing = not self.of or not other.of or not self.of.isdisjoint(other.of)
        return is_same_thing and self.sentence.passage != other.sentence.passage


def possible_disagreements(
    corpus: Corpus, sentences: Sequence[Sentence], vectors: Matrix, affinity: Matrix
) -> tuple[Disagreement, ...]:
    """Pairs of sentences about the same subject alone, on the facet that both speak of most, that
    may contradict each other and that no reviewed disagreement holds; the most alike first.

    `vectors` are the sentences', (sentences, dimension); `affinity` is (sentences, facets). No
    sentence stands in two pairs, so that one rule said over and over makes one pair and not many.
    """
    known = {_place(span) for d in corpus.disagreements for span in d.spans}
    cells = _cells(corpus, sentences, affinity)
    found: list[Disagreement] = []
    for (subject, facet), rows in cells.items():
        used: set[tuple[str, int]] = set()
        for one, other, denied in _pairs(rows, subject, sentences, vectors, corpus.language):
            places = {_place(one), _place(other)}
            if not places & used and not places <= known:
                used |= places
                found.append(Disagreement(subject.id, facet.id, "", (one, other), denied))
    return tuple(found)


def _cells(
    corpus: Corpus, sentences: Sequence[Sentence], affinity: Matrix
) -> dict[tuple[Subject, Facet], list[int]]:
    """The rows of the sentences about one subject alone, by the facet they speak of most."""
    cells: dict[tuple[Subject, Facet], list[int]] = {}
    if not corpus.facets:
        return cells
    by_id: dict[tuple[str, ...], Subject] = {(s.id,): s for s in corpus.subjects}
    best = affinity.argmax(axis=1).tolist()
    for row, sentence in enumerate(sentences):
        subject = by_id.get(sentence.subjects)
        if subject and affinity[row, best[row]] >= WELL_ON_FACET:
            cells.setdefault((subject, corpus.facets[best[row]]), []).append(row)
    return cells


def _pairs(
    rows: Sequence[int],
    subject: Subject,
    sentences: Sequence[Sentence],
    vectors: Matrix,
    language: Language,
) -> Iterator[tuple[Sentence, Sentence, str]]:
    """Sentences of which the second denies what the first says, and what that is; the most alike
    first.
    """
    names = frozenset(language.stems(" ".join((subject.name, *subject.aliases))))
    alike: list[tuple[float, int, int, str]] = []
    for word, says, denies in language.denials:
        denying = list(_matching(denies, rows, sentences, names, language))
        denied = {each.row for each in denying}
        others = [row for row in rows if row not in denied]
        for one in _matching(says, others, sentences, names, language):
            for other in denying:
                cosine = float(vectors[one.row] @ vectors[other.row])
                if cosine >= ALIKE and one.may_contradict(other):
                    alike.append((-cosine, one.row, other.row, word))
    for _, one_row, other_row, word in sorted(alike):
        yield sentences[one_row], sentences[other_row], word


def _matching(
    pattern: re.Pattern[str],
    rows: Sequence[int],
    sentences: Sequence[Sentence],
    names: frozenset[str],
    language: Language,
) -> Iterator[_Said]:
    """Those of the sentences in which the pattern is found."""
    for row in rows:
        text = sentences[row].text
        if match := pattern.search(text):
            before, behind = text[: match.start()].split(), text[match.end() :].split()
            near = " ".join([*before[-OBJECT:], *behind[:OBJECT]])
            yield _Said(row, sentences[row], frozenset(language.stems(near)) - names)


def _place(span: Span) -> tuple[str, int]:
    return span.document.id, span.start
