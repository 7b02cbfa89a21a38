"""Lexical search: BM25 over the stems of texts.

bm25s computes the scores when an index is built. Answering only adds up what it left, with NumPy:
importing bm25s would import SciPy. The files are those of bm25s's own `save`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import IndexDamaged
from kb.language import ENGLISH, Language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Usual values: Manning, Raghavan & Schütze, Introduction to Information Retrieval (2008), 11.4.3:
# k1 1.2 to 2, b 0.75. "lucene" is the variant without negative weights: Kamphuis et al., ECIR 2020,
# doi:10.1007/978-3-030-45442-5_4
K1 = 1.5
B = 0.75
METHOD = "lucene"

# bm25s's names: a matrix in compressed columns, a row for each text and a column for each stem
_STARTS = "indptr.csc.index.npy"
_PLACES = "indices.csc.index.npy"
_WEIGHTS = "data.csc.index.npy"
_VOCABULARY = "vocab.index.json"
_SETTINGS = "params.index.json"


class LexicalIndex:
    """BM25 over texts, which are known by their position. Make one with `build` or `load`."""

    def __init__(
        self,
        column_of: dict[str, int],
        starts: NDArray[np.integer[Any]],
        places: NDArray[np.integer[Any]],
        weights: NDArray[np.float32],
        size: int,
        language: Language = ENGLISH,
    ) -> None:
        """Compressed columns: stem i has `weights[starts[i] : starts[i + 1]]` in the texts
        `places[same]`.
        """
        self._language = language  # of queries given as text
        self._column_of = column_of
        self._starts, self._places, self._weights = starts, places, weights
        self._size = size
        self.vocabulary: frozenset[str] = frozenset(column_of)

    def __len__(self) -> int:
        """How many texts there are."""
        return self._size

    @classmethod
    def build(cls, texts: Sequence[str], language: Language = ENGLISH) -> LexicalIndex:
        """The index of the texts; there may be none, or none with a word."""
        import numpy as np

        stemmed = [language.stems(text) for text in texts]
        vocabulary = sorted(set(chain.from_iterable(stemmed)))
        column_of = {stem: column for column, stem in enumerate(vocabulary)}
        if not column_of:  # bm25s cannot build an index without words
            starts, places = np.zeros(1, dtype=np.int32), np.zeros(0, dtype=np.int32)
            weights = np.zeros(0, dtype=np.float32)
            return cls({}, starts, places, weights, len(texts), language)
        import bm25s

        bm25 = bm25s.BM25(k1=K1, b=B, method=METHOD)
        columns = [[column_of[stem] for stem in of_text] for of_text in stemmed]
        bm25.index((columns, column_of), create_empty_token=False, show_progress=False)
        scores = bm25.scores
        starts, places, weights = scores["indptr"], scores["indices"], scores["data"]
        return cls(column_of, starts, places, weights, len(texts), language)

    def scores(self, query: str | Sequence[str]) -> NDArray[np.float32]:
        """float32, (n,): the BM25 score of every text, 0 where it has none of the query's words.

        `query` is a text, or stems as `stems` gives them; a stem that comes twice counts twice.
        """
        import numpy as np

        total = np.zeros(self._size, dtype=np.float32)
        for stem in self._language.stems(query) if isinstance(query, str) else query:
            column = self._column(stem)
            total[self._places[column]] += self._weights[column]
        return total

    def shares(self, query: Sequence[str]) -> NDArray[np.float32]:
        """float32, (n,), each 0..1: how much of the query's stems each text holds, the rarer the
        more it counts.

        A stem weighs log(1 + (n - df + .5) / (df + .5)), as in BM25; one that no text has weighs
        most.
        """
        import numpy as np

        held = np.zeros(self._size, dtype=np.float32)
        total = 0.0
        for stem in dict.fromkeys(query):
            frequency = self.document_frequency(stem)
            weight = math.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))
            total += weight
            held[self._places[self._column(stem)]] += weight
        return held / total if total else held

    def document_frequency(self, stem: str) -> int:
        """In how many texts the stem occurs."""
        return len(self._places[self._column(stem)])

    def _column(self, stem: str) -> slice:
        """Where in the compressed columns the stem's texts and weights stand."""
        number = self._column_of.get(stem)
        if number is None:
            return slice(0, 0)
        return slice(int(self._starts[number]), int(self._starts[number + 1]))

    def save(self, folder: Path) -> None:
        """Writes the files of bm25s into the folder, which is made. Raises OSError if they cannot
        be written.
        """
        import numpy as np

        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _STARTS, self._starts, allow_pickle=False)
        np.save(folder / _PLACES, self._places, allow_pickle=False)
        np.save(folder / _WEIGHTS, self._weights, allow_pickle=False)
        settings = {"k1": K1, "b": B, "method": METHOD, "num_docs": self._size}
        for name, value in ((_VOCABULARY, self._column_of), (_SETTINGS, settings)):
            (folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, language: Language = ENGLISH) -> LexicalIndex:
        """The index that was saved. Raises IndexDamaged if a file is missing or is not what was
        written.
        """
        import numpy as np

        try:
            column_of = json.loads((folder / _VOCABULARY).read_bytes())
            size = json.loads((folder / _SETTINGS).read_bytes())["num_docs"]
            starts, places, weights = (
                np.load(folder / file, allow_pickle=False) for file in (_STARTS, _PLACES, _WEIGHTS)
            )
            is_sound = _is_sound(column_of, starts, places, weights, size)
        except Exception as error:  # an altered header raises whatever Python's parser does
            raise _damaged(folder) from error
        if not is_sound:
            raise _damaged(folder)
        return cls(column_of, starts, places, weights, size, language)


def _is_sound(column_of: Any, starts: Any, places: Any, weights: Any, size: Any) -> bool:
    if not isinstance(size, int) or size < 0:
        return False
    columns = len(column_of)
    return (
        sorted(column_of.values()) == list(range(columns))
        and _are_columns(starts, columns)
        and _are_places(places, int(starts[-1]), size)
        and _are_weights(weights, int(starts[-1]))
    )


def _are_columns(starts: Any, columns: int) -> bool:
    """Whether each column begins where the one before it ends, the first at 0."""
    if starts.dtype.kind != "i" or starts.shape != (columns + 1,) or starts[0] != 0:
        return False
    return bool((starts[1:] >= starts[:-1]).all())


def _are_places(places: Any, count: int, size: int) -> bool:
    if places.dtype.kind != "i" or places.shape != (count,):
        return False
    return bool((places >= 0).all() and (places < size).all())


def _are_weights(weights: Any, count: int) -> bool:
    import numpy as np

    if weights.dtype != np.float32 or weights.shape != (count,):
        return False
    return bool(np.isfinite(weights).all())


def _damaged(folder: Path) -> IndexDamaged:
    return IndexDamaged(
        f"the word index in {folder} is missing, cut short or altered: run kb build to make it"
        " again"
    )
