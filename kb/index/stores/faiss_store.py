"""FAISS: an exact index by inner product under ids of the caller's.

FAISS leaves the order of equal scores open and computes one vector's score differently in different
places. So it proposes candidates, all that could belong to the best k, and `best` scores and orders
those.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.index.stores.contract import (
    best,
    check_new,
    check_present,
    check_queries,
    damaged,
    in_batches,
)
from kb.protocols import SCAN_BATCH

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.protocols import Ids, Matrix

SPARE = 16  # candidates beyond k asked for at first; doubled while ties may lie further down
ROUNDING = 1e-5  # how far FAISS's float32 score of vectors of length 1 may be off, generously
DIGEST_BYTES = hashlib.sha256().digest_size


class FaissStore:
    """Vectors in a flat FAISS index."""

    def __init__(self, dimension: int | None = None) -> None:
        """`dimension` is that of the first vectors added where it is not given."""
        self._index = _empty(dimension or 0)

    @property
    def dimension(self) -> int | None:
        """None until it is known."""
        return int(self._index.d) or None

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Ids, vectors: Matrix) -> None:
        """Raises ValueError for an id that is there already, is negative or comes twice, or for a
        wrong shape.
        """
        added, rows = check_new(ids, vectors, self._ids(), self.dimension)
        if self.dimension is None:
            self._index = _empty(rows.shape[1])
        self._index.add_with_ids(rows, added)

    def remove(self, ids: Ids) -> None:
        """Raises KeyError for an id that is not there; nothing is removed then."""
        self._index.remove_ids(check_present(ids, self._ids()))

    def get(self, ids: Ids) -> Matrix:
        """float32, (len(ids), dimension), in the order of the ids. Raises KeyError for an id that
        is not there.
        """
        vectors: Matrix = self._index.reconstruct_batch(check_present(ids, self._ids()))
        return vectors

    def search(
        self, queries: Matrix, k: int, only: Ids | None = None
    ) -> tuple[NDArray[np.int64], Matrix]:
        """(ids, scores), each (len(queries), min(k, how many may be found)), best first; ties go to
        the lower id.

        Raises ValueError for k below 1 or queries of another dimension.
        """
        import numpy as np

        rows = check_queries(queries, k, self.dimension)
        filtered = None if only is None else np.intersect1d(self._ids(), np.asarray(only, np.int64))
        size = min(k, len(self) if filtered is None else len(filtered))
        _use_one_thread()
        ids = np.empty((len(rows), size), dtype=np.int64)
        scores = np.empty((len(rows), size), dtype=np.float32)
        for i in range(len(rows) if size else 0):
            candidates = self._candidates(rows[i : i + 1], k, filtered)
            vectors = self._index.reconstruct_batch(candidates)
            ids[i], scores[i] = best(rows[i], candidates, vectors, k)
        return ids, scores

    def _candidates(
        self, query: Matrix, k: int, filtered: NDArray[np.int64] | None
    ) -> NDArray[np.int64]:
        """Ids of at least the k best that may be found, and of all whose score cannot be told from
        the k-th's.
        """
        import faiss
        import numpy as np

        there, options = len(self), None
        if filtered is not None:
            there = len(filtered)
            allowed = faiss.IDSelectorBatch(filtered)
            options = faiss.SearchParameters(sel=allowed)  # type: ignore[call-arg]
        wanted = k + SPARE
        while True:
            scores, ids = self._index.search(query, min(wanted, there), params=options)
            slack = 2 * ROUNDING * max(1.0, float(np.abs(scores).max()))
            if wanted >= there or scores[0, -1] < scores[0, k - 1] - slack:
                candidates: NDArray[np.int64] = ids[0]
                return candidates
            wanted *= 2

    def scan(self, batch: int = SCAN_BATCH) -> Iterator[tuple[NDArray[np.int64], Matrix]]:
        """(ids, vectors) of at most `batch` at a time, by ascending id. Raises ValueError for a
        batch below 1.
        """
        return in_batches(self._ids(), self.get, batch)

    def save(self, file: Path) -> None:
        """Writes FAISS's own format and after it, where FAISS does not look, the sha256 of it.

        Raises OSError if the file cannot be written.
        """
        import faiss

        try:
            faiss.write_index(self._index, str(file))
        except RuntimeError as error:  # FAISS's only kind of error
            raise OSError(f"FAISS cannot write {file}: {error}") from error
        digest = hashlib.sha256(file.read_bytes()).digest()
        with file.open("ab") as opened:
            opened.write(digest)

    @classmethod
    def load(cls, file: Path) -> FaissStore:
        """The store that was saved. Raises IndexDamaged if the file does not hold one."""
        import faiss

        try:
            data = memoryview(file.read_bytes())
            # before FAISS sees it: an altered file can make it write where it should not
            if hashlib.sha256(data[:-DIGEST_BYTES]).digest() != data[-DIGEST_BYTES:]:
                raise damaged(file)
            index = faiss.read_index(str(file))
        except (OSError, RuntimeError) as error:
            raise damaged(file, error) from error
        flat = isinstance(index, faiss.IndexIDMap2) and faiss.downcast_index(index.index)
        if not isinstance(flat, faiss.IndexFlatIP):
            raise damaged(file)
        store = cls()
        store._index = index
        return store

    def _ids(self) -> NDArray[np.int64]:
        import faiss

        ids: NDArray[np.int64] = faiss.vector_to_array(self._index.id_map)
        return ids


def _use_one_thread() -> None:
    """One question at a time is faster on one thread: FAISS's others wait for the processor with
    those of the encoder.
    """
    import faiss

    faiss.omp_set_num_threads(1)


def _empty(dimension: int) -> Any:
    import faiss

    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
