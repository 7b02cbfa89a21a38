"""Vector stores: every test runs against each, and the values are NumPy's."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import IndexDamaged, StoredIndexError
from kb.index.stores import STORES, convert_store, load_store, open_store, save_store
from tests.own_store import OwnStore

if TYPE_CHECKING:
    from kb.index.stores.faiss_store import FaissStore
    from kb.index.stores.numpy_store import NumpyStore
    from kb.protocols import Matrix, Store

    StoreClass: TypeAlias = type[FaissStore] | type[NumpyStore]


@pytest.fixture(params=STORES)
def store_class(request: pytest.FixtureRequest) -> StoreClass:
    return open_store(request.param)


def unit(rows: object) -> Matrix:
    vectors = np.asarray(rows, dtype=np.float32)
    scaled: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


def random_vectors(count: int, dimension: int = 8, seed: int = 0) -> Matrix:
    return unit(np.random.default_rng(seed).normal(size=(count, dimension)))


def expected(
    ids: list[int], vectors: Matrix, queries: Matrix, k: int
) -> tuple[list[list[int]], Matrix]:
    """The definition, spelt out: every score, sorted by score and then by id."""
    scores = (
        (queries[:, None].astype(np.float64) * vectors[None].astype(np.float64))
        .sum(axis=2)
        .astype(np.float32)
    )
    order = [np.lexsort((ids, -row))[:k] for row in scores]
    best = np.array(
        [row[places] for row, places in zip(scores, order, strict=True)], dtype=np.float32
    )
    return [[ids[i] for i in places] for places in order], best.reshape(
        len(queries), min(k, len(ids))
    )


@pytest.mark.parametrize("k", [1, 3, 40, 41, 1000])
@pytest.mark.parametrize("queries", [1, 30])
def test_search_finds_what_numpy_finds(store_class: StoreClass, k: int, queries: int) -> None:
    ids = [7 * i % 41 for i in range(41)]
    vectors, questions = random_vectors(41), random_vectors(queries, seed=1)
    store = store_class()
    store.add(ids, vectors)
    found, scores = store.search(questions, k)
    expected_ids, expected_scores = expected(ids, vectors, questions, k)
    assert found.tolist() == expected_ids
    np.testing.assert_array_equal(scores, expected_scores)
    assert found.dtype == np.int64
    assert scores.dtype == np.float32


# Few directions, so that many vectors are the same and many scores tie
DIRECTIONS = unit([[1, 0, 0], [0, 1, 0], [1, 1, 0], [1, 1, 1], [-1, 0, 0], [3, 1, 2]])
LAST = len(DIRECTIONS) - 1


@pytest.mark.parametrize("name", STORES)
@given(
    rows=st.dictionaries(st.integers(0, 2**40), st.integers(0, LAST), max_size=60),
    removed=st.sets(st.integers(0, 59)),
    query=st.integers(0, LAST),
    k=st.integers(1, 70),
)
def test_after_any_adding_and_removing_search_finds_what_numpy_finds(
    name: str, rows: dict[int, int], removed: set[int], query: int, k: int
) -> None:
    store = open_store(name)(dimension=3)
    ids = list(rows)
    store.add(ids[::2], DIRECTIONS[[rows[i] for i in ids[::2]]])
    store.add(ids[1::2], DIRECTIONS[[rows[i] for i in ids[1::2]]])
    gone = [id for place, id in enumerate(ids) if place in removed]
    store.remove(gone)
    left = [id for id in ids if id not in gone]
    vectors = DIRECTIONS[[rows[i] for i in left]]
    found, scores = store.search(DIRECTIONS[[query]], k)
    expected_ids, expected_scores = expected(left, vectors, DIRECTIONS[[query]], k)
    assert len(store) == len(left)
    assert found.tolist() == expected_ids
    np.testing.assert_array_equal(scores, expected_scores)
    np.testing.assert_array_equal(store.get(left), vectors)


@pytest.mark.parametrize("name", STORES)
@given(
    rows=st.dictionaries(st.integers(0, 2**62), st.integers(0, LAST), min_size=1, max_size=60),
    chosen=st.sets(st.integers(0, 59)),
    absent=st.sets(st.integers(0, 2**62), max_size=3),
    query=st.integers(0, LAST),
    k=st.integers(1, 70),
)
def test_a_filter_finds_what_numpy_finds_among_the_ids_that_it_lets_through(
    name: str,
    rows: dict[int, int],
    chosen: set[int],
    absent: set[int],
    query: int,
    k: int,
) -> None:
    store = open_store(name)(dimension=3)
    ids = list(rows)
    store.add(ids, DIRECTIONS[[rows[i] for i in ids]])
    let_through = [id for place, id in enumerate(ids) if place in chosen]
    only = [*let_through[::-1], *let_through[:2], *(absent - rows.keys())]
    found, scores = store.search(DIRECTIONS[[query]], k, only)
    vectors = DIRECTIONS[[rows[i] for i in let_through]]
    expected_ids, expected_scores = expected(let_through, vectors, DIRECTIONS[[query]], k)
    assert found.tolist() == expected_ids
    np.testing.assert_array_equal(scores, expected_scores)


def test_a_filter_that_lets_nothing_through_finds_nothing(store_class: StoreClass) -> None:
    store = store_class()
    store.add(range(9), random_vectors(9))
    for only in ([], [77]):
        ids, scores = store.search(random_vectors(2), 3, only)
        assert (ids.shape, scores.shape) == ((2, 0), (2, 0))


@pytest.mark.parametrize("batch", [1, 3, 10, 11, 4096])
def test_a_scan_gives_every_vector_once_by_ascending_id(
    store_class: StoreClass, batch: int
) -> None:
    ids, vectors = [2**62 - 7 * i % 11 for i in range(10)], random_vectors(10)
    store = store_class()
    assert list(store.scan(batch)) == []
    store.add(ids, vectors)
    parts = list(store.scan(batch))
    order = np.argsort(ids)
    assert [len(some) for some, _ in parts[:-1]] == [batch] * (len(parts) - 1)
    np.testing.assert_array_equal(np.concatenate([some for some, _ in parts]), np.array(ids)[order])
    np.testing.assert_array_equal(np.concatenate([rows for _, rows in parts]), vectors[order])


def test_a_scan_in_batches_of_nothing_is_refused(store_class: StoreClass) -> None:
    message = r"^a batch is how many to give at a time, 1 or more, not 0$"
    with pytest.raises(ValueError, match=message):
        store_class().scan(0)


@pytest.mark.parametrize("count", [2, 30, 300])
def test_ties_go_to_the_lower_id_even_where_k_cuts_them(
    store_class: StoreClass, count: int
) -> None:
    store = store_class()
    vectors = np.repeat(random_vectors(1, dimension=384), count, axis=0)
    store.add(range(count)[::-1], vectors)
    store.add([count + 1], random_vectors(1, dimension=384, seed=5))
    found, scores = store.search(vectors[:1], count // 2)
    assert found[0].tolist() == list(range(count // 2))
    assert len(set(scores[0].tolist())) == 1


def test_one_query_finds_the_same_as_among_many(store_class: StoreClass) -> None:
    store = store_class()
    store.add(range(200), random_vectors(200, dimension=384))
    questions = random_vectors(64, dimension=384, seed=1)
    together = store.search(questions, 10)
    for i in range(64):
        alone = store.search(questions[i : i + 1], 10)
        np.testing.assert_array_equal(alone[0][0], together[0][i])
        np.testing.assert_array_equal(alone[1][0], together[1][i])


def test_an_empty_store_finds_nothing(store_class: StoreClass) -> None:
    for store in (store_class(), store_class(dimension=8)):
        ids, scores = store.search(random_vectors(2), 3)
        assert (ids.shape, scores.shape) == ((2, 0), (2, 0))
        assert ids.dtype == np.int64
        assert scores.dtype == np.float32


def test_no_queries_find_nothing(store_class: StoreClass) -> None:
    store = store_class()
    store.add([1, 2], random_vectors(2))
    ids, scores = store.search(np.zeros((0, 8), dtype=np.float32), 5)
    assert (ids.shape, scores.shape) == ((0, 2), (0, 2))


@pytest.mark.parametrize("k", [0, -1])
def test_k_below_one_is_refused(store_class: StoreClass, k: int) -> None:
    with pytest.raises(ValueError, match=rf"^k is how many to find, 1 or more, not {k}$"):
        store_class().search(random_vectors(1), k)


@pytest.mark.parametrize("shape", [(8,), (1, 7), (1, 1, 8)])
def test_queries_of_another_shape_are_refused(
    store_class: StoreClass, shape: tuple[int, ...]
) -> None:
    store = store_class()
    store.add([0], random_vectors(1))
    with pytest.raises(ValueError, match=r"^queries have the shape \(n, 8\), not \("):
        store.search(np.zeros(shape, dtype=np.float32), 1)


@pytest.mark.parametrize(
    ("ids", "vectors", "message"),
    [
        ([1], random_vectors(1), r"^id 1 is there already$"),
        ([5, 5], random_vectors(2), r"^id 5 is there already$"),
        ([-1], random_vectors(1), r"^an id is 0 or more, not -1$"),
        (
            [5],
            random_vectors(1, dimension=7),
            r"^the vectors have 7 dimensions, and the store's have 8$",
        ),
        (
            [5, 6],
            random_vectors(1),
            r"^2 ids need as many rows of vectors, not an array of shape \(1, 8\)$",
        ),
        (
            [5],
            np.full((1, 8), np.nan, dtype=np.float32),
            r"^the vectors hold a value that is not a finite number$",
        ),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_added(
    store_class: StoreClass, ids: list[int], vectors: Matrix, message: str
) -> None:
    store = store_class()
    store.add([0, 1], random_vectors(2))
    with pytest.raises(ValueError, match=message):
        store.add(ids, vectors)
    assert len(store) == 2


def test_removing_an_absent_id_is_refused_and_nothing_is_removed(store_class: StoreClass) -> None:
    store = store_class()
    store.add([0, 1], random_vectors(2))
    with pytest.raises(KeyError, match=r"^9$"):
        store.remove([0, 9])
    assert len(store) == 2


def test_a_removed_vector_is_not_found_and_its_id_can_be_used_again(
    store_class: StoreClass,
) -> None:
    store = store_class()
    store.add([0, 1, 2], DIRECTIONS[:3])
    store.remove([0])
    assert 0 not in store.search(DIRECTIONS[:1], 3)[0]
    with pytest.raises(KeyError, match=r"^0$"):
        store.get([0])
    store.add([0], DIRECTIONS[4:5])
    np.testing.assert_array_equal(store.get([0]), DIRECTIONS[4:5])


def test_vectors_come_back_as_they_were_added_in_the_order_asked(store_class: StoreClass) -> None:
    store = store_class()
    store.add([30, 10, 20], random_vectors(3))
    np.testing.assert_array_equal(store.get([10, 20, 30, 10]), random_vectors(3)[[1, 2, 0, 1]])
    assert store.get([]).shape == (0, 8)


def test_adding_does_not_change_or_keep_what_it_is_given(store_class: StoreClass) -> None:
    vectors = random_vectors(2)
    store = store_class()
    store.add([0, 1], vectors)
    vectors[:] = 0
    np.testing.assert_array_equal(store.get([0, 1]), random_vectors(2))


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_saved_store_finds_the_same(store_class: StoreClass, count: int, tmp_path: Path) -> None:
    store = store_class(dimension=8)
    store.add(range(0, 3 * count, 3), random_vectors(count))
    store.save(tmp_path / "vectors")
    loaded = store_class.load(tmp_path / "vectors")
    assert [file.name for file in tmp_path.iterdir()] == ["vectors"]
    assert (len(loaded), loaded.dimension) == (count, 8)
    for found, again in zip(
        store.search(random_vectors(3, seed=1), 9),
        loaded.search(random_vectors(3, seed=1), 9),
        strict=True,
    ):
        np.testing.assert_array_equal(found, again)
    loaded.add([1], random_vectors(1))
    assert len(loaded) == count + 1


def test_a_store_that_never_held_anything_is_saved_and_loaded(
    store_class: StoreClass, tmp_path: Path
) -> None:
    store_class().save(tmp_path / "vectors")
    loaded = store_class.load(tmp_path / "vectors")
    loaded.add([1], random_vectors(1))
    assert (len(loaded), loaded.dimension) == (1, 8)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut in the head": lambda data: data[:20],
    "cut in the middle": lambda data: data[: len(data) // 2],
    "cut at the end": lambda data: data[:-1],
    "text": lambda data: b"this is no store\n" * 20,
    "zeros": lambda data: bytes(len(data)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused(store_class: StoreClass, damage: str, tmp_path: Path) -> None:
    file = tmp_path / "vectors"
    store = store_class()
    store.add(range(20), random_vectors(20))
    store.save(file)
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    with pytest.raises(
        IndexDamaged, match=r"vectors is cut short, altered, or no saved vector store: run kb build"
    ):
        store_class.load(file)


def test_a_missing_file_is_refused(store_class: StoreClass, tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"vectors is missing: run kb build"):
        store_class.load(tmp_path / "vectors")


def test_one_stores_file_is_refused_by_the_other(tmp_path: Path) -> None:
    faiss_store, numpy_store = map(open_store, STORES)
    for writer, reader in ((faiss_store, numpy_store), (numpy_store, faiss_store)):
        store = writer()
        store.add([0], random_vectors(1))
        store.save(tmp_path / "vectors")
        with pytest.raises(IndexDamaged, match="no saved vector store"):
            reader.load(tmp_path / "vectors")


def test_a_faiss_index_of_another_kind_is_refused(tmp_path: Path) -> None:
    import faiss

    for index in (faiss.IndexFlatIP(8), faiss.IndexIDMap2(faiss.IndexFlatL2(8))):
        faiss.write_index(index, str(tmp_path / "vectors"))
        data = (tmp_path / "vectors").read_bytes()
        (tmp_path / "vectors").write_bytes(data + hashlib.sha256(data).digest())
        with pytest.raises(IndexDamaged, match="no saved vector store"):
            open_store("faiss").load(tmp_path / "vectors")


def test_faiss_itself_reads_what_the_faiss_store_saved(tmp_path: Path) -> None:
    import faiss

    store = open_store("faiss")()
    store.add([7], random_vectors(1))
    store.save(tmp_path / "vectors")
    np.testing.assert_array_equal(
        faiss.read_index(str(tmp_path / "vectors")).reconstruct(7), random_vectors(1)[0]
    )


@pytest.mark.parametrize("name", STORES)
@given(
    cut=st.integers(0, 600),
    changes=st.dictionaries(st.integers(0, 150), st.integers(0, 255), min_size=1, max_size=3),
)
def test_no_altered_head_does_more_than_be_refused(
    name: str, cut: int, changes: dict[int, int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "vectors")
        store = open_store(name)()
        store.add(range(8), random_vectors(8))
        store.save(file)
        data = bytearray(file.read_bytes())
        for place, value in changes.items():
            data[place] = value
        file.write_bytes(data[:-cut] if cut else data)
        try:
            open_store(name).load(file)
        except IndexDamaged as error:
            assert str(error).endswith("run kb build to make the index again")


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.folder),)


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    with (tmp_path / "vectors").open("wb") as file:
        np.save(file, np.array([Trap(tmp_path / "sprung")], dtype=object), allow_pickle=True)
    with pytest.raises(IndexDamaged, match="no saved vector store"):
        open_store("numpy").load(tmp_path / "vectors")
    assert not (tmp_path / "sprung").exists()


def test_a_store_that_cannot_be_written_is_an_oserror(
    store_class: StoreClass, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="vectors"):
        store_class(dimension=8).save(tmp_path / "no such folder" / "vectors")


def test_an_unknown_store_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(
        StoredIndexError, match=r"^there is no vector store 'chroma': choose one of faiss, numpy$"
    ):
        open_store("chroma")


# Stores of one's own: no file, nothing inherited


def everything(store: Store) -> dict[int, list[float]]:
    return {
        int(id): row.tolist()
        for ids, rows in store.scan()
        for id, row in zip(ids, rows, strict=True)
    }


@pytest.mark.parametrize("make", [OwnStore, *map(open_store, STORES)])
def test_any_store_is_saved_in_a_file_and_the_name_says_who_reads_it(
    make: Callable[[], Store], tmp_path: Path
) -> None:
    store = make()
    store.add([5, 2**62], random_vectors(2))
    name = save_store(store, tmp_path / "vectors")
    loaded = load_store(name, tmp_path / "vectors")
    assert everything(loaded) == everything(store)
    assert type(loaded) is (open_store("numpy") if make is OwnStore else make)


def test_what_another_store_holds_is_moved_into_the_chosen_one() -> None:
    saved = open_store("faiss")()
    saved.add([1, 2, 3], random_vectors(3))
    assert convert_store(saved, "faiss") is saved
    for chosen in (convert_store(saved, "numpy"), convert_store(saved, OwnStore)):
        assert everything(chosen) == everything(saved)


def test_a_store_of_ones_own_is_brought_in_step_and_what_it_has_is_left_in_it() -> None:
    saved, own = open_store("numpy")(), OwnStore()
    saved.add([1, 2, 3], random_vectors(3))
    own.add([2, 3, 4], random_vectors(3)[[1, 0, 2]])  # right, another vector, superfluous
    own.added = 0
    assert convert_store(saved, lambda: own) is own
    assert (everything(own), own.added) == (everything(saved), 2)
