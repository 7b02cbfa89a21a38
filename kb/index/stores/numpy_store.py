"""The reference store: every score computed, nothing clever. The tests hold other stores to its
values.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

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


class NumpyStore:
    """Vectors in one array, in the order of their ids."""

    def __init__(self, dimension: int | None = None) -> None:
        """`dimension` is that of the first vectors added where it is not given."""
        import numpy as np

        self.dimension = dimension
        self._ids: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._vectors: Matrix = np.zeros((0, dimension or 0), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, ids: Ids, vectors: Matrix) -> None:
        """Raises ValueError for an id that is there already, is negative or comes twice, or for a
        wrong shape.
        """
        import numpy as np

        added, rows = check_new(ids, vectors, self._ids, self.dimension)
        self.dimension = rows.shape[1]
        all_ids = np.concatenate([self._ids, added])
        order = np.argsort(all_ids)
        self._ids = all_ids[order]
        self._vectors = np.concatenate([self._vectors.reshape(-1, self.dimension), rows])[order]

    def remove(self, ids: Ids) -> None:
        """Raises KeyError for an id that is not there; nothing is removed then."""
        import numpy as np

        kept = ~np.isin(self._ids, check_present(ids, self._ids))
        self._ids, self._vectors = self._ids[kept], self._vectors[kept]

    def get(self, ids: Ids) -> Matrix:
        """float32, (len(ids), dimension), in the order of the ids. Raises KeyError for an id that
        is not there.
        """
        import numpy as np

        return self._vectors[np.searchsorted(self._ids, check_present(ids, self._ids))]

    def search(
        self, queries: Matrix, k: int, only: Ids | None = None
    ) -> tuple[NDArray[np.int64], Matrix]:
        """(ids, scores), each (len(queries), min(k, how many may be found)), best first; ties go to
        the lower id.

        Raises ValueError for k below 1 or queries of another dimension.
        """
        import numpy as np

        rows = check_queries(queries, k, self.dimension)
        allowed, vectors = self._ids, self._vectors
        if only is not None:
            may_be_found = np.isin(self._ids, np.asarray(only, dtype=np.int64))
            allowed, vectors = self._ids[may_be_found], self._vectors[may_be_found]
        size = min(k, len(allowed))
        ids = np.empty((len(rows), size), dtype=np.int64)
        scores = np.empty((len(rows), size), dtype=np.float32)
        for i, query in enumerate(rows if size else ()):
            ids[i], scores[i] = best(query, allowed, vectors, k)
        return ids, scores

    def scan(self, batch: int = SCAN_BATCH) -> Iterator[tuple[NDArray[np.int64], Matrix]]:
        """(ids, vectors) of at most `batch` at a time, by ascending id. Raises ValueError for a
        batch below 1.
        """
        return in_batches(self._ids, self.get, batch)

    def save(self, file: Path) -> None:
        """Writes ids and vectors as one NumPy array. Raises OSError if the file cannot be
        written.
        """
        import numpy as np

        row = np.dtype([("id", "<i8"), ("vector", "<f4", (self._vectors.shape[1],))])
        rows = np.empty(len(self), dtype=row)
        rows["id"], rows["vector"] = self._ids, self._vectors
        with file.open("wb") as opened:  # given a name, NumPy would add ".npy" to it
            np.save(opened, rows, allow_pickle=False)

    @classmethod
    def load(cls, file: Path) -> NumpyStore:
        """The store that was saved. Raises IndexDamaged if the file does not hold one."""
        import numpy as np

        try:
            rows = np.load(file, allow_pickle=False)
            store = cls()
            if len(rows) or rows["vector"].shape[1]:
                store.add(rows["id"], rows["vector"])
        except (
            Exception
        ) as error:  # of an altered header NumPy raises whatever Python's parser does
            raise damaged(file, error) from error
        return store
