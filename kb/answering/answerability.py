"""Whether the sources answer a question, how sure that is, and why not, or why only a part.

A decision of its own, taken once. Similarity alone hardly tells a near miss ("who earns more?")
from a question that the sources answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.answering.confidence import Features, confidence_of, weights
from kb.answering.question import STRONGEST
from kb.answering.reasons import NEAR, Case, missing, refusal
from kb.index.facets import near
from kb.results import ClaimState, Evidence, Facts, Reason, Status
from kb.types import Document, FactName

if TYPE_CHECKING:
    from kb.answering.checking import Checked
    from kb.answering.question import Question
    from kb.answering.said import Said
    from kb.answering.search import Found
    from kb.index.build import Index
    from kb.language import FactKind

# Kinds of fact that a sentence holds or not: without one, what asks for it has no answer.
HARD_FACTS: tuple[FactName | None, ...] = (
    "date",
    "duration",
    "frequency",
    "cost",
    "number",
    "place",
    "name",
)
# Of these no answer does without, however near it comes.
ALWAYS_ASKED: tuple[FactName | None, ...] = ("date", "duration", "frequency", "cost", "number")
NAMING = 3  # of the best sentences, where a name or number that is asked for would stand

_OF_CLAIM: dict[ClaimState, Status] = {
    "stated": "answered",
    "said otherwise": "said otherwise",
    "not stated": "partly covered",
    "cannot tell": "partly covered",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The decision: `evidence` as found, or with the sentence that decides first.

    `confidence` is the probability, 0..1, that the sources answer; None where a rule alone decided.
    `reason` is None only for "answered". `claim` is what the sources say of the claim in the
    question, None where it makes none.
    """

    status: Status
    evidence: tuple[Evidence, ...]
    confidence: float | None = None
    reason: Reason | None = None
    claim: ClaimState | None = None


class Judge:
    """Decides for one corpus what is answered. Build it once."""

    def __init__(self, index: Index, said: Said) -> None:
        corpus = index.corpus
        self._threshold = weights().threshold_at(float(index.boundary[0]))
        self._documents = corpus.documents
        self._language = corpus.language
        self._kinds = frozenset(self._language.stems_in_order(" ".join(corpus.kinds)))
        self._said = said
        everyday = " ".join(self._language.everyday | self._language.light)
        self._everyday = frozenset(self._language.stems(everyday))

    def judge(
        self,
        question: Question,
        found: Found,
        checked: Checked | None = None,
        presumed: Checked | None = None,
    ) -> Judged:
        """Whether what was found answers the question, and how sure that is; `checked` is what the
        sources say of the claim in it, `presumed` of what it takes for granted, None where there is
        none.
        """
        if not (question.terms or question.is_named or question.names_facet):
            return Judged("not covered", found.evidence, reason=Reason("no content word"))
        if question.kind == "source":
            return self._of_articles(question, found)
        features = self.features(question, found, presumed)
        confidence = confidence_of(features)
        case = Case(question, found.evidence, features, self._said, self.unstated(question, found))
        if checked and checked.support is not None:
            return self._of_claim(case, checked, confidence)
        is_lacking = case.unstated in ALWAYS_ASKED
        is_strange = features.unknown == 1 and not question.cued and not question.is_named
        is_hopeless = is_lacking or is_strange or not found.evidence
        is_sure = confidence >= self._threshold or self._is_said(question, found)
        if is_hopeless or not is_sure:
            return _refused(case, confidence)
        of_others = self._said.of_others(question, found.evidence)
        if of_others:
            evidence = _put_first(of_others, found.evidence)
            case = replace(case, evidence=evidence, of_others=of_others)
        reason = missing(case)
        status: Status = "partly covered" if reason else "answered"
        return Judged(status, case.evidence, confidence, reason)

    def _of_claim(self, case: Case, checked: Checked, confidence: float) -> Judged:
        """A claim: what decides stands first. One on what the sources do not speak of is not
        covered, unless they state it or say otherwise all the same.
        """
        state = checked.state
        is_covered = confidence >= self._threshold
        if not is_covered and state in ("not stated", "cannot tell"):
            return replace(_refused(case, confidence), claim="not stated")
        status = _OF_CLAIM[state]
        evidence = self._deciding_first(checked, case.evidence)
        return Judged(status, evidence, confidence, checked.reason, state)

    def _deciding_first(
        self, checked: Checked, evidence: Sequence[Evidence]
    ) -> tuple[Evidence, ...]:
        for place in reversed(checked.places):
            sentence = self._said.sentence(place)
            found = next((each for each in evidence if each.sentence == sentence), None)
            first = found or Evidence(sentence, strength=checked.support)
            evidence = _put_first(first, evidence)
        return tuple(evidence)

    def features(
        self, question: Question, found: Found, presumed: Checked | None = None
    ) -> Features:
        """What the decision rests on; `presumed` is what the sources say of what the question takes
        for granted, None where it does not.
        """
        facet = self._strongest(question, found)
        beside = question.topics_beside
        topic = max((t.strength for t in question.topics if t.facet not in beside), default=0.0)
        return Features(
            similarity=found.similarity,
            margin=facet - topic,
            covered=max(question.covered, 0.0) if beside else question.covered,
            unknown=self._said.unknown(question),
            unstated=float(self.unstated(question, found) in HARD_FACTS),
            premise=_doubt(presumed),
        )

    def _is_said(self, question: Question, found: Found) -> bool:
        """Whether what a question of yes or no asks stands in one sentence, word for word."""
        words = set(question.terms) - self._everyday
        if not question.is_claim or not words:
            return False
        stems = (self._language.stems(each.sentence.text) for each in found.evidence[:NAMING])
        return any(words.issubset(said) for said in stems)

    def _strongest(self, question: Question, found: Found) -> float:
        """How strongly the question asks for its best facet; in a corpus without facets for what
        the nearest sentence says.
        """
        if self._said.facets:
            return question.facets[0].strength if question.facets else 0.0
        return STRONGEST * float(near(found.similarity))

    def unstated(self, question: Question, found: Found) -> FactName | None:
        """The kind of fact that is asked for and that the best sentences do not hold, None if they
        do, or none is asked for.
        """
        asked = next((k for k in self._language.fact_kinds if self._asks(k, question)), None)
        if asked is None or self._holds(asked.states, found.evidence[:NAMING]):
            return None
        return asked.kind

    def _asks(self, kind: FactKind, question: Question) -> bool:
        """Whether such a fact is asked for; "how long" asks for a facet where that is one."""
        if kind.kind == "name":
            return self._asks_name(question)
        asks = kind.asks.search(question.mended)
        if asks is None:
            return False
        return not any(map(self._said.is_cue, self._language.stems(asks.group())))

    def _asks_name(self, question: Question) -> bool:
        """Whether a name is asked for, or one of several; "which skills" asks for a facet, "which
        ship" for one of the subjects, "are these names …?" whether it is so.
        """
        asks = self._language.asks_name.search(question.mended)
        if asks is None or question.is_claim:
            return False
        of = self._language.stems_in_order(asks["of"] or "")
        return self._kinds.isdisjoint(of) and not any(map(self._said.is_cue, of))

    def _holds(self, fact: re.Pattern[str], evidence: Sequence[Evidence]) -> bool:
        """Whether such a fact stands in one of the sentences, the subjects' own names apart."""
        texts = (self._said.without_names(each.sentence.text) for each in evidence)
        return any(map(fact.search, texts))

    def _of_articles(self, question: Question, found: Found) -> Judged:
        """A question about who made an article, and when, is answered if what it asks for is known
        of each article it names.
        """
        text = question.mended.lower()
        named = [d for d in self._documents if any(name.lower() in text for name in _names_of(d))]
        for document in named or self._documents:
            if reason := self._lacking(document, text):
                return Judged("not covered", found.evidence, reason=reason)
        return Judged("answered", found.evidence)

    def _lacking(self, document: Document, question: str) -> Reason | None:
        """What the question asks of the document and it does not tell."""
        facts = Facts(voice=document.voice)
        if self._language.asks_date.search(question) and not document.published:
            return Reason("article without a date", facts)
        if self._language.asks_author.search(question) and not document.author:
            return Reason("article without an author", facts)
        return None


def _names_of(document: Document) -> list[str]:
    names = (document.id, document.title, document.publisher, document.author)
    return [name for name in names if name]


def _refused(case: Case, confidence: float) -> Judged:
    """Not answered: near to it where the sources speak of the matter and lack what is asked."""
    reason = refusal(case)
    is_near = reason is not None and reason.kind in NEAR
    status: Status = "near, but not stated" if is_near else "not covered"
    return Judged(status, case.evidence, confidence, reason)


def _doubt(presumed: Checked | None) -> float:
    """How improbable it is that the sources state it."""
    if presumed is None or presumed.support is None:
        return 0.0
    return 1.0 if presumed.state == "said otherwise" else 1 - presumed.support


def _put_first(first: Evidence, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with that piece in front, as many as before."""
    others = [each for each in evidence if each.sentence != first.sentence]
    return (first, *others)[: len(evidence)]
