"""What sets the subjects apart as a whole, what joins them, or what one of them is: one or two
sentences that say it outright, and the facets that matter most with the best quote of each side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kb.answering.comparison import Comparer, Numbers
from kb.index.facets import ON_FACET, ON_TOPIC, Cues, defined_in, example_groups
from kb.index.names import Names
from kb.results import Citation, Comparison, Evidence, Row
from kb.types import Facet, Overview, Sentence, Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.answering.facet_evidence import FacetEvidence
    from kb.answering.verdicts import Verdicts
    from kb.index.build import Index
    from kb.protocols import Matrix

    Vector: TypeAlias = NDArray[np.float32]

ROWS = 5  # that fit one screen
OUTRIGHT = 2
CHARACTERS = 2000  # of all quotes: what fits one screen

# Sentences of a side, best first, of which one is the best quote of a row.
TRIED = 8
SEVERAL = 2  # facets that a sentence names: with one it may be on that alone
TELLING = 0.15  # what that says for it, beside the cosine to how people ask for the difference
COUNTED = 50  # sentences on a facet of one subject: from there on more say no more
JOINED = 3  # quotes of a row that join the subjects: each says another thing that they share


@dataclass(frozen=True, slots=True)
class Matter:
    """A facet with how much speaks for showing it: more first."""

    facet: Facet
    weight: tuple[int, ...]


class Overviewer:
    """Makes overviews of one corpus. Build it once for an index."""

    def __init__(
        self, index: Index, facet_evidence: FacetEvidence, verdicts: Verdicts, comparer: Comparer
    ) -> None:
        self._index = index
        self._on = facet_evidence
        self._verdicts = verdicts
        self._comparer = comparer
        self._names = Names(index.corpus.subjects, index.corpus.language)
        self._asking = _centres(index)
        self._cues = Cues(index.corpus.facets, index.corpus.language)

    def overview(
        self,
        subjects: Sequence[Subject],
        wants: Overview,
        count: int | None = None,
        k: int | None = None,
        first: Sequence[Evidence] = (),
        asked: Sequence[Facet] = (),
    ) -> Comparison:
        """At most `count` facets, by default as many as fit one screen, in at most k quotes; above
        them the `first`, by default what says outright what is wanted. Those `asked` for stand
        before the others.
        """
        numbers = Numbers(is_ranked=True, most=k)
        most = max(count or OUTRIGHT, OUTRIGHT) if wants == "common" else OUTRIGHT
        found = (first or self._outright(subjects, wants, most))[:k]
        outright = tuple(numbers.cite(each) for each in found)
        left = CHARACTERS - sum(len(citation.text) for citation in outright)
        rows: list[Row] = []
        matters = sorted(self._matters(subjects, wants), key=lambda m: m.facet not in asked)
        for matter in matters:
            quotes = self._quotes(subjects, matter.facet, wants, outright)
            if not all(quotes):
                continue
            told = {e.sentence for side in quotes for e in side}
            told |= set(self._deciding(subjects, matter.facet))
            left -= sum(len(sentence.text) for sentence in told)
            is_full = left < 0 or len(rows) == (count or ROWS) or not numbers.has_room(*told)
            if is_full:
                break
            cited = [[numbers.cite(each) for each in side] for side in quotes]
            rows.append(self._comparer.row(subjects, matter.facet, cited, numbers))
        table = Comparison(tuple(subjects), tuple(rows), outright)
        return table.renumbered(table.reading_numbers())

    def _deciding(self, subjects: Sequence[Subject], facet: Facet) -> tuple[Sentence, ...]:
        """What the verdict of the facet's row rests on, and the row quotes too."""
        return self._comparer.finding(subjects, facet).deciding if len(subjects) > 1 else ()

    def _outright(self, subjects: Sequence[Subject], wants: Overview, most: int) -> list[Evidence]:
        """At most that many sentences that say what is wanted, that of each source that says it
        best first.
        """
        import numpy as np

        about = np.logical_and.reduce([self._on.about(subject) for subject in subjects])
        places = [
            place
            for place in np.flatnonzero(about).tolist()
            if self._says(self._index.sentences[place], subjects, wants)
        ]
        if not places and wants == "one_subject":  # no sentence defines it: the nearest tells most
            places = self._alone(subjects[0])
        if not places:
            return []
        cosines = (self._index.vectors(places) @ self._asked_of(subjects, wants)).tolist()
        if wants == "difference":
            pairs = zip(cosines, places, strict=True)
            cosines = [cosine + TELLING * self._tells_in_what(place) for cosine, place in pairs]
        ranked = sorted(zip(cosines, places, strict=True), key=lambda pair: (-pair[0], pair[1]))
        best: dict[str, Evidence] = {}
        others: list[Evidence] = []
        for cosine, place in ranked:
            sentence = self._index.sentences[place]
            evidence = Evidence(sentence, strength=round(min(max(cosine, 0.0), 1.0), 6))
            if best.setdefault(sentence.document.id, evidence) is not evidence:
                others.append(evidence)
        further = others if most > OUTRIGHT else []
        return [*best.values(), *further][:most]

    def _alone(self, subject: Subject) -> list[int]:
        """The sentences to quote that name the subject, and speak of nobody else."""
        return [
            place
            for place, sentence in enumerate(self._index.sentences)
            if sentence.subjects == (subject.id,)
            and sentence.attributed_by == "named"
            and self._index.quotable[place]
        ]

    def _asked_of(self, subjects: Sequence[Subject], wants: Overview) -> Vector:
        """How people ask for it, as a vector; of one subject, how they ask for that one."""
        import numpy as np

        if wants != "one_subject":
            return self._asking[wants]
        at = self._index.corpus.subjects.index(subjects[0])
        both = self._asking[wants] + self._index.subject_vectors[at]
        asked: Vector = both / max(float(np.linalg.norm(both)), 1e-12)
        return asked

    def _tells_in_what(self, place: int) -> bool:
        """Whether the sentence names facets: it says in what they differ, not only that they do."""
        facets = self._cues.matches(self._index.sentences[place].text)
        return sum(map(bool, facets)) >= SEVERAL

    def _says(self, sentence: Sentence, subjects: Sequence[Subject], wants: Overview) -> bool:
        if wants == "difference":
            return self._verdicts.sets_apart(sentence)
        if wants == "common":
            return self._verdicts.joins(sentence, is_of_common=True)
        return defined_in(sentence, self._names) == subjects[0].id

    def _matters(self, subjects: Sequence[Subject], wants: Overview) -> Iterator[Matter]:
        """The facets that matter, the most first: those that sources list as differences, then by
        how many sources speak of each side.
        """
        matters = (self._matter(subjects, facet, wants) for facet in self._index.corpus.facets)
        yield from sorted(filter(None, matters), key=lambda matter: matter.weight, reverse=True)

    def _matter(self, subjects: Sequence[Subject], facet: Facet, wants: Overview) -> Matter | None:
        is_of_common = self._verdicts.is_of_common(facet)
        sides = [self._on.best(subject, facet, ON_TOPIC, TRIED) for subject in subjects]
        if not all(sides) or (is_of_common and wants != "common"):
            return None
        if wants == "common" and not self._joined(sides, is_of_common):
            return None
        if wants == "common" and self._comparer.finding(subjects, facet).kind == "different":
            return None
        sources = [{e.sentence.document.id for e in side} for side in sides]
        listed = {
            s.document.id for subject in subjects for s in self._verdicts.listed(facet, subject)
        }
        is_listed = len(listed) if wants == "difference" else 0
        spoken = min(map(len, sources))
        if wants == "one_subject":
            every = self._on.best(subjects[0], facet, ON_FACET, COUNTED)
            alone = [e for e in every if len(e.sentence.subjects) == 1]
            return Matter(facet, (len(alone), spoken))
        return Matter(facet, (is_listed, spoken, len(set().union(*sources)), is_of_common))

    def _joined(self, sides: Sequence[Sequence[Evidence]], is_of_common: bool) -> list[Evidence]:
        """What the first side shares with all others and says the same of them."""
        first, *others = sides
        shared = [e for e in first if all(_has(side, e.sentence) for side in others)]
        return [e for e in shared if self._verdicts.joins(e.sentence, is_of_common)]

    def _quotes(
        self,
        subjects: Sequence[Subject],
        facet: Facet,
        wants: Overview,
        outright: Sequence[Citation],
    ) -> list[list[Evidence]]:
        """The best quote of each side that is not quoted already: where it is listed as a
        difference, else what is about the side alone; for one subject nothing else.
        """
        told = {citation.evidence.sentence for citation in outright}
        found = [self._on.best(subject, facet, ON_TOPIC, TRIED) for subject in subjects]
        sides = [[e for e in side if e.sentence not in told] for side in found]
        if wants == "common":
            joined = self._joined(sides, self._verdicts.is_of_common(facet))
            return [joined[:JOINED] for _ in subjects]
        chosen = []
        for subject, side in zip(subjects, sides, strict=True):
            listed = self._verdicts.listed(facet, subject) if wants == "difference" else ()
            first = [e for e in side if e.sentence in listed]
            alone = [e for e in side if len(e.sentence.subjects) == 1]
            beside = [] if wants == "one_subject" else side
            chosen.append([*first, *alone, *beside][:1])
        return chosen


def _has(side: Sequence[Evidence], sentence: Sentence) -> bool:
    return any(each.sentence == sentence for each in side)


def _centres(index: Index) -> dict[Overview, Matrix]:
    """What each overview is asked for by, as one vector: the mean of its examples."""
    import numpy as np

    groups = example_groups(index.corpus)
    described = len(index.corpus.facets) + len(index.corpus.topics)
    first = sum(map(len, groups[:described]))
    centres: dict[Overview, Matrix] = {}
    for kind, texts in zip(index.corpus.language.overviews, groups[described:], strict=False):
        mean = index.examples[first : first + len(texts)].mean(axis=0)
        centres[kind.wants] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        first += len(texts)
    return centres
