"""What to ask next: on which facets the sources speak of the same subjects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.facets import ON_FACET
from kb.types import Facet, FollowUp

if TYPE_CHECKING:
    from kb.question import Question
    from kb.search import Searcher


def follow_ups(question: Question, is_answered: bool, searcher: Searcher) -> Iterator[FollowUp]:
    """The facets with evidence on every subject of the question, the nearest to it first, those it has answered left out."""
    facets = {facet.id: facet for facet in searcher.index.corpus.facets}
    asked = [id for id, _ in question.facets]
    answered = (question.several or asked[:1]) if is_answered else ()
    for id in dict.fromkeys([*asked, *facets]):
        if id not in answered and all(searcher.on_facet(subject, facets[id], ON_FACET, 1) for subject in question.subjects):
            yield FollowUp(facets[id], _ask(question, facets[id]))


def _ask(question: Question, facet: Facet) -> str:
    """Names and no grammar: a subject's plural is not known."""
    return f"{' vs '.join(subject.name for subject in question.subjects)}: {facet.name}"
