"""What every vector store does alike: checking what it is given, scoring, and putting the best in
order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import IndexDamaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.protocols import Ids, Matrix


def check_new(
    ids: Ids, vectors: Matrix, present: NDArray[np.int64], dimension: int | None
) -> tuple[NDArray[np.int64], Matrix]:
    """The ids and vectors as arrays. Raises ValueError if they may not be added to a store that
    holds `present`.
    """
    import numpy as np

    added = np.asarray(ids, dtype=np.int64)
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    if rows.ndim != 2 or len(rows) != len(added):
        raise ValueError(
            f"{len(added)} ids need as many rows of vectors, not an array of shape {rows.shape}"
        )
    if dimension is not None and rows.shape[1] != dimension:
        raise ValueError(
            f"the vectors have {rows.shape[1]} dimensions, and the store's have {dimension}"
        )
    if not np.isfinite(rows).all():
        raise ValueError("the vectors hold a value that is not a finite number")
    if len(added) and added.min() < 0:
        raise ValueError(f"an id is 0 or more, not {added.min()}")
    values, counts = np.unique(added, return_counts=True)
    again = np.union1d(values[counts > 1], np.intersect1d(values, present))
    if len(again):
        raise ValueError(f"id {again[0]} is there already")
    return added, rows


def check_present(ids: Ids, present: NDArray[np.int64]) -> NDArray[np.int64]:
    """The ids as an array. Raises KeyError for the first that is not present."""
    import numpy as np

    wanted = np.asarray(ids, dtype=np.int64)
    absent = wanted[~np.isin(wanted, present)]
    if len(absent):
        raise KeyError(int(absent[0]))
    return wanted


def check_queries(queries: Matrix, k: int, dimension: int | None) -> Matrix:
    """The queries as an array. Raises ValueError for k below 1 or a wrong shape."""
    import numpy as np

    if k < 1:
        raise ValueError(f"k is how many to find, 1 or more, not {k}")
    rows = np.ascontiguousarray(queries, dtype=np.float32)
    if rows.ndim != 2 or (dimension is not None and rows.shape[1] != dimension):
        raise ValueError(
            f"queries have the shape (n, {dimension or 'dimension'}), not {rows.shape}"
        )
    return rows


def best(
    query: Matrix, ids: NDArray[np.int64], vectors: Matrix, k: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """(ids, scores) of the k best of the vectors for one query, (dimension,): best first, ties to
    the lower id.

    Summed row by row in double precision: a vector's score does not depend on its place or its
    company, as it does in a matrix product, so that equal vectors tie exactly.
    """
    import numpy as np

    scores = (vectors.astype(np.float64) * query.astype(np.float64)).sum(axis=1).astype(np.float32)
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]


def in_batches(
    ids: NDArray[np.int64], get: Callable[[NDArray[np.int64]], Matrix], batch: int
) -> Iterator[tuple[NDArray[np.int64], Matrix]]:
    """(ids, vectors) of at most `batch` at a time, by ascending id. Raises ValueError, at once, for
    a batch below 1.
    """
    import numpy as np

    if batch < 1:
        raise ValueError(f"a batch is how many to give at a time, 1 or more, not {batch}")
    ascending = np.sort(ids)
    starts = range(0, len(ascending), batch)
    slices = (ascending[start : start + batch] for start in starts)
    return ((some, get(some)) for some in slices)


def damaged(file: Path, error: Exception | None = None) -> IndexDamaged:
    """The error for a file that is not a saved store."""
    reason = (
        "is missing"
        if isinstance(error, FileNotFoundError)
        else "is cut short, altered, or no saved vector store"
    )
    return IndexDamaged(f"{file} {reason}: run kb build to make the index again")
