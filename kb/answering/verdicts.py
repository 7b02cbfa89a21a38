"""How the subjects stand on a facet: what sources say outright, and nothing that is guessed from
likeness.

Rules, the first that fits. What decides is a sentence that a reader can be shown; where none does,
both sides are covered, and the reader compares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from kb.index.facets import Cues, asked_like, is_short_fact
from kb.language import Language
from kb.results import VerdictKind, VerdictRule
from kb.types import Facet, Sentence, Subject

FEW = 3  # facets of which one sentence may well speak
KEPT = 4096  # texts of which it is remembered what they speak of


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict before its quotes have numbers: `deciding` are the sentences that it rests on, the
    one that is named first.
    """

    kind: VerdictKind
    rule: VerdictRule
    deciding: tuple[Sentence, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """What the rules look at: the sentences on the facet about each subject, best first, those
    that are well on it; and whether people ask for the facet by asking what all have in common.
    """

    facet: Facet
    sentences: tuple[tuple[Sentence, ...], ...]
    is_of_common: bool

    @property
    def shared(self) -> list[Sentence]:
        """Those about all the subjects."""
        first, *others = self.sentences
        return [s for s in first if all(s in side for side in others)] if others else []


class Verdicts:
    """Finds how subjects stand on facets. Build it once for an index."""

    def __init__(
        self, sentences: Sequence[Sentence], facets: Sequence[Facet], language: Language
    ) -> None:
        self._language = language
        self._listed = _listed_differences(sentences, facets, language)
        self._facets, self._cues = facets, Cues(facets, language)
        self._cued = lru_cache(maxsize=KEPT)(self._cued_in)
        self._of_common = {f.id for f in facets if asked_like(f, "common", language)}

    def sides(self, facet: Facet, sentences: Sequence[Sequence[Sentence]]) -> Sides:
        return Sides(facet, tuple(map(tuple, sentences)), facet.id in self._of_common)

    def find(self, sides: Sides) -> Finding:
        """How they stand, where each side has sentences."""
        rules = (self._listed_as_difference, self._said_of_all, _under_one_label)
        found = (rule(sides) for rule in rules)
        return next(filter(None, found), Finding("both covered", "each by itself"))

    def listed(self, facet: Facet, subject: Subject) -> tuple[Sentence, ...]:
        """What sources say of the subject where they list the facet as a difference."""
        passages = self._listed.get(facet.id, ())
        return tuple(s for each in passages for s in each if subject.id in s.subjects)

    def sets_apart(self, sentence: Sentence) -> bool:
        """Whether the sentence, about several subjects, says that they differ; what speaks to the
        reader says how to read.
        """
        speaks_to_reader = self._language.addressing.search(sentence.text)
        return bool(self._language.sets_apart.search(sentence.text) and not speaks_to_reader)

    def joins(self, sentence: Sentence, is_of_common: bool = False) -> bool:
        """Whether the sentence, about several subjects, says the same of them: it names them, or
        speaks of what they have in common.
        """
        if self.sets_apart(sentence):
            return False
        names_them = sentence.attributed_by == "named"
        says = names_them and self._language.says_of_both.search(sentence.text)
        return bool(says or (is_of_common and _asks_common(sentence.text, self._language)))

    def says_outright(self, sentence: Sentence, facet: Facet) -> bool:
        """Whether the sentence, about several subjects, sets them apart and has a cue of the facet,
        and of few others: of many, some are there by chance.
        """
        cued = self._cued(sentence.text) if self.sets_apart(sentence) else frozenset()
        return facet.id in cued and len(cued) <= FEW

    def _cued_in(self, text: str) -> frozenset[str]:
        found = zip(self._facets, self._cues.matches(text), strict=True)
        return frozenset(facet.id for facet, cues in found if cues)

    def is_of_common(self, facet: Facet) -> bool:
        """Whether the facet is what all have in common."""
        return facet.id in self._of_common

    def _listed_as_difference(self, sides: Sides) -> Finding | None:
        for passage in self._listed.get(sides.facet.id, ()):
            alone_first = sorted(passage, key=lambda s: len(s.subjects) > 1)
            deciding = [
                next((s for s in alone_first if s in side), None) for side in sides.sentences
            ]
            if all(deciding):
                told = tuple(dict.fromkeys(filter(None, deciding)))
                return Finding("different", "listed as a difference", told)
        return None

    def _said_of_all(self, sides: Sides) -> Finding | None:
        """What a sentence says outright: the best that sets them apart, else the best that says the
        same of all. Where the facet is what they have in common, only the second.
        """
        ranked = _by_rank(sides.sentences)
        shared = [sentence for sentence in ranked if sentence in sides.shared]
        for sentence in () if sides.is_of_common else ranked:
            if sentence in shared and self.sets_apart(sentence):
                return Finding("different", "sets apart", (sentence,))
            if before := self._turned_from(sentence, sides):
                return Finding("different", "sets apart", (sentence, before))
        joining = (sentence for sentence in shared if self.joins(sentence, sides.is_of_common))
        said = next(joining, None)
        return Finding("same", "says of both", (said,)) if said else None

    def _turned_from(self, sentence: Sentence, sides: Sides) -> Sentence | None:
        """The sentence of its passage, about another subject, that it is set against."""
        if len(sentence.subjects) != 1 or not self._language.turning.search(sentence.text):
            return None
        others = [s for s in _by_rank(sides.sentences) if s.passage == sentence.passage]
        return next((s for s in others if sentence.subjects[0] not in s.subjects), None)


def _by_rank(sides: Sequence[Sequence[Sentence]]) -> list[Sentence]:
    """The best of each side, then the second of each …, none twice."""
    longest = max(map(len, sides), default=0)
    ranked = (side[rank] for rank in range(longest) for side in sides if rank < len(side))
    return list(dict.fromkeys(ranked))


def _under_one_label(sides: Sides) -> Finding | None:
    """Short facts under a label that each side has."""
    facts = [{s.label: s for s in reversed(side) if is_short_fact(s)} for side in sides.sentences]
    first, *others = facts
    for label in reversed(first):
        told = tuple(side[label] for side in facts if label in side)
        if len(told) == len(facts) and others:
            is_same = len({sentence.text for sentence in told}) == 1
            if is_same:
                return Finding("same", "same under one label", told, label)
            return Finding("different", "another value under one label", told, label)
    return None


def _listed_differences(
    sentences: Sequence[Sentence], facets: Sequence[Facet], language: Language
) -> Mapping[str, Sequence[Sequence[Sentence]]]:
    """By facet the items of sources' own lists of differences whose label is a cue of it: the
    sentences of each.
    """
    cues = Cues(facets, language)
    listed: dict[str, list[list[Sentence]]] = {}
    lead_in = ""
    for passage, group in groupby(sentences, key=lambda sentence: sentence.passage):
        told = list(group)
        if passage.kind != "item":
            lead_in = told[-1].text
        elif _announces_differences(lead_in, language):
            for facet, found in zip(facets, cues.matches(told[0].label), strict=True):
                if found:
                    listed.setdefault(facet.id, []).append(told)
    return listed


def _announces_differences(lead_in: str, language: Language) -> bool:
    is_lead_in = lead_in.endswith(":") and language.announcing.search(lead_in)
    return bool(is_lead_in and language.sets_apart.search(lead_in))


def _asks_common(text: str, language: Language) -> bool:
    asks = (kind.asks for kind in language.overviews if kind.wants == "common")
    return any(pattern.search(text) for pattern in asks)
