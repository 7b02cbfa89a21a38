"""Reasons, verdicts and disagreements in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.rendering import wording_en as wording
from kb.rendering.phrases import count

if TYPE_CHECKING:
    from kb.results import Answer, Carried, Comparison, Reason, Row
    from kb.types import Disagreement, Facet, Subject

WORDS_SHOWN = 4  # of those that no source says: the first few tell enough
FACETS_SHOWN = 4  # of those that the sources do compare, likewise


def reason(of: Reason) -> str:
    """Why the sources do not answer, or answer only a part, in one or two sentences."""
    facts = of.facts
    text = wording.REASON[of.kind]
    if of.kind == "claim not in these words" and len(facts.words) == 1:
        text = wording.CLAIM_WORD
    if of.kind == "not stated" and not facts.words:
        text = wording.NOT_STATED
    said = text.format(
        topic=facts.topic.name if facts.topic else "",
        near=_of_each(facts.facets),
        words=_quoted(facts.words[:WORDS_SHOWN]),
        subjects=_of_each(facts.subjects),
        any_subject=wording.NOR.join(_names(facts.subjects)),
        said_of=wording.AND.join(_names(facts.said_of)),
        voice=facts.voice,
        citation=facts.citation,
    )
    is_compared = of.kind == "open topic" and facts.facets
    return f"{said} {_compared(facts.facets)}" if is_compared else said


def _compared(facets: Sequence[Facet]) -> str:
    """What the sources do speak of for each subject, counted, the first few named."""
    named = _of_each(facets[:FACETS_SHOWN])
    told = wording.AMONG_THEM if len(facets) > FACETS_SHOWN else ": "
    return f"{count(wording.COMPARED, len(facets))}{told}{named}."


def verdict_rule(comparison: Comparison, row: Row) -> str:
    """What decided how the row stands; a quote that did by its number in brackets."""
    shown = f"[{row.verdict.citation}]"
    return wording.RULE[row.verdict.rule].format(citation=shown, **rule_words(comparison, row))


def rule_words(comparison: Comparison, row: Row) -> dict[str, str]:
    """What stands in the fields of a rule but the quote's number."""
    cells = zip(comparison.subjects, row.cells, strict=True)
    silent = [subject for subject, cell in cells if not cell]
    return {
        "subject": comparison.subjects[0].name if comparison.subjects else "",
        "silent": _of_each(silent),
        "detail": row.verdict.detail,
    }


def disagreement_basis(disagreements: Iterable[Disagreement]) -> str:
    """Who says that the sources may disagree on this: a person, or a rule."""
    is_reviewed = any(disagreement.is_reviewed for disagreement in disagreements)
    return wording.REVIEWED if is_reviewed else wording.FOUND_BY_RULE


def subjects_of(answer: Answer) -> tuple[Subject, ...]:
    """The subjects that the answer brings evidence for."""
    sought = (citation.evidence.asked_for for citation in answer.citations)
    compared = answer.comparison.subjects if answer.comparison else ()
    return tuple(dict.fromkeys((*compared, *filter(None, sought))))


def status_words(answer: Answer) -> str:
    """Whether the sources answer, what an overview is of, what they say of a claim."""
    if told := _of_its_kind(answer):
        return told
    return wording.CLAIM[answer.claim] if answer.claim else wording.STATUS[answer.status]


def status_brief(answer: Answer) -> str:
    """The same in a word or two."""
    if told := _of_its_kind(answer):
        return told
    if answer.claim:
        return wording.CLAIM_BRIEF[answer.claim]
    return wording.STATUS_BRIEF[answer.status]


def _of_its_kind(answer: Answer) -> str:
    """The words for what is neither a plain answer nor a plain claim, "" for those."""
    if answer.overview and answer.status == "answered":
        return wording.OVERVIEW[answer.overview]
    if answer.reason and answer.reason.kind == "small talk":
        return wording.NO_QUESTION
    if answer.is_contested:
        return wording.CONTESTED_STATED if answer.claim == "stated" else wording.CONTESTED
    return ""


def status_reason(answer: Answer) -> Reason | None:
    """Why the answer stands so, None where the state says it all: one that sources may disagree
    on needs no word on how near they come.
    """
    is_said = answer.is_contested and answer.claim in ("not stated", "cannot tell")
    return None if is_said else answer.reason


def carried_words(carried: Carried) -> str:
    """As what a question was read that leans on the one before."""
    return wording.CARRIED.format(question=carried.question)


def disagreement_note(disagreement: Disagreement) -> str:
    """What the quotes disagree on."""
    if disagreement.is_reviewed:
        return disagreement.note
    contradicted = disagreement.contradicted
    detail = wording.CONTRADICTED.get(contradicted, contradicted)
    return wording.CONTRADICTION.format(detail=detail)


def _names(things: Iterable[Subject | Facet]) -> list[str]:
    return [thing.name for thing in things]


def _of_each(things: Iterable[Subject | Facet]) -> str:
    return ", ".join(_names(things))


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(wording.QUOTED_WORD.format(word=word) for word in words)
