"""An embedder without a model: for tests, and to try things out."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.protocols import Matrix, Progress


class HashEmbedder:
    """Vectors of words and their three-letter parts, hashed: no model, the same on every machine.
    For tests.

    Texts with words in common are near, and that is all it knows of meaning.

    >>> HashEmbedder().encode_query(["two words"]).shape
    (1, 256)
    """

    def __init__(self, dimension: int = 256) -> None:
        """Raises ValueError for a dimension below 1."""
        if dimension < 1:
            raise ValueError(f"a vector needs at least 1 dimension, not {dimension}")
        self._dimension = dimension

    @property
    def name(self) -> str:
        return f"hash-{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts."""
        import numpy as np

        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for place, value in self._features(text):
                vectors[row, place] += value
            if not vectors[row].any():  # no words at all, or hashes that cancel out
                vectors[row, 0] = 1.0
            vectors[row] /= np.linalg.norm(vectors[row])
            if progress:
                progress(row + 1, len(texts))
        return vectors

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts."""
        return self.encode_document(texts)

    def encode_tokens(self, text: str) -> tuple[list[tuple[int, int]], Matrix]:
        """Where each word stands, and its vector: the same in any text."""
        words = list(re.finditer(r"\w+", text))
        vectors = self.encode_document([word.group() for word in words])
        return [word.span() for word in words], vectors

    def knows(self, word: str) -> bool:
        """False: it has no vocabulary."""
        return False

    def _features(self, text: str) -> list[tuple[int, float]]:
        found: list[tuple[int, float]] = []
        for word, count in Counter(re.findall(r"\w+", text.lower())).items():
            parts = [f"^{word}$"[i : i + 3] for i in range(len(word))]
            for feature, weight in [(word, 1.0), *((part, len(parts) ** -0.5) for part in parts)]:
                digest = hashlib.blake2b(
                    feature.encode("utf-8", "surrogatepass"), digest_size=8
                ).digest()
                sign = 1.0 if digest[0] & 1 else -1.0
                found.append(
                    (int.from_bytes(digest[1:], "big") % self._dimension, sign * weight * count)
                )
        return found
