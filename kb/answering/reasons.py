"""Why the sources do not answer a question, or answer only a part: rules, the first that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kb.results import Evidence, Facts, Reason
from kb.types import Facet

if TYPE_CHECKING:
    from kb.answering.confidence import Features
    from kb.answering.question import Question
    from kb.answering.said import Said

# An open topic is the reason if a cue of it stands in the question, or the question paraphrases an
# example of it.
PARAPHRASED_TOPIC = 0.75
# if more of the question's words are in no source, that is the plainer reason
MOSTLY_UNKNOWN = 0.5

# An open topic is asked for beside a facet if a cue of it stands in the question, and it is nearly
# as strong as the facet.
TOPIC_SHARE = 0.8

# A claim of whose words a third is in no source and in no cue is not stated in them.
UNSAID = 1 / 3


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at. `of_others` says of another subject what the question claims of its
    own.
    """

    question: Question
    evidence: tuple[Evidence, ...]
    features: Features
    said: Said
    of_others: Evidence | None = None


_Rule: TypeAlias = Callable[[Case], Reason | None]


def refusal(case: Case) -> Reason | None:
    """Why the sources do not answer."""
    return _first(_REFUSALS, case)


def missing(case: Case) -> Reason | None:
    """What of the question the evidence does not settle, None if nothing is missing."""
    return _first(_MISSING, case)


def _premise(case: Case) -> Reason | None:
    if case.features.premise and case.features.unknown < MOSTLY_UNKNOWN:
        return Reason("premise")
    return None


def _open_topic(case: Case) -> Reason | None:
    question = case.question
    if not question.topics:
        return None
    strongest = question.topics[0]
    is_named = strongest.facet in question.named_topics
    if not is_named and strongest.strength < PARAPHRASED_TOPIC:
        return None
    facts = Facts(topic=strongest.facet, facets=_compared(case))
    return Reason("open topic", facts)


def _no_name(case: Case) -> Reason | None:
    return Reason("no name given") if case.features.nameless else None


def _no_number(case: Case) -> Reason | None:
    return Reason("no number given") if case.features.number else None


def _never_said(case: Case) -> Reason | None:
    unsaid = case.said.unsaid(case.question)
    return Reason("words never said", Facts(words=unsaid)) if unsaid else None


def _nothing_near(case: Case) -> Reason | None:
    return Reason("nothing near")


_REFUSALS: tuple[_Rule, ...] = (
    _premise,
    _open_topic,
    _no_name,
    _no_number,
    _never_said,
    _nothing_near,
)


def _said_of_others(case: Case) -> Reason | None:
    if case.of_others is None:
        return None
    said_of = case.said.about(case.of_others.sentence)
    facts = Facts(subjects=case.question.subjects, said_of=said_of, citation=1)
    return Reason("said of others", facts)


def _silent(case: Case) -> Reason | None:
    if not case.question.is_named:
        return None
    spoken_of = {id for each in case.evidence for id in each.sentence.subjects}
    silent = tuple(s for s in case.question.subjects if s.id not in spoken_of)
    return Reason("silent on a subject", Facts(subjects=silent)) if silent else None


def _unsaid_claim(case: Case) -> Reason | None:
    question = case.question
    is_unsaid = question.is_claim and case.features.unknown >= UNSAID
    if not question.is_named or not is_unsaid:
        return None
    unsaid = case.said.unsaid(question)
    return Reason("claim not in these words", Facts(words=unsaid)) if unsaid else None


def _topic_beside(case: Case) -> Reason | None:
    question = case.question
    if not question.topics or not question.facets:
        return None
    strongest = question.topics[0]
    is_weak = strongest.strength < TOPIC_SHARE * question.facets[0].strength
    if is_weak or strongest.facet not in question.named_topics:
        return None
    return Reason("open topic beside", Facts(topic=strongest.facet))


_MISSING: tuple[_Rule, ...] = (_said_of_others, _silent, _unsaid_claim, _topic_beside)


def _first(rules: Sequence[_Rule], case: Case) -> Reason | None:
    """What the first of the rules says that says something."""
    reasons = (rule(case) for rule in rules)
    return next((reason for reason in reasons if reason), None)


def _compared(case: Case) -> tuple[Facet, ...]:
    """For a question on several subjects that names no facet: on what the sources do speak of
    each; else ().
    """
    question = case.question
    if len(question.subjects) < 2 or question.names_facet:
        return ()
    return case.said.compared(question.subjects)
