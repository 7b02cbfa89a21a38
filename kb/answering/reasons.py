"""Why the sources do not answer a question, or answer only a part: rules, the first that fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kb.results import Evidence, Facts, Reason, ReasonKind
from kb.types import Facet, FactName

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

DOUBTED = 0.5  # what is taken for granted and is stated less probably than this is the reason

_LACKING: dict[FactName, ReasonKind] = {
    "reason": "no reason given",
    "date": "no date given",
    "duration": "no duration given",
    "frequency": "no frequency given",
    "cost": "no cost given",
    "number": "no number given",
    "place": "no place given",
    "name": "no name given",
}
# Reasons of what comes near.
NEAR: frozenset[ReasonKind] = frozenset(("near topic", *_LACKING.values()))


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at. `unstated` is the kind of fact that is asked for and that the best
    sentences do not hold. `of_others` says of another subject what the question claims of its
    own.
    """

    question: Question
    evidence: tuple[Evidence, ...]
    features: Features
    said: Said
    unstated: FactName | None = None
    of_others: Evidence | None = None


_Rule: TypeAlias = Callable[[Case], Reason | None]


def refusal(case: Case) -> Reason | None:
    """Why the sources do not answer."""
    return _first(_REFUSALS, case)


def missing(case: Case) -> Reason | None:
    """What of the question the evidence does not settle, None if nothing is missing."""
    return _first(_MISSING, case)


def _premise(case: Case) -> Reason | None:
    if case.features.premise >= DOUBTED and case.features.unknown < MOSTLY_UNKNOWN:
        return Reason("premise")
    return None


def _open_topic(case: Case) -> Reason | None:
    question = case.question
    if not question.topics:
        return None
    named = [t for t in question.topics if t.facet in question.named_topics]
    own = [t for t in named if t.facet not in case.said.general_topics]
    strongest = (own or named or question.topics)[0]
    is_named = strongest in named
    is_general = strongest.facet in case.said.general_topics
    if is_general and case.features.unknown >= MOSTLY_UNKNOWN:
        return None
    if not is_named and strongest.strength < PARAPHRASED_TOPIC:
        return None
    near = tuple(facet for facet in case.said.facets if facet.id == strongest.facet.near)
    if near:
        return Reason("near topic", Facts(topic=strongest.facet, facets=near))
    return Reason("open topic", Facts(topic=strongest.facet, facets=_compared(case)))


def _no_such_fact(case: Case) -> Reason | None:
    if case.unstated is None or case.features.unknown >= MOSTLY_UNKNOWN:
        return None
    return Reason(_LACKING[case.unstated])


def _never_said(case: Case) -> Reason | None:
    unsaid = case.said.without_light(case.said.unsaid(case.question))
    return Reason("words never said", Facts(words=unsaid)) if unsaid else None


def _nothing_near(case: Case) -> Reason | None:
    return Reason("nothing near")


_REFUSALS: tuple[_Rule, ...] = (
    _premise,
    _open_topic,
    _no_such_fact,
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
    if not question.is_named or not question.is_claim:
        return None
    unsaid = case.said.without_light(case.said.unsaid(question))
    if len(unsaid) < UNSAID * len(question.terms):
        return None
    return Reason("claim not in these words", Facts(words=unsaid)) if unsaid else None


def _topic_beside(case: Case) -> Reason | None:
    question = case.question
    if not question.topics or not question.facets:
        return None
    strongest = question.topics[0]
    is_weak = strongest.strength < TOPIC_SHARE * question.facets[0].strength
    if is_weak or strongest.facet not in question.named_topics:
        return None
    if case.said.speaks_of(case.evidence[:1], strongest.facet, question):
        return None
    return Reason("open topic beside", Facts(topic=strongest.facet))


def _no_reason(case: Case) -> Reason | None:
    return Reason("no reason given") if case.unstated == "reason" else None


_MISSING: tuple[_Rule, ...] = (
    _said_of_others,
    _silent,
    _unsaid_claim,
    _topic_beside,
    _no_reason,
)


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
