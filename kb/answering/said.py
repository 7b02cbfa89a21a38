"""What the sources say at all, and of whom: a question's words held against the whole corpus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.index.facets import ON_FACET, cue_stems
from kb.index.names import Names
from kb.results import Evidence
from kb.types import Facet, Sentence, Subject

if TYPE_CHECKING:
    from kb.answering.facet_evidence import FacetEvidence
    from kb.answering.question import Question
    from kb.index.build import Index

_WORD = re.compile(r"[^\W_]+")

# A sentence on another subject that holds at least half of what is claimed, and a quarter more of
# it than any on the subject asked about, says it of the other. On 188 answerable judged questions
# that is never so.
SAID, MORE = 0.5, 0.25
CLAIM_WORDS = 3  # fewer may meet in any sentence


class Said:
    """What one corpus says. Build it once for an index."""

    def __init__(self, index: Index, facet_evidence: FacetEvidence) -> None:
        self.subjects, self.facets = index.corpus.subjects, index.corpus.facets
        self.general_topics = index.corpus.general_topics
        self._language = index.corpus.language
        self._names = Names(self.subjects, self._language)
        self._cue_stems = cue_stems(self.facets, self._language)
        self._lexical = index.lexical
        self._on = facet_evidence

    def has(self, stem: str) -> bool:
        """Whether the corpus has a word of this stem, or a facet has it among its cues."""
        return stem in self._lexical.vocabulary or self.is_cue(stem)

    def is_cue(self, stem: str) -> bool:
        """Whether a facet has a word of this stem among its cues."""
        return stem in self._cue_stems

    def unknown(self, question: Question) -> float:
        """The share of the question's content words that are neither said nor a cue, 0..1."""
        unknown = [term for term in question.terms if not self.has(term)]
        return len(unknown) / len(question.terms) if question.terms else 0.0

    def unsaid(self, question: Question) -> tuple[str, ...]:
        """The content words of the question that no source says, as asked, in their order."""
        words = dict.fromkeys(_WORD.findall(question.mended))
        asked = [(word, self._language.stems(word)) for word in words]
        content = [(word, stem[0]) for word, stem in asked if stem and stem[0] in question.terms]
        return tuple(word for word, stem in content if not self.has(stem))

    def speaks_of(self, evidence: Sequence[Evidence], topic: Facet, question: Question) -> bool:
        """Whether the evidence has the cues of the topic by which the question names it."""
        stems = self._language.stems
        cues = {stem for cue in topic.cues for stem in stems(cue)} & set(question.terms)
        said = {stem for each in evidence for stem in stems(each.sentence.text)}
        return bool(cues) and cues <= said

    def without_light(self, words: Sequence[str]) -> tuple[str, ...]:
        """Those of the words that a claim does not share with any other."""
        light = self._language.light | self._language.framing | self._language.everyday
        return tuple(word for word in words if word.lower() not in light)

    def sentence(self, place: int) -> Sentence:
        """The sentence at that place of the index."""
        return self._on.sentences[place]

    def without_names(self, text: str) -> str:
        """The text without the subjects' names."""
        return self._names.without(text, [subject.id for subject in self.subjects])

    def about(self, sentence: Sentence) -> tuple[Subject, ...]:
        """The subjects that the sentence is about."""
        return tuple(subject for subject in self.subjects if subject.id in sentence.subjects)

    def compared(self, subjects: Sequence[Subject]) -> tuple[Facet, ...]:
        """The facets on which the sources speak of each of the subjects."""
        return tuple(
            facet
            for facet in self.facets
            if all(self._on.has(subject, facet, ON_FACET) for subject in subjects)
        )

    def of_others(self, question: Question, evidence: Sequence[Evidence]) -> Evidence | None:
        """The sentence that says of another subject what the question claims of its own: as it was
        found or, if it was not, with its share of the claim.
        """
        import numpy as np

        is_claim_of_one = len(question.subjects) == 1 and question.is_named
        if not is_claim_of_one or len(question.terms) < CLAIM_WORDS:
            return None
        shares = self._lexical.shares(question.terms)
        own = self._on.about(question.subjects[0])
        of_others = np.logical_or.reduce([self._on.about(s) for s in self.subjects]) & ~own
        most_own = float(shares[own].max(initial=0))
        most = float(shares[of_others].max(initial=0))
        if most < SAID or most - most_own < MORE:
            return None
        place = int(np.argmax(np.where(of_others, shares, -1)))
        sentence = self._on.sentences[place]
        as_found = next((each for each in evidence if each.sentence == sentence), None)
        return as_found or Evidence(sentence, strength=round(most, 6))
