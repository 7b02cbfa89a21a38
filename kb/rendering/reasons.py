"""Reasons, verdicts and disagreements in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.rendering import wording_en as wording
from kb.rendering.phrases import count

if TYPE_CHECKING:
    from kb.results import Comparison, Reason, Row, Verdict
    from kb.types import Disagreement, Facet, Subject

WORDS_SHOWN = 4  # of those that no source says: the first few tell enough


def reason(of: Reason) -> str:
    """Why the sources do not answer, or answer only a part, in one or two sentences."""
    facts = of.facts
    text = wording.REASON[of.kind]
    if of.kind == "claim not in these words" and len(facts.words) == 1:
        text = wording.CLAIM_WORD
    said = text.format(
        topic=facts.topic.name if facts.topic else "",
        words=_quoted(facts.words[:WORDS_SHOWN]),
        subjects=_of_each(facts.subjects),
        any_subject=wording.NOR.join(_names(facts.subjects)),
        said_of=wording.AND.join(_names(facts.said_of)),
        voice=facts.voice,
        citation=facts.citation,
    )
    return f"{said} {_compared(facts.facets)}" if facts.facets else said


def _compared(facets: Sequence[Facet]) -> str:
    """What the sources do speak of for each subject, counted."""
    return f"{count(wording.COMPARED, len(facets))}: {_of_each(facets)}."


def verdict_rule(comparison: Comparison, row: Row) -> str:
    """What decided how the row stands; a quote that did by its number in brackets."""
    rule = rule_template(row.verdict)
    shown = f"[{row.verdict.citation}]"
    return rule.format(citation=shown, **rule_words(comparison, row))


def rule_template(verdict: Verdict) -> str:
    """The rule with fields for `citation` and for what `rule_words` gives."""
    if verdict.rule in wording.RULE_UNSHOWN and verdict.citation is None:
        return wording.RULE_UNSHOWN[verdict.rule]
    return wording.RULE[verdict.rule]


def rule_words(comparison: Comparison, row: Row) -> dict[str, str]:
    """What stands in the fields of a rule but the quote's number."""
    cells = zip(comparison.subjects, row.cells, strict=True)
    silent = [subject for subject, cell in cells if not cell]
    verdict = row.verdict
    return {
        "subject": comparison.subjects[0].name if comparison.subjects else "",
        "silent": _of_each(silent),
        "detail": wording.CONTRADICTED.get(verdict.detail, verdict.detail),
        "likeness": f"{verdict.likeness:.2f}" if verdict.likeness is not None else "",
    }


def disagreement_basis(row: Row) -> str:
    """Who says that the sources may disagree on this: a person, or a rule."""
    is_reviewed = any(disagreement.is_reviewed for disagreement in row.disagreements)
    return wording.REVIEWED if is_reviewed else wording.FOUND_BY_RULE


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
