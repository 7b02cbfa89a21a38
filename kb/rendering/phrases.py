"""Small parts of sentences."""

from __future__ import annotations

from collections.abc import Mapping


def capital(name: str) -> str:
    """The name as it begins a line."""
    return name[:1].upper() + name[1:]


def count(words: Mapping[int, str], number: int) -> str:
    """The words for a number of things: those for this number, else those under 0."""
    return words.get(number, words[0]).format(count=number)
