"""Misspelt words of a question, mended by the words of the corpus and long everyday ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.language import Language

if TYPE_CHECKING:
    from kb.protocols import Embedder

_WORD = re.compile(r"[^\W\d_]{4,}")  # shorter ones are near to too many others
LONG_WORD = 7  # letters from which two slips are mended instead of one


class Mender:
    """Mends words that neither the corpus nor the model's vocabulary has."""

    def __init__(self, vocabulary: Iterable[str], language: Language, embedder: Embedder) -> None:
        asking = filter(_WORD.fullmatch, language.asking)
        everyday = (word for word in language.everyday if len(word) >= LONG_WORD)
        self._usual = _by_stem({*vocabulary, *asking, *everyday}, language)
        self._stop_words = language.stop_words
        self._embedder = embedder

    def mend(self, text: str) -> str:
        """The text with each misspelt word replaced by the nearest word known.

        Up to 6 letters one slip is mended, from there two (insertions, deletions, changes,
        neighbours swapped).
        """
        return _WORD.sub(lambda match: self._mended(match.group()), text)

    def _mended(self, word: str) -> str:
        low = word.lower()
        if (
            low in self._usual
            or low in self._stop_words
            or not low.isascii()
            or self._embedder.knows(low)
        ):
            return word
        nearest = self._nearest(low)
        return min(nearest)[2] if nearest else word

    def _nearest(self, word: str) -> list[tuple[int, int, str]]:
        """(slips, how unusual, word) of those few slips away that begin with the same letter."""
        from rapidfuzz.distance import OSA

        slips = 1 if len(word) < LONG_WORD else 2
        nearest = []
        for known, count in self._usual.items():
            if known[0] != word[0]:
                continue
            distance = OSA.distance(word, known, score_cutoff=slips)
            if distance <= slips:
                nearest.append((distance, -count, known))
        return nearest


def _by_stem(vocabulary: Iterable[str], language: Language) -> dict[str, int]:
    """Each word with how many have its stem: of two words equally near, the more usual one is
    meant.
    """
    every = sorted(vocabulary)
    stem_of = {word: " ".join(language.stems_in_order(word)) for word in every}
    count = Counter(stem_of[word] for word in every)
    return {word: count[stem] for word, stem in stem_of.items() if word}
