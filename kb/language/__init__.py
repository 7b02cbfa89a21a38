"""Text to words: the one room that holds words of a language."""

from __future__ import annotations

from kb.language.english import ENGLISH
from kb.language.language import Denial, FactKind, Language, Overview, Pronoun, Quantity

LANGUAGES = {ENGLISH.code: ENGLISH}  # those that kb knows without being given any

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Denial",
    "FactKind",
    "Language",
    "Overview",
    "Pronoun",
    "Quantity",
]
