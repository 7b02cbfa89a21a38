"""Words and stems of English; another language has them as its own methods (`kb.language`)."""

from __future__ import annotations

from kb.language.english import ENGLISH

STOP_WORDS = ENGLISH.stop_words

words = ENGLISH.words
stems = ENGLISH.stems
stems_in_order = ENGLISH.stems_in_order
matched = ENGLISH.matched
