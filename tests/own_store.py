"""A vector store as somebody else would write it: no file, nothing inherited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from kb.index.stores import open_store

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kb.protocols import Ids, Matrix


class OwnStore:
    """The least that keeps to the protocol; it counts what is added to it."""

    def __init__(self) -> None:
        self.rows: dict[int, Matrix] = {}
        self.added = 0

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def dimension(self) -> int | None:
        return next((len(row) for row in self.rows.values()), None)

    def add(self, ids: Ids, vectors: Matrix) -> None:
        self.rows |= {int(id): row.copy() for id, row in zip(ids, vectors, strict=True)}
        self.added += len(ids)

    def remove(self, ids: Ids) -> None:
        for id in ids:
            del self.rows[int(id)]

    def get(self, ids: Ids) -> Matrix:
        return np.array([self.rows[int(id)] for id in ids], dtype=np.float32)

    def search(
        self, queries: Matrix, k: int, only: Ids | None = None
    ) -> tuple[NDArray[np.int64], Matrix]:
        reference = open_store("numpy")()
        for ids, vectors in self.scan():
            reference.add(ids, vectors)
        return reference.search(queries, k, only)

    def scan(self, batch: int = 4096) -> Iterator[tuple[NDArray[np.int64], Matrix]]:
        ids = np.array(sorted(self.rows), dtype=np.int64)
        for start in range(0, len(ids), batch):
            some = ids[start : start + batch]
            yield some, self.get(some)
