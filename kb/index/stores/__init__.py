"""Vector stores: "faiss" for use, "numpy" as the reference that the tests compare every other
with. Only these two have a file; what is in any other is kept in NumPy's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import StoredIndexError

if TYPE_CHECKING:
    from kb.index.stores.faiss_store import FaissStore
    from kb.index.stores.numpy_store import NumpyStore
    from kb.protocols import Store, StoreChoice

STORES = ("faiss", "numpy")
DEFAULT_STORE = "faiss"


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


def new_store(choice: StoreChoice) -> Store:
    """A store by its name or from what makes one's own. Raises StoredIndexError for an unknown
    name.
    """
    return open_store(choice)() if isinstance(choice, str) else choice()


def save_store(store: Store, file: Path) -> str:
    """Writes the vectors; returns the name of the store that reads them. Raises OSError if the file
    cannot be written.
    """
    for name in STORES:
        if isinstance(store, open_store(name)):
            store.save(file)
            return name
    copied = open_store("numpy")(store.dimension)
    copy_into(copied, store)
    copied.save(file)
    return "numpy"


def copy_into(store: Store, source: Store) -> None:
    """Makes the store hold what the source holds and nothing else; what it has already is left in
    it, not added again.
    """
    import numpy as np

    wanted = [np.zeros(0, np.int64), *(ids for ids, _ in source.scan())]
    for ids, vectors in list(store.scan()):
        known = np.isin(ids, np.concatenate(wanted))
        known[known] = (source.get(ids[known]) == vectors[known]).all(axis=1)
        store.remove(ids[~known])
    present = np.concatenate([np.zeros(0, np.int64), *(ids for ids, _ in store.scan())])
    for ids, vectors in source.scan():
        is_new = ~np.isin(ids, present)
        if is_new.any():
            store.add(ids[is_new], vectors[is_new])


def load_store(name: str, file: Path) -> Store:
    """The store that `save_store` wrote under that name. Raises IndexDamaged if the file does not
    hold one.
    """
    return open_store(name).load(file)


def convert_store(saved: Store, choice: StoreChoice) -> Store:
    """The chosen store with what is in `saved`, which is given back if it is of the name chosen.

    Raises StoredIndexError for an unknown name.
    """
    if isinstance(choice, str) and isinstance(saved, open_store(choice)):
        return saved
    chosen = new_store(choice)
    copy_into(chosen, saved)
    return chosen
