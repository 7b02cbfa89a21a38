"""The plug-in points: any object of this shape will do, there is nothing to inherit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

Progress: TypeAlias = Callable[[int, int], None]  # how many are done, of how many

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float32]  # rows of length 1, so that a dot product is a cosine
    Ids: TypeAlias = Sequence[int] | NDArray[np.int64]


class Embedder(Protocol):
    """Turns texts into vectors of length 1. Nothing is silently cut: a text over the model's limit
    is embedded in parts.
    """

    @property
    def name(self) -> str:
        """What a person calls the model, with its digest where weights were read: it identifies the
        vectors.
        """

    @property
    def dimension(self) -> int: ...

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts."""

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts."""

    def knows(self, word: str) -> bool:
        """Whether the model's vocabulary has the word, in lower case, whole: one that it has not
        may be misspelt.
        """


class VectorStore(Protocol):
    """Nearest vectors by dot product, exactly; ids are the caller's, each at most once."""

    def __len__(self) -> int: ...

    def add(self, ids: Ids, vectors: Matrix) -> None:
        """Raises ValueError for an id that is there already or a wrong dimension."""

    def remove(self, ids: Ids) -> None:
        """Raises KeyError for an id that is not there; nothing is removed then."""

    def vectors(self, ids: Ids) -> Matrix:
        """(len(ids), dimension), in the order of the ids. Raises KeyError for an id that is not
        there.
        """

    def search(self, queries: Matrix, k: int) -> tuple[NDArray[np.int64], Matrix]:
        """(ids, scores), each (len(queries), min(k, len(self))), best first; ties go to the lower
        id.
        """

    def save(self, file: Path) -> None: ...

    @classmethod
    def load(cls, file: Path) -> VectorStore: ...
