"""A comparison as a pandas table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.errors import MissingExtra

if TYPE_CHECKING:
    import pandas

    from kb.results import Comparison

COLUMNS = ["facet", "subject", "number", "source", "quote", "start", "end", "headings"]


def comparison_to_frame(comparison: Comparison) -> pandas.DataFrame:
    """A row a citation of each cell, in the order of the table."""
    try:
        import pandas
    except ImportError:
        raise MissingExtra("pandas", "frame", "Comparison.to_frame()") from None
    rows = []
    for (subject, facet), cell in comparison.cells.items():
        for c in cell:
            headings = " > ".join(c.headings)
            rows.append((facet, subject, c.number, c.source, c.text, c.start, c.end, headings))
    return pandas.DataFrame(rows, columns=COLUMNS)
