"""The index on disk: read back as it was, never half there, and refused when it is not what was
written.
"""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kb.index.stored
from kb.articles.folder import fingerprint
from kb.articles.loading import load_corpus
from kb.embedding.compiled import encoder_folder
from kb.embedding.hashing import HashEmbedder
from kb.errors import (
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    KBError,
    ModelError,
    StoredIndexError,
)
from kb.index.build import Index, build_index, sentence_ids
from kb.index.plain import from_plain, to_plain
from kb.index.stored import (
    FORMAT,
    MANIFEST,
    load_index,
    read_manifest,
    recorded_model,
    save_index,
)
from kb.index.stores import STORES, open_store
from kb.knowledge_base import KnowledgeBase, build
from kb.language import ENGLISH
from kb.version import __version__
from tests.own_store import OwnStore

if TYPE_CHECKING:
    from kb.protocols import Matrix, Progress

BAKERS = Path(__file__).parents[1] / "corpora" / "bakers"
ROOT = Path(__file__).parents[2]
MODEL = "hash-64"
QUESTION = "How are bakers and confectioners trained?"


class CountingEmbedder(HashEmbedder):
    """A `HashEmbedder` that remembers the texts it was given."""

    def __init__(self) -> None:
        super().__init__(64)
        self.given: list[str] = []

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        self.given += texts
        return super().encode_document(texts, progress)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BAKERS, tmp_path / "corpus"))


@pytest.fixture
def folder(corpus: Path) -> Path:
    """A good index in the corpus's own folder."""
    build(corpus, model=MODEL)
    return corpus / ".index"


def data_of(folder: Path) -> Path:
    return folder / str(read_manifest(folder)["data"])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def answers(corpus: Path) -> str:
    """What the index on disk says, as bytes would: any difference shows."""
    base = KnowledgeBase(load_index(corpus / ".index", corpus), HashEmbedder(64))
    return json.dumps([base.ask(QUESTION).to_dict(), base.compare().to_dict()])


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def rewrite_manifest(folder: Path, **changes: Any) -> None:
    """A manifest with other values and a right digest, as another kb would have written it."""
    manifest = {**read_manifest(folder), **changes}
    manifest["digest"] = kb.index.stored._digest(kb.index.stored._json(manifest))
    (folder / MANIFEST).write_bytes(kb.index.stored._json(manifest))


def keyed(index: Index) -> dict[tuple[str, int], int]:
    """The ids by document and position."""
    keys = [(sentence.document.id, sentence.start) for sentence in index.sentences]
    return dict(zip(keys, index.ids.tolist(), strict=True))


def built(corpus: Path, embedder: HashEmbedder, old: Index | None = None) -> Index:
    return build_index(load_corpus(corpus), fingerprint(corpus), embedder, old=old)


# Round trip


def test_an_index_is_read_back_as_it_was(corpus: Path, tmp_path: Path) -> None:
    index = built(corpus, HashEmbedder(64))
    save_index(index, tmp_path / "index")
    found = load_index(tmp_path / "index", corpus)
    assert (found.corpus, found.passages, found.sentences) == (
        index.corpus,
        index.passages,
        index.sentences,
    )
    assert found.corpus.digest == index.corpus.digest
    assert (found.model, found.fingerprint) == (index.model, index.fingerprint)
    for name in ("ids", "affinity", "listed", "subject_vectors", "examples"):
        np.testing.assert_array_equal(getattr(found, name), getattr(index, name))
    every = range(len(index.sentences))
    np.testing.assert_array_equal(found.vectors(every), index.vectors(every))
    np.testing.assert_array_equal(found.lexical.scores("bakers"), index.lexical.scores("bakers"))


def test_the_index_that_was_built_and_the_one_that_was_read_answer_alike(corpus: Path) -> None:
    base = build(corpus, model=MODEL)
    again = KnowledgeBase.open(corpus)
    assert again.ask(QUESTION) == base.ask(QUESTION)
    assert again.search(QUESTION, 20) == base.search(QUESTION, 20)
    assert again.compare().to_markdown() == base.compare().to_markdown()


@pytest.mark.parametrize("name", STORES)
def test_an_index_knows_its_store_and_is_read_back_into_it(corpus: Path, name: str) -> None:
    index = build_index(load_corpus(corpus), fingerprint(corpus), HashEmbedder(64), store=name)
    save_index(index, corpus / ".index")
    assert read_manifest(corpus / ".index")["store"] == name
    assert type(load_index(corpus / ".index", corpus).store) is open_store(name)
    build(corpus)
    edit(corpus / "guild.txt", "Starts at three", "Starts at half past two")
    assert type(KnowledgeBase.open(corpus).index.store) is open_store(name)


@dataclasses.dataclass(frozen=True)
class Part:
    name: str
    numbers: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True)
class Whole:
    parts: tuple[Part, ...]
    words: tuple[tuple[str, ...], ...] = ()
    note: str | None = None
    is_new: bool = True
    file: str = ""
    made: str = dataclasses.field(init=False, default="anew")


def test_fields_that_are_added_to_a_value_are_kept() -> None:
    whole = Whole((Part("a", (1, 2)), Part("b")), (("x", "y"), ()), "n", False, "here")
    stored = json.loads(json.dumps(to_plain(whole, leave_out=["file"])))
    assert set(stored) == {"parts", "words", "note", "is_new"}
    assert from_plain(Whole, stored, file="here") == whole


def test_the_same_articles_make_the_same_bytes_wherever_they_lie(
    corpus: Path, tmp_path: Path
) -> None:
    elsewhere = Path(shutil.copytree(corpus, tmp_path / "elsewhere"))
    build(corpus, model=MODEL)
    build(elsewhere, model=MODEL)
    assert contents(corpus / ".index") == contents(elsewhere / ".index")


def test_an_index_goes_with_its_folder(folder: Path, corpus: Path, tmp_path: Path) -> None:
    before = answers(corpus)
    moved = corpus.rename(tmp_path / "moved")
    assert answers(moved) == before
    assert {c.verify() for c in KnowledgeBase.open(moved).ask(QUESTION).citations} == {"exact"}


def test_a_corpus_without_sentences_to_cite_is_an_index_too(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Only a heading\n", encoding="utf-8")
    build(corpus, model=MODEL)
    base = KnowledgeBase.open(corpus)
    assert base.size == 0 and base.search("heading") == []
    assert base.ask("What is a heading?").status == "not covered"


def test_nothing_in_the_index_is_pickled(folder: Path) -> None:
    assert {Path(name).suffix for name in contents(data_of(folder))} == {".npy", ".json", ""}
    for name, data in contents(folder).items():
        assert not data.startswith(b"\x80"), name
        if name.endswith(".npy"):
            np.load(folder / name, allow_pickle=False)


# Ids and places


def test_ids_stay_when_other_articles_come_and_go(corpus: Path) -> None:
    """From `before` to `more` an article is added before all others; the other way, removed."""
    before = built(corpus, HashEmbedder(64))
    (corpus / "mill.txt").write_text("Millers\n\nA miller grinds grain.\n", encoding="utf-8")
    first = '[[sources]]\nfile = "guild.txt"'
    edit(corpus / "corpus.toml", first, f'[[sources]]\nfile = "mill.txt"\n\n{first}')
    more = built(corpus, HashEmbedder(64))
    assert more.sentences[0].document.id == "mill"
    assert keyed(before).items() < keyed(more).items()
    assert len(set(more.ids.tolist())) == len(more.sentences)
    assert more.ids.dtype == np.int64 and more.ids.min() >= 0


def test_an_edited_article_has_new_ids_and_the_others_keep_theirs(corpus: Path) -> None:
    before = keyed(built(corpus, HashEmbedder(64)))
    edit(corpus / "guild.txt", "Starts at three", "Starts at four")
    after = keyed(built(corpus, HashEmbedder(64)))
    kept = {key for key in before if after.get(key) == before[key]}
    assert kept == {key for key in before if key[0] != "guild"} != set()


def test_two_sentences_with_one_id_are_an_error(corpus: Path) -> None:
    sentences = built(corpus, HashEmbedder(64)).sentences
    with pytest.raises(
        StoredIndexError,
        match=r"^two sentences have the same id, the first of them in \w+: give this article"
        r" another id in corpus\.toml$",
    ):
        sentence_ids([*sentences, sentences[3]])


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("k", [1, 2, 5, 7, 20, 100])
def test_the_nearest_sentences_come_by_place_where_they_are_equally_near(
    tmp_path: Path, store: str, k: int
) -> None:
    said = ["Tugs pull.", "Ferries sail.", "Tugs pull.", "Rafts drift.", "Tugs pull."] * 5
    (tmp_path / "a.txt").write_text("Boats\n\n" + "\n\n".join(said) + "\n", encoding="utf-8")
    index = build_index(load_corpus(tmp_path), "", HashEmbedder(64), store=store)
    vectors = index.vectors(range(len(said)))
    query = vectors[0]
    scores = (vectors.astype(np.float64) * query.astype(np.float64)).sum(axis=1).astype(np.float32)
    expected = np.lexsort((np.arange(len(said)), -scores))[:k]
    places, cosines = index.nearest(query, k)
    np.testing.assert_array_equal(places, expected)
    np.testing.assert_array_equal(cosines, scores[expected])


# Only what is new


def test_only_the_texts_of_new_sentences_are_embedded(corpus: Path) -> None:
    first = CountingEmbedder()
    old = built(corpus, first)
    edit(corpus / "guild.txt", "They knead the dough by hand.", "They knead all dough by machine.")
    second = CountingEmbedder()
    new = built(corpus, second, old)
    assert second.given and all(
        "They knead all dough by machine." in t or "knead all dough" in t for t in second.given
    )
    assert len(second.given) <= 3 < len(first.given)
    fresh = built(corpus, CountingEmbedder())
    every = range(len(fresh.sentences))
    np.testing.assert_array_equal(new.vectors(every), fresh.vectors(every))
    np.testing.assert_array_equal(new.affinity, fresh.affinity)


def test_a_new_facet_embeds_its_own_texts_alone(corpus: Path) -> None:
    old = built(corpus, CountingEmbedder())
    with (corpus / "corpus.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[facets]]\nid = "hours"\ndescription = "Working hours"\nquestions = ["When do they'
            ' start?"]\n'
        )
    embedder = CountingEmbedder()
    built(corpus, embedder, old)
    assert embedder.given == ["hours: Working hours", "When do they start?"]


def test_vectors_of_another_model_are_not_reused(corpus: Path) -> None:
    old = built(corpus, HashEmbedder(32))
    embedder = CountingEmbedder()
    assert built(corpus, embedder, old).vectors([0]).shape == (1, 64)
    assert len(embedder.given) > 20


def test_a_language_with_other_examples_has_its_own_vectors(folder: Path, corpus: Path) -> None:
    first, *others = ENGLISH.overviews
    told = first._replace(examples=("How far is {a} from {b}?", *first.examples))
    changed = replace(ENGLISH, overviews=(told, *others))
    again = build(corpus, model=MODEL, languages={"en": changed}).index
    shutil.rmtree(folder)
    fresh = build(corpus, model=MODEL, languages={"en": changed}).index
    np.testing.assert_array_equal(again.examples, fresh.examples)


def test_a_build_with_nothing_changed_touches_nothing(folder: Path, corpus: Path) -> None:
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in folder.rglob("*")}
    build(
        corpus, model=MODEL, progress=lambda done, total: pytest.fail("nothing is to be embedded")
    )
    assert {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in folder.rglob("*")} == before


def test_opening_after_an_edit_answers_from_the_new_text(folder: Path, corpus: Path) -> None:
    edit(corpus / "guild.txt", "Starts at three", "Starts at half past two")
    texts = [
        c.text for c in KnowledgeBase.open(corpus).ask("When does a baker start?", k=30).citations
    ]
    assert any("Starts at half past two" in text for text in texts)
    assert not any("Starts at three" in text for text in texts)
    assert len([p for p in folder.iterdir() if p.is_dir()]) == 1


def test_an_article_that_was_taken_away_is_gone_from_the_answers(
    folder: Path, corpus: Path
) -> None:
    (corpus / "almanac.md").unlink()
    edit(
        corpus / "corpus.toml",
        '[[sources]]\nfile = "almanac.md"\nid = "almanac"\npublisher = "Sugar Press"\n',
        "",
    )
    assert {hit.passage.document.id for hit in KnowledgeBase.open(corpus).search("sugar", 50)} == {
        "guild"
    }


# Damage


@pytest.mark.parametrize("harm", ["removed", "emptied", "cut short", "bit flipped"])
def test_a_damaged_file_is_named_and_nothing_is_answered_from_it(
    folder: Path, corpus: Path, harm: str
) -> None:
    files = [file for file in sorted(data_of(folder).rglob("*")) if file.is_file()]
    assert len(files) > 9
    for file in files:
        data = file.read_bytes()
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :]
        file.write_bytes(
            {"removed": b"", "emptied": b"", "cut short": data[:-1], "bit flipped": flipped}[harm]
        )
        if harm == "removed":
            file.unlink()
        with pytest.raises(IndexDamaged) as error:
            KnowledgeBase.open(corpus)
        assert (
            str(error.value)
            == f"{file} is missing, cut short or altered: run kb build to make the index again"
        )
        file.write_bytes(data)
    assert KnowledgeBase.open(corpus).size > 0


def test_build_makes_a_damaged_index_again(folder: Path, corpus: Path) -> None:
    before = answers(corpus)
    (data_of(folder) / "vectors").write_bytes(b"")
    build(corpus, model=MODEL)
    assert answers(corpus) == before
    (folder / MANIFEST).write_bytes(b"{}")
    build(corpus, model=MODEL)
    assert answers(corpus) == before


@given(position=st.integers(0, 5000), bit=st.integers(0, 7), cut=st.booleans())
def test_a_manifest_altered_anywhere_is_refused(
    tmp_path_factory: pytest.TempPathFactory, position: int, bit: int, cut: bool
) -> None:
    folder = tmp_path_factory.getbasetemp() / "altered"
    if not folder.exists():
        save_index(built(BAKERS, HashEmbedder(64)), folder)
        (folder / MANIFEST).rename(folder / "good.json")
    data = bytearray((folder / "good.json").read_bytes())
    at = position % len(data)
    data[at] ^= 1 << bit
    (folder / MANIFEST).write_bytes(data[:at] if cut else data)
    with pytest.raises((IndexDamaged, IndexMismatch), match="run kb build"):
        load_index(folder, BAKERS)


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"{}", b"null", b'"x"', b"\xff\xfe", b'{"format": "1"}', b"[" * 100_000],
)
def test_what_is_no_manifest_is_damage(folder: Path, corpus: Path, manifest: bytes) -> None:
    (folder / MANIFEST).write_bytes(manifest)
    with pytest.raises(IndexDamaged) as error:
        KnowledgeBase.open(corpus)
    assert (
        str(error.value)
        == f"{folder / MANIFEST} is missing, cut short or altered: run kb build to make the index"
        " again"
    )


def test_an_index_of_another_format_is_refused_with_the_command_that_mends_it(
    folder: Path, corpus: Path
) -> None:
    rewrite_manifest(folder, format=FORMAT + 1)
    with pytest.raises(IndexMismatch) as error:
        KnowledgeBase.open(corpus)
    assert (
        str(error.value)
        == f"the index in {folder} has format {FORMAT + 1}, and this kb reads format {FORMAT}: run"
        " kb build"
    )
    build(corpus, model=MODEL)
    assert KnowledgeBase.open(corpus).size > 0


def write_format_2(folder: Path, model: str) -> None:
    """What kb 0.1.0 left: its manifest, and a data folder that nobody reads any more."""
    (folder / "data-0123456789abcdef").mkdir(parents=True)
    (folder / "data-0123456789abcdef" / "vectors").write_bytes(b"of another time")
    manifest = {
        "data": "data-0123456789abcdef",
        "files": {"vectors": "0" * 64},
        "fingerprint": "0" * 64,
        "format": 2,
        "kb": "0.1.0",
        "model": model,
        "sentences": 9,
        "store": "faiss",
    }
    manifest["digest"] = kb.index.stored._digest(kb.index.stored._json(manifest))
    (folder / MANIFEST).write_bytes(kb.index.stored._json(manifest))


@pytest.mark.parametrize("opened", [KnowledgeBase.open, build])
def test_an_index_of_an_earlier_format_is_made_again_with_its_model(
    corpus: Path, opened: Callable[[Path], KnowledgeBase]
) -> None:
    folder = corpus / ".index"
    write_format_2(folder, "hash-32")
    base = opened(corpus)
    assert (base.model, read_manifest(folder)["format"]) == ("hash-32", FORMAT)
    assert base.ask(QUESTION).citations
    assert len([p for p in folder.iterdir() if p.is_dir()]) == 1


def test_a_model_that_stands_in_an_altered_manifest_is_not_believed(corpus: Path) -> None:
    write_format_2(corpus / ".index", "hash-32")
    edit(corpus / ".index" / MANIFEST, "hash-32", "hasi-32")
    assert recorded_model(corpus / ".index") == ""
    with pytest.raises(IndexMismatch, match="has format 2"):
        KnowledgeBase.open(corpus)


def test_an_index_that_another_version_of_kb_made_is_made_again(folder: Path, corpus: Path) -> None:
    before = answers(corpus)
    rewrite_manifest(folder, kb="0.0.1")
    assert KnowledgeBase.open(corpus).size > 0
    assert read_manifest(folder)["kb"] == __version__
    assert answers(corpus) == before


def test_an_index_of_another_model_is_refused_with_the_command_that_mends_it(
    folder: Path, corpus: Path
) -> None:
    with pytest.raises(IndexMismatch) as error:
        KnowledgeBase.open(corpus, model="hash-32")
    assert (
        str(error.value)
        == f"the index in {folder} was built with hash-64, not with hash-32: run kb build --model"
        " hash-32"
    )
    assert (
        KnowledgeBase.open(corpus, model="hash-64").model
        == KnowledgeBase.open(corpus).model
        == "hash-64"
    )
    assert build(corpus, model="hash-32").model == KnowledgeBase.open(corpus).model == "hash-32"


def test_where_there_is_no_index_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as error:
        read_manifest(tmp_path)
    assert str(error.value) == f"there is no index in {tmp_path}: run kb build"


# Crashes


class Crash(BaseException):
    """As good as a power cut: nothing in kb catches it."""


def fail_at(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, call: int, error: BaseException
) -> Callable[[], int]:
    """Makes the `call`-th call (from 1) of the function raise; returns how many calls there
    were.
    """
    real, calls = getattr(owner, name), 0

    def stub(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            raise error
        return real(*arguments, **options)

    monkeypatch.setattr(owner, name, stub)
    return lambda: calls


STEPS = [
    *[(Path, "mkdir", n) for n in (1, 2)],
    (Path, "write_bytes", 1),
    (Path, "write_text", 1),
    (Path, "write_text", 2),
    *[(np, "save", n) for n in range(1, 9)],
    *[(kb.index.stored, "_digest", n) for n in (1, 2, 3)],
    *[(os, "fsync", n) for n in (1, 12, 13, 14, 15, 16)],
    (Path, "rename", 1),
    (Path, "write_bytes", 2),
    (Path, "replace", 1),
]


@pytest.mark.parametrize(
    ("owner", "name", "call"), STEPS, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_a_crash_at_any_step_leaves_the_old_index_and_the_next_build_cleans_up(
    monkeypatch: pytest.MonkeyPatch, folder: Path, corpus: Path, owner: Any, name: str, call: int
) -> None:
    before = answers(corpus)
    edit(corpus / "guild.txt", "Starts at three", "Starts at half past two")
    new = built(corpus, HashEmbedder(64))
    with monkeypatch.context() as patch:
        calls = fail_at(patch, owner, name, call, Crash())
        with pytest.raises(Crash):
            save_index(new, folder)
        assert calls() >= call
    assert answers(corpus) == before
    save_index(new, folder)
    assert answers(corpus) != before
    assert sorted(p.name for p in folder.iterdir() if p.name != ".lock") == sorted(
        [data_of(folder).name, MANIFEST]
    )


def test_a_crash_after_the_swap_leaves_the_new_index(
    monkeypatch: pytest.MonkeyPatch, folder: Path, corpus: Path
) -> None:
    before = answers(corpus)
    edit(corpus / "guild.txt", "Starts at three", "Starts at half past two")
    new = built(corpus, HashEmbedder(64))
    with monkeypatch.context() as patch:
        fail_at(patch, Path, "iterdir", 1, Crash())
        with pytest.raises(Crash):
            save_index(new, folder)
    assert answers(corpus) != before


def test_everything_is_on_the_disk_before_the_new_index_comes_into_force(
    monkeypatch: pytest.MonkeyPatch, corpus: Path, tmp_path: Path
) -> None:
    """A file that was written and not flushed can be empty after a power cut."""
    index, events = built(corpus, HashEmbedder(64)), list[str]()
    flush, replace = kb.index.stored._flush, Path.replace

    def flushing(path: Path) -> None:
        events.append("/".join(path.relative_to(tmp_path / "index").parts[1:]) or path.name)
        flush(path)

    def replacing(self: Path, target: Path) -> Path:
        events.append("the swap")
        return replace(self, target)

    monkeypatch.setattr(kb.index.stored, "_flush", flushing)
    monkeypatch.setattr(Path, "replace", replacing)
    save_index(index, tmp_path / "index")
    swap = events.index("the swap")
    assert set(read_manifest(tmp_path / "index")["files"]) | {"lexical"} <= set(events[:swap])
    assert events[swap - 2].startswith(MANIFEST)
    assert events[swap - 1 :] == ["index", "the swap", "index"]


def test_what_killed_builds_left_is_removed_by_the_next(folder: Path, corpus: Path) -> None:
    (folder / ".new-999999" / "lexical").mkdir(parents=True)
    (folder / "data-0123456789abcdef").mkdir()
    (folder / f"{MANIFEST}.999999").write_bytes(b'{"format"')
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    save_index(built(corpus, HashEmbedder(64)), folder)
    left = sorted(p.name for p in folder.iterdir() if p.name != ".lock")
    assert left == sorted([data_of(folder).name, MANIFEST, "notes.txt"])


@pytest.mark.parametrize(
    ("owner", "name", "call"), STEPS, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_a_disk_that_is_full_at_any_step_is_told_and_the_old_index_stays(
    monkeypatch: pytest.MonkeyPatch, folder: Path, corpus: Path, owner: Any, name: str, call: int
) -> None:
    before = contents(folder)
    edit(corpus / "guild.txt", "Starts at three", "Starts at half past two")
    new = built(corpus, HashEmbedder(64))
    with monkeypatch.context() as patch:
        fail_at(patch, owner, name, call, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        with pytest.raises(StoredIndexError) as error:
            save_index(new, folder)
    assert (
        str(error.value)
        == f"the index cannot be written to {folder} (No space left on device): free some space or"
        " name another folder with --index; an index that was there before is untouched"
    )
    after = {name: data for name, data in contents(folder).items() if name != ".lock"}
    assert after == {name: data for name, data in before.items() if name != ".lock"}


@pytest.mark.parametrize("size", [0, 50, 400, 1000, 3000, 5000])
def test_files_that_may_grow_no_further_leave_the_old_index(
    folder: Path, corpus: Path, size: int
) -> None:
    resource = pytest.importorskip("resource")  # POSIX only
    before = answers(corpus)
    edit(corpus / "guild.txt", "Starts at three", "Starts at half past two")
    new = built(corpus, HashEmbedder(64))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with pytest.raises(
            StoredIndexError,
            match=r"the index cannot be written to .*an index that was there before is untouched",
        ):
            save_index(new, folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert answers(corpus) == before
    save_index(new, folder)
    assert answers(corpus) != before


def test_a_place_where_no_folder_can_be_is_told(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "index"):
        with pytest.raises(KBError) as error:
            build(corpus, index=place, model=MODEL)
        assert str(place) in str(error.value)


@pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 0)() == 0, reason="the superuser may write everywhere"
)
def test_a_read_only_folder_is_told_and_goes_on_answering(folder: Path, corpus: Path) -> None:
    before = answers(corpus)
    folder.chmod(0o500)
    try:
        edit(corpus / "guild.txt", "Starts at three", "Starts at half past two")
        with pytest.raises(
            StoredIndexError, match=r"cannot be written to .* \(Permission denied\)"
        ):
            build(corpus, model=MODEL)
        assert answers(corpus) == before
    finally:
        folder.chmod(0o700)


def test_a_read_only_disk_is_told_and_goes_on_answering(
    monkeypatch: pytest.MonkeyPatch, folder: Path, corpus: Path
) -> None:
    before = answers(corpus)
    edit(corpus / "guild.txt", "Starts at three", "Starts at half past two")

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))

    with monkeypatch.context() as patch:
        for name in ("mkdir", "write_bytes", "rename", "replace"):
            patch.setattr(Path, name, refuse)
        with pytest.raises(
            StoredIndexError, match=r"cannot be written to .* \(Read-only file system\)"
        ):
            build(corpus, model=MODEL)
    assert answers(corpus) == before


# Several processes


@pytest.mark.parametrize(
    "step",
    [(kb.index.stored, "_digest"), (np, "load"), (kb.index.stored, "load_store")],
    ids=lambda s: s[1],
)
def test_an_index_that_is_replaced_while_it_is_read_is_read_again(
    monkeypatch: pytest.MonkeyPatch, folder: Path, corpus: Path, step: tuple[Any, str]
) -> None:
    edit(corpus / "guild.txt", "Starts at three", "Starts at half past two")
    new = built(corpus, HashEmbedder(64))
    owner, name = step
    real, is_first = getattr(owner, name), True

    def replace_first(*arguments: Any, **options: Any) -> Any:
        nonlocal is_first
        if is_first:
            is_first = False
            save_index(new, folder)
        return real(*arguments, **options)

    monkeypatch.setattr(owner, name, replace_first)
    found = load_index(folder, corpus)
    assert not is_first and found.fingerprint == new.fingerprint
    assert "Starts at half past two" in " ".join(sentence.text for sentence in found.sentences)


_SAVER = """
import sys
from pathlib import Path
from kb.articles.folder import fingerprint
from kb.articles.loading import load_corpus
from kb.embedding.hashing import HashEmbedder
from kb.index.build import build_index
from kb.index.stored import load_index, save_index

corpus, folder = Path(sys.argv[1]), Path(sys.argv[2])
index = build_index(load_corpus(corpus), fingerprint(corpus), HashEmbedder(int(sys.argv[3])))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(15):
    save_index(index, folder)
    assert len(load_index(folder, corpus).sentences) == len(index.sentences)
"""


def test_processes_that_build_and_read_at_once_leave_a_good_index(
    corpus: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _SAVER, str(corpus), str(folder), str(dimension)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for dimension in (32, 64, 64)
    ]
    for process in processes:
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    load_index(folder, corpus)
    assert len([p for p in folder.iterdir() if p.is_dir()]) == 1


def test_building_again_keeps_the_model_of_the_index_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bakers rise early.\n", encoding="utf-8")
    assert build(tmp_path, model="hash-64").model == "hash-64"
    (tmp_path / "a.txt").write_text("Bakers rise early. They bake.\n", encoding="utf-8")
    assert build(tmp_path).model == "hash-64"
    assert build(tmp_path, model="hash-32").model == "hash-32"


# Embedders and stores of one's own


class OwnEmbedder(CountingEmbedder):
    @property
    def name(self) -> str:
        return "my own, 64 numbers"


def test_an_embedder_of_ones_own_comes_in_by_the_front_door(corpus: Path) -> None:
    embedder = OwnEmbedder()
    base = KnowledgeBase.open(corpus, embedder=embedder)
    assert base.model == read_manifest(corpus / ".index")["model"] == embedder.name
    assert len(embedder.given) > 20
    embedder.given.clear()
    again = KnowledgeBase.open(corpus, embedder=embedder)
    assert embedder.given == []
    expected = build(corpus, index=corpus / ".other", model=MODEL).ask(QUESTION)
    assert again.ask(QUESTION) == base.ask(QUESTION)
    assert base.ask(QUESTION) == replace(expected, origin=base.ask(QUESTION).origin)
    assert base.ask(QUESTION).origin.model == embedder.name
    assert set(embedder.given) == {QUESTION}


def test_vectors_of_another_embedder_are_refused_with_what_to_do(
    folder: Path, corpus: Path
) -> None:
    with pytest.raises(IndexMismatch) as error:
        KnowledgeBase.open(corpus, embedder=OwnEmbedder())
    assert (
        str(error.value)
        == f"the index in {folder} was built with hash-64, not with my own, 64 numbers: call"
        " kb.build with this embedder"
    )
    assert build(corpus, embedder=OwnEmbedder()).model == "my own, 64 numbers"
    with pytest.raises(ValueError, match=r"^give a model's name or an embedder of your own, not"):
        KnowledgeBase.open(corpus, model=MODEL, embedder=OwnEmbedder())


def test_a_store_of_ones_own_comes_in_by_the_front_door(folder: Path, corpus: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    for opened in (KnowledgeBase.open, build):
        base = opened(corpus, store=OwnStore)
        assert isinstance(base.index.store, OwnStore) and len(base.index.store) == base.size > 0
        assert json.dumps([base.ask(QUESTION).to_dict(), base.compare().to_dict()]) == answers(
            corpus
        )
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == before


def test_a_store_of_ones_own_follows_the_articles(corpus: Path) -> None:
    own = OwnStore()
    KnowledgeBase.open(corpus, model=MODEL, store=lambda: own)
    edit(corpus / "guild.txt", "They knead the dough by hand.", "They knead.")
    base = KnowledgeBase.open(corpus, store=lambda: own)
    assert sorted(own.rows) == sorted(base.index.ids.tolist())
    assert KnowledgeBase.open(corpus).ask(QUESTION) == base.ask(QUESTION)


def test_a_store_that_is_named_is_taken_and_build_keeps_it(folder: Path, corpus: Path) -> None:
    assert type(KnowledgeBase.open(corpus, store="numpy").index.store) is open_store("numpy")
    assert read_manifest(folder)["store"] == "faiss"
    build(corpus, store="numpy", progress=lambda done, total: pytest.fail("nothing is new"))
    assert read_manifest(folder)["store"] == "numpy"
    assert type(KnowledgeBase.open(corpus).index.store) is open_store("numpy")
    with pytest.raises(StoredIndexError, match=r"^there is no vector store 'chroma'"):
        KnowledgeBase.open(corpus, store="chroma")


# The compiled encoder that an index vouches for


@pytest.fixture
def real_folder(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index by the real model, whose encoder lies in a cache of its own."""
    monkeypatch.setenv("KB_CACHE", str(tmp_path / "cache"))
    build(corpus)
    return corpus / ".index"


def encoder_of(index: Path) -> Path:
    return encoder_folder(read_manifest(index)["model"])


@pytest.mark.slow
def test_an_index_answers_only_with_the_encoder_that_it_vouches_for(
    real_folder: Path, corpus: Path
) -> None:
    weights = encoder_of(real_folder) / "model.bin"
    before, data = weights.stat(), bytearray(weights.read_bytes())
    data[1000] ^= 1
    weights.write_bytes(data)
    os.utime(weights, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(
        ModelError,
        match=rf"^the compiled encoder is damaged: {weights} \(its sha256 begins .*build",
    ):
        KnowledgeBase.open(corpus).ask(QUESTION)
    manifest = (real_folder / MANIFEST).read_bytes()
    assert build(corpus).ask(QUESTION).citations
    assert KnowledgeBase.open(corpus).ask(QUESTION).citations
    assert (real_folder / MANIFEST).read_bytes() == manifest


@pytest.mark.slow
def test_an_encoder_compiled_by_another_version_is_vouched_for_anew_by_build_alone(
    real_folder: Path, corpus: Path
) -> None:
    settings = encoder_of(real_folder) / "encoder.json"
    settings.write_bytes(settings.read_bytes() + b"\n")  # as sound, and other bytes
    with pytest.raises(ModelError, match=r"is not the one that the index vouches for: .*kb build"):
        KnowledgeBase.open(corpus)
    before, encoder = read_manifest(real_folder), contents(settings.parent)
    build(corpus, progress=lambda done, total: pytest.fail("no vector has changed"))
    after = read_manifest(real_folder)
    assert {key for key in after if after[key] != before[key]} == {"data", "encoder"}
    assert contents(settings.parent) == encoder  # which other indexes may have vouched for
    assert KnowledgeBase.open(corpus).ask(QUESTION).citations


@pytest.mark.slow
def test_an_encoder_that_is_gone_is_compiled_again_when_the_index_is_opened(
    real_folder: Path, corpus: Path
) -> None:
    manifest = (real_folder / MANIFEST).read_bytes()
    shutil.rmtree(encoder_of(real_folder))
    assert KnowledgeBase.open(corpus).ask(QUESTION).citations
    assert (real_folder / MANIFEST).read_bytes() == manifest


@pytest.mark.slow
def test_building_again_with_nothing_new_imports_no_torch(real_folder: Path, corpus: Path) -> None:
    edit(corpus / "guild.txt", "Starts at three", "Starts at four")
    build(corpus)
    program = (
        "import sys\nfrom kb.knowledge_base import build\nbuild(sys.argv[1])\n"
        "print('torch' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(corpus)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "False\n"


def test_an_index_of_an_embedder_of_ones_own_is_not_looked_for_by_its_name(corpus: Path) -> None:
    KnowledgeBase.open(corpus, embedder=OwnEmbedder())
    for call in (KnowledgeBase.open, build):
        with pytest.raises(IndexMismatch, match=r"built with an embedder of one's own, my own, 64"):
            call(corpus)
    assert build(corpus, model=MODEL).model == MODEL


class Faulty(OwnEmbedder):
    """Gives other vectors than it should."""

    def __init__(self, fault: Callable[[Matrix], Matrix]) -> None:
        super().__init__()
        self.fault = fault

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        return self.fault(super().encode_document(texts, progress))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (lambda vectors: vectors[:-1], r"gave an array of shape \(\d+, 64\), expected \(\d+, 64\)"),
        (lambda vectors: vectors[:, :32], r"gave an array of shape \(\d+, 32\), expected"),
        (lambda vectors: vectors * 0, "gave vectors that are not of length 1"),
        (lambda vectors: vectors * float("nan"), "gave vectors that are not of length 1"),
    ],
)
def test_vectors_that_are_none_of_the_texts_are_refused(
    corpus: Path, fault: Callable[[Matrix], Matrix], told: str
) -> None:
    with pytest.raises(ModelError, match=told):
        KnowledgeBase.open(corpus, embedder=Faulty(fault))
    assert not (corpus / ".index" / MANIFEST).exists()


def test_an_embedder_of_another_dimension_is_refused_when_the_index_is_opened(corpus: Path) -> None:
    KnowledgeBase.open(corpus, embedder=OwnEmbedder())
    other = OwnEmbedder()
    other._dimension = 32
    with pytest.raises(IndexMismatch, match="has vectors of 64 numbers, and my own, 64 numbers"):
        KnowledgeBase.open(corpus, embedder=other)
