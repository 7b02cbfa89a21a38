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

from kb.types import Disagreement, Facet, Sentence, Subject

if TYPE_CHECKING:
    from kb.protocols import Matrix

# Less alike, two sentences on one facet mostly speak of different things. At .45 three of four
# pairs were contradictions in a trial on two articles; at .6, between sentences that name the
# subject first, five of five.
ALIKE = 0.6

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


def possible_disagreements(
    sentences: Sequence[Sentence], vectors: Matrix, subject: Subject, facet: Facet
) -> tuple[Disagreement, ...]:
    """Pairs of the sentences, all on the subject and the facet, that may contradict each other; the
    most alike first.

    `vectors` are theirs, (len(sentences), dimension). Two sentences of one passage qualify each
    other and are left out; no sentence stands in two pairs, so that one rule said over and over
    makes one pair and not many.
    """
    alike = vectors @ vectors.T
    places = [(i, j) for i in range(len(sentences)) for j in range(i) if alike[i, j] >= ALIKE]
    found, used = [], set[int]()
    for i, j in sorted(places, key=lambda pair: -float(alike[pair])):
        one, other = sentences[i], sentences[j]
        if (
            used & {i, j}
            or one.passage == other.passage
            or not (word := contradicted(one.text, other.text))
        ):
            continue
        used |= {i, j}
        note = f"one says that something is {word}, the other that it is not"
        found.append(Disagreement(subject.id, facet.id, note, (other, one), is_reviewed=False))
    return tuple(found)


def contradicted(one: str, other: str) -> str:
    """What one of the texts says and the other denies, or ""."""
    for word, says, denies in _RULES:
        if (
            bool(denies.search(one)) != bool(denies.search(other))
            and says.search(one)
            and says.search(other)
        ):
            return word
    return ""
