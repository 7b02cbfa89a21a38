"""Vector stores: "faiss" for use, "numpy" as the reference that the tests compare every other
with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.errors import StoredIndexError

if TYPE_CHECKING:
    from kb.index.stores.faiss_store import FaissStore
    from kb.index.stores.numpy_store import NumpyStore

STORES = ("faiss", "numpy")


def open_store(name: str) -> type[FaissStore] | type[NumpyStore]:
    """The class of that name. Raises StoredIndexError for an unknown one.

    >>> len(open_store("numpy")())
    0
    """
    if name == "faiss":
        from kb.index.stores.faiss_store import FaissStore

        return FaissStore
    if name == "numpy":
        from kb.index.stores.numpy_store import NumpyStore

        return NumpyStore
    raise StoredIndexError(f"there is no vector store {name!r}: choose one of {', '.join(STORES)}")
