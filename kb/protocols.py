"""The plug-in points: any object of this shape will do, there is nothing to inherit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

Progress: TypeAlias = Callable[[int, int], None]  # how many are done, of how many

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix: TypeAlias = NDArray[np.float32]  # rows of length 1, so that a dot product is a cosine
    Ids: TypeAlias = Sequence[int] | NDArray[np.int64]

SCAN_BATCH = 4096  # vectors a step: 6 MB of 384 numbers each


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


@runtime_checkable
class TokenEmbedder(Protocol):
    """An embedder that also tells of each token what it means where it stands: statements are held
    against sentences word by word with it. Without it words count as the same by their stems alone.
    """

    def encode_tokens(self, text: str) -> tuple[Sequence[tuple[int, int]], Matrix]:
        """Where each token stands, start and end in code points, and its vector: float32, (tokens,
        dimension), of length 1.
        """


class Store(Protocol):
    """Nearest vectors by dot product, exactly. Ids are the caller's: int64, 0 or more, each at most
    once.
    """

    def __len__(self) -> int: ...

    @property
    def dimension(self) -> int | None:
        """None until it is known."""

    def add(self, ids: Ids, vectors: Matrix) -> None:
        """Raises ValueError for an id that is there already or a wrong dimension."""

    def remove(self, ids: Ids) -> None:
        """Raises KeyError for an id that is not there; nothing is removed then."""

    def get(self, ids: Ids) -> Matrix:
        """(len(ids), dimension), in the order of the ids, as they were added. Raises KeyError for
        an id that is not there.
        """

    def search(
        self, queries: Matrix, k: int, only: Ids | None = None
    ) -> tuple[NDArray[np.int64], Matrix]:
        """(ids, scores), each (len(queries), min(k, how many may be found)), best first; ties go to
        the lower id.

        `only` are the ids that may be found, None for all; those that are not there are passed
        over.
        """

    def scan(self, batch: int = SCAN_BATCH) -> Iterator[tuple[NDArray[np.int64], Matrix]]:
        """(ids, vectors) of at most `batch` at a time, all of them once, by ascending id."""


VectorStore = Store  # its name until 0.1
StoreChoice: TypeAlias = str | Callable[[], Store]  # one of kb's by name, or what makes one's own
