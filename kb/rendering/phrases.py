"""Small parts of sentences."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from kb.rendering import wording_en as wording


def capital(name: str) -> str:
    """The name as it begins a line."""
    return name[:1].upper() + name[1:]


def count(words: Mapping[int, str], number: int, **others: object) -> str:
    """The words for a number of things: those for this number, else those under 0; `others` are
    what else stands in them.
    """
    return words.get(number, words[0]).format(count=number, **others)


def day(date: datetime.date) -> str:
    """ "25 November 2026"."""
    return wording.DAY.format(day=date.day, month=wording.MONTHS[date.month - 1], year=date.year)
