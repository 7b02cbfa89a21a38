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
from kb.answering.reasons import Case, missing, refusal
from kb.results import Evidence, Facts, Reason, Status
from kb.types import Document

if TYPE_CHECKING:
    from kb.answering.question import Question
    from kb.answering.said import Said
    from kb.answering.search import Found
    from kb.articles.corpus import Corpus

NAMING = 3  # of the best sentences, where a name or number that is asked for would stand


@dataclass(frozen=True, slots=True)
class Judged:
    """The decision: `evidence` as found, or with the sentence that decides first.

    `confidence` is the probability, 0..1, that the sources answer; None where a rule alone decided.
    `reason` is None only for "answered".
    """

    status: Status
    evidence: tuple[Evidence, ...]
    confidence: float | None = None
    reason: Reason | None = None


class Judge:
    """Decides for one corpus what is answered. Build it once."""

    def __init__(self, corpus: Corpus, said: Said) -> None:
        self._documents = corpus.documents
        self._language = corpus.language
        self._kinds = frozenset(self._language.stems_in_order(" ".join(corpus.kinds)))
        self._said = said

    def judge(self, question: Question, found: Found) -> Judged:
        """Whether what was found answers the question, and how sure that is."""
        if not (question.terms or question.is_named or question.names_facet):
            return Judged("not covered", found.evidence, reason=Reason("no content word"))
        if question.kind == "source":
            return self._of_articles(question, found)
        features = self.features(question, found)
        confidence = confidence_of(features)
        case = Case(question, found.evidence, features, self._said)
        if confidence < weights().threshold:
            return Judged("not covered", found.evidence, confidence, refusal(case))
        of_others = self._said.of_others(question, found.evidence)
        if of_others:
            evidence = _put_first(of_others, found.evidence)
            case = replace(case, evidence=evidence, of_others=of_others)
        reason = missing(case)
        status: Status = "partly covered" if reason else "answered"
        return Judged(status, case.evidence, confidence, reason)

    def features(self, question: Question, found: Found) -> Features:
        """What the decision rests on."""
        facet = question.facets[0].strength if question.facets else 0.0
        beside = question.topics_beside
        topic = max((t.strength for t in question.topics if t.facet not in beside), default=0.0)
        wants_name = self._asks_name(question) and not self._holds(
            self._language.proper_name, found.evidence[:NAMING]
        )
        wants_number = self._language.asks_number.search(question.mended) and not self._holds(
            self._language.a_number, found.evidence[:NAMING]
        )
        return Features(
            similarity=found.similarity,
            margin=facet - topic if self._said.facets else None,
            unknown=self._said.unknown(question),
            number=float(bool(wants_number)),
            premise=float(bool(self._language.takes_for_granted.search(question.mended))),
            nameless=float(wants_name),
        )

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


def _put_first(first: Evidence, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with that piece in front, as many as before."""
    others = [each for each in evidence if each.sentence != first.sentence]
    return (first, *others)[: len(evidence)]
