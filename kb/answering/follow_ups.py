"""What to ask next: on which facets the sources speak of the same subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kb.index.facets import ON_FACET
from kb.types import Facet, Subject

if TYPE_CHECKING:
    from kb.answering.facet_evidence import FacetEvidence
    from kb.answering.question import Question

TRIED = 2  # a facet's own example questions that may be asked next: the first are its plainest


def facets_to_ask(
    question: Question, is_answered: bool, facets: Sequence[Facet], evidence: FacetEvidence
) -> Iterator[tuple[Facet, list[Subject]]]:
    """Of the facets those with evidence on every subject that the question names, or on some if it
    names none; with these subjects.

    The nearest to the question come first; those it has answered are left out.
    """
    asked = [each.facet for each in question.facets]
    answered = question.rows if is_answered else ()
    for facet in dict.fromkeys([*asked, *facets]):
        covered = [s for s in question.subjects if evidence.has(s, facet, ON_FACET)]
        wanted = len(question.subjects) if question.is_named else 1
        if facet not in answered and len(covered) >= wanted:
            yield facet, covered


def wordings(facet: Facet, of: Sequence[Subject], subjects: Sequence[Subject]) -> list[str]:
    """Questions on the facet of these of the corpus's subjects, best worded first: as a person
    asks, behind the names where not all are meant; then plainly.
    """
    names = "" if len(of) == len(subjects) else f"{', '.join(subject.name for subject in of)}: "
    asked = [f"{names}{question}" for question in facet.questions[:TRIED]]
    return [*(each[:1].upper() + each[1:] for each in asked), plain_question(of, facet)]


def plain_question(subjects: Iterable[Subject], facet: Facet) -> str:
    """Names and no grammar: a subject's plural is not known."""
    names = " vs ".join(subject.name for subject in subjects)
    return f"{names}: {facet.name}" if names else facet.name
