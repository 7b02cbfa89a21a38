"""Subjects side by side, and how each row stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from kb.articles.naming import named_facet, named_subject
from kb.results.evidence import Citation, renumbered
from kb.types import Disagreement, Facet, Subject, versioned

if TYPE_CHECKING:
    import pandas

VerdictKind = Literal["same", "different", "both covered", "one-sided", "not covered"]

# What decided on a verdict.
VerdictRule = Literal[
    "no passage",
    "one subject asked about",
    "a subject without a passage",
    "a subject without an outright passage",
    "listed as a difference",
    "sets apart",
    "says of both",
    "another value under one label",
    "same under one label",
    "each by itself",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a row of a comparison stands, and the rule that says so.

    `citation` is the number of the quote that decides, which stands in the row, None where none
    does; `detail` is the label that both sides have.
    """

    kind: VerdictKind
    rule: VerdictRule
    citation: int | None = None
    detail: str = ""

    @property
    def likeness(self) -> None:
        """Deprecated since 0.3.0: nothing is concluded from how alike sentences are."""
        import warnings

        message = "Verdict.likeness is deprecated: a verdict no longer rests on likeness"
        warnings.warn(message, DeprecationWarning, stacklevel=2)

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "rule": self.rule,
            "citation": self.citation,
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """A facet of a comparison: a cell for each of its subjects, in their order, quotes best first.

    `loose` has the cells again, with quotes that are only loosely related to the facet; () where
    there are none. `contrasts` are the numbers of the quotes that set the subjects apart.
    `disagreements` are what sources say that they cannot both mean, reviewed ones first: they stand
    beside the verdict and change nothing of it.
    """

    facet: Facet
    cells: tuple[tuple[Citation, ...], ...]
    verdict: Verdict
    disagreements: tuple[Disagreement, ...] = ()
    loose: tuple[tuple[Citation, ...], ...] = ()
    contrasts: tuple[int, ...] = ()

    @property
    def may_disagree(self) -> bool:
        return bool(self.disagreements)

    @property
    def shared(self) -> tuple[Citation, ...]:
        """What is said of all the subjects at once, best first; () where there is but one."""
        first, *others = self.cells
        return tuple(c for c in first if all(c in cell for cell in others)) if others else ()

    @property
    def own(self) -> tuple[tuple[Citation, ...], ...]:
        """The cells without what is said of all at once."""
        shared = self.shared
        return tuple(tuple(c for c in cell if c not in shared) for cell in self.cells)

    @property
    def own_loose(self) -> tuple[tuple[Citation, ...], ...]:
        """What is only loosely related, likewise; an empty cell for each where there is nothing."""
        loose = self.loose or tuple(() for _ in self.cells)
        shared = self.shared
        return tuple(tuple(c for c in cell if c not in shared) for cell in loose)

    @property
    def is_shared_best(self) -> bool:
        """Whether what is said of all at once is the best that each cell has."""
        shared = self.shared
        return bool(shared) and all(cell[0] == shared[0] for cell in self.cells)

    @property
    def at_once(self) -> tuple[tuple[bool, tuple[Citation, ...]], ...]:
        """What is said of all at once in two, what sets the subjects apart (True) and what does not
        (False), that with the best first; each only if there is something.
        """
        parts: dict[bool, list[Citation]] = {}
        for citation in self.shared:
            parts.setdefault(citation.number in self.contrasts, []).append(citation)
        return tuple((sets_apart, tuple(part)) for sets_apart, part in parts.items())

    @property
    def best(self) -> tuple[Citation, ...]:
        """The best quote of each side, or the one of all sides if it is the best of each."""
        if self.is_shared_best:
            return self.shared[:1]
        return tuple(cell[0] for cell in self.own if cell)

    @property
    def in_reading_order(self) -> tuple[Citation, ...]:
        """Its quotes as a reader comes to them: cell by cell, what is said of all at once before
        the cells if it is best, else behind them.
        """
        cells = [
            c for own, loose in zip(self.own, self.own_loose, strict=True) for c in own + loose
        ]
        at_once = [c for _, part in self.at_once for c in part]
        return tuple([*at_once, *cells] if self.is_shared_best else [*cells, *at_once])

    def renumbered(self, numbers: Mapping[int, int]) -> Row:
        """The row with other numbers for its quotes, by those they have."""
        deciding = self.verdict.citation
        return replace(
            self,
            cells=_renumbered_cells(self.cells, numbers),
            loose=_renumbered_cells(self.loose, numbers),
            contrasts=tuple(sorted(numbers[number] for number in self.contrasts)),
            verdict=replace(self.verdict, citation=numbers[deciding] if deciding else None),
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Evidence for each subject on each facet, best first. An empty cell is a gap.

    `outright` are quotes that say of the subjects as a whole what sets them apart, what joins them,
    or what one of them is; () where that was not asked.
    """

    subjects: tuple[Subject, ...]
    rows: tuple[Row, ...]
    outright: tuple[Citation, ...] = ()

    def reading_numbers(
        self, beside: Iterable[Citation] = (), is_best_first: bool = False
    ) -> dict[int, int]:
        """For the number of each quote the one by which a reader comes to it: on the whole, row by
        row, then those of `beside` that stand in no row. `is_best_first` is for a reader who sees
        the best of each side, and the rest only when it is opened.
        """
        best = [c for row in self.rows for c in row.best] if is_best_first else []
        rows = [c for row in self.rows for c in row.in_reading_order]
        quotes = [*self.outright, *best, *rows]
        numbers = dict.fromkeys(citation.number for citation in [*quotes, *beside])
        return {old: new for new, old in enumerate(numbers, start=1)}

    def renumbered(self, numbers: Mapping[int, int]) -> Comparison:
        """The comparison with other numbers for its quotes, by those they have."""
        return replace(
            self,
            rows=tuple(row.renumbered(numbers) for row in self.rows),
            outright=renumbered(self.outright, numbers),
        )

    @property
    def facets(self) -> tuple[Facet, ...]:
        return tuple(row.facet for row in self.rows)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every quote once, by number, those loosely related too."""
        quoted = {citation.number: citation for citation in self.outright}
        for row in self.rows:
            quoted |= {c.number: c for cell in (*row.cells, *row.loose) for c in cell}
        return tuple(quoted[number] for number in sorted(quoted))

    @property
    def cells(self) -> dict[tuple[str, str], tuple[Citation, ...]]:
        """By (subject id, facet id), row by row; a gap is ()."""
        cells = {}
        for row in self.rows:
            for subject, cell in zip(self.subjects, row.cells, strict=True):
                cells[subject.id, row.facet.id] = cell
        return cells

    def row(self, facet: str) -> Row:
        """The row of the facet with this id or name. Raises CorpusError if it is none of these."""
        wanted = named_facet(facet, self.facets, "this comparison")
        return next(row for row in self.rows if row.facet == wanted)

    def cell(self, subject: str, facet: str) -> tuple[Citation, ...]:
        """The citations for a subject on a facet, best first; () for a gap.

        Both by id or name, the subject also by an alias. Raises CorpusError for one that is not
        compared here, TypeError for what is no string.
        """
        wanted = named_subject(subject, self.subjects, "this comparison")
        return self.row(facet).cells[self.subjects.index(wanted)]

    def verdict(self, facet: str) -> Verdict:
        """How the row of the facet stands. Raises as `row` does."""
        return self.row(facet).verdict

    def disagreements(self, facet: str = "") -> tuple[Disagreement, ...]:
        """Those on the facet, or all: row by row, reviewed ones first. Raises as `row` does."""
        rows = [self.row(facet)] if facet else self.rows
        return tuple(disagreement for row in rows for disagreement in row.disagreements)

    def gaps(self, sources: int = 1) -> tuple[tuple[str, str], ...]:
        """(subject id, facet id) of each cell with quotes from fewer sources, row by row; by
        default of each empty one.
        """
        spoken = {place: {c.source for c in cell} for place, cell in self.cells.items()}
        return tuple(place for place, voices in spoken.items() if len(voices) < sources)

    def by_source(self) -> dict[tuple[str, str, str], int]:
        """How many quotes stand in each cell from each source: by (subject id, facet id, document
        id); none, no key.
        """
        return dict(Counter((*place, c.source) for place, cell in self.cells.items() for c in cell))

    def to_markdown(self, missing: Sequence[Facet] = ()) -> str:
        """The table, its numbered quotes, and the topics that the sources lack."""
        from kb.rendering.markdown import comparison_to_markdown

        return comparison_to_markdown(self, missing)

    def to_dict(self) -> dict[str, Any]:
        """The citations once, by number; the cells name their numbers."""
        citations = [citation.plain() for citation in self.citations]
        return versioned({**self.plain(), "citations": citations})

    def plain(self) -> dict[str, Any]:
        """Without the citations, whose numbers stand in the cells."""
        return {
            "subjects": [subject.id for subject in self.subjects],
            "outright": [citation.number for citation in self.outright],
            "rows": [self._plain_row(row) for row in self.rows],
            "gaps": [list(gap) for gap in self.gaps()],
        }

    def _plain_row(self, row: Row) -> dict[str, Any]:
        cells = zip(self.subjects, row.cells, strict=True)
        loose = zip(self.subjects, row.loose, strict=False)
        return {
            "facet": row.facet.id,
            "verdict": row.verdict.plain(),
            "disagreements": [disagreement.plain() for disagreement in row.disagreements],
            "cells": {subject.id: [c.number for c in cell] for subject, cell in cells},
            "loose": {subject.id: [c.number for c in cell] for subject, cell in loose if cell},
            "contrasts": list(row.contrasts),
        }

    def to_frame(self) -> pandas.DataFrame:
        """A row a citation: facet, subject, number, source, quote, start, end, headings.

        Raises MissingExtra without pandas.
        """
        from kb.rendering.frame import comparison_to_frame

        return comparison_to_frame(self)


def _renumbered_cells(
    cells: Sequence[tuple[Citation, ...]], numbers: Mapping[int, int]
) -> tuple[tuple[Citation, ...], ...]:
    return tuple(renumbered(cell, numbers) for cell in cells)
