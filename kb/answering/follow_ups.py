"""What to ask next: on which facets the sources speak of the same subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kb.index.facets import ON_FACET
from kb.results import FollowUp
from kb.types import Facet, Subject

if TYPE_CHECKING:
    from kb.answering.question import Question
    from kb.answering.search import Searcher


def follow_ups(question: Question, is_answered: bool, searcher: Searcher) -> Iterator[FollowUp]:
    """The facets with evidence on every subject that the question names, or on some if it names
    none.

    The nearest to the question come first; those it has answered are left out.
    """
    facets = {facet.id: facet for facet in searcher.index.corpus.facets}
    asked = [id for id, _ in question.facets]
    answered = (question.several or asked[:1]) if is_answered else ()
    for id in dict.fromkeys([*asked, *facets]):
        covered = [
            subject
            for subject in question.subjects
            if searcher.on_facet(subject, facets[id], ON_FACET, 1)
        ]
        is_enough = len(covered) == len(question.subjects) if question.is_named else covered
        if id not in answered and is_enough:
            yield FollowUp(facets[id], plain_question(covered, facets[id]))


def plain_question(subjects: Iterable[Subject], facet: Facet) -> str:
    """Names and no grammar: a subject's plural is not known."""
    names = " vs ".join(subject.name for subject in subjects)
    return f"{names}: {facet.name}" if names else facet.name
