"""What sources disagree on: what a person has reviewed, then what a rule found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.index.build import Index
    from kb.types import Disagreement, Facet, Span, Subject


class Disagreements:
    """What may contradict what on a facet of a subject. Build it once for an index."""

    def __init__(self, index: Index) -> None:
        self._on: dict[tuple[str, str], list[Disagreement]] = {}
        for each in (*index.corpus.disagreements, *index.possible):
            self._on.setdefault((each.subject, each.facet), []).append(each)

    def on(self, subject: Subject, facet: Facet) -> tuple[Disagreement, ...]:
        """The reviewed ones, then the possible ones."""
        return tuple(self._on.get((subject.id, facet.id), ()))

    def among(self, subjects: Sequence[Subject]) -> tuple[Disagreement, ...]:
        """Those on any of the subjects; where a person has reviewed some, only these."""
        ids = {subject.id for subject in subjects}
        found = [d for each in self._on.values() for d in each if d.subject in ids]
        return tuple(d for d in found if d.is_reviewed) or tuple(found)


def voice_by_voice(disputes: Iterable[Disagreement]) -> list[tuple[str, Span]]:
    """(subject id, quote) of all, the first quote of each voice in each before the others."""
    quotes: list[tuple[bool, str, Span]] = []
    for each in disputes:
        heard: set[str] = set()
        for span in each.spans:
            quotes.append((span.document.voice in heard, each.subject, span))
            heard.add(span.document.voice)
    quotes.sort(key=lambda quote: quote[0])
    return [(subject, span) for _, subject, span in quotes]
