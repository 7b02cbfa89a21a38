"""Aligned tables in plain text: a name, of how many questions, then values in columns."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import starmap

NAME_WIDTH = 24
COUNT_WIDTH = 7
COLUMN_WIDTH = 19  # "-0.123 (-0.12–0.12)"


def table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A line for each row (name, count, *columns), with no white space at its end; what is longer
    than its column pushes the next ones on.
    """
    return list(starmap(_line, rows))


def _line(name: str, count: str, *columns: str) -> str:
    head = f"{name:{NAME_WIDTH}} {count:>{COUNT_WIDTH}}"
    padded = [f"{column:{COLUMN_WIDTH}}" for column in columns]
    return "   ".join([head, *padded]).rstrip()
