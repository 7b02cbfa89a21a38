"""Subjects side by side, and how each row stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kb.articles.naming import named_facet, named_subject
from kb.results.evidence import Citation
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """Evidence for each subject on each facet, best first. An empty cell is a gap.

    `outright` are quotes that say of the subjects as a whole what sets them apart, what joins them,
    or what one of them is; () where that was not asked.
    """

    subjects: tuple[Subject, ...]
    rows: tuple[Row, ...]
    outright: tuple[Citation, ...] = ()

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

    def to_markdown(self) -> str:
        from kb.rendering.markdown import comparison_to_markdown

        return comparison_to_markdown(self)

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
