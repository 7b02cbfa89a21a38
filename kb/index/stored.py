"""The index on disk, and how it is replaced without ever being half there.

A folder with `manifest.json` and one data folder that it names. A new index is written beside the
old one and comes into force when its manifest replaces the old, in one step: a crash at any moment
leaves the old index or the new one, also if the power fails. The manifest names the format, the
model, the store, the corpus's fingerprint, the compiled encoder that questions are embedded with,
and the digest of every file, its own included. No pickle.
"""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.embedding.vouching import EncoderRecord
from kb.errors import IndexDamaged, IndexMismatch, IndexMissing, StoredIndexError
from kb.index.bm25 import LexicalIndex
from kb.index.build import Index
from kb.index.rows import from_rows, to_rows
from kb.index.stores import convert_store, load_store, save_store
from kb.language import LANGUAGES, Language
from kb.version import __version__

if TYPE_CHECKING:
    from kb.protocols import StoreChoice

FORMAT = 5
MANIFEST = "manifest.json"
READS = 5  # before an index counts as damaged: another process may replace it while it is read
_ARRAYS = (
    "ids",
    "quotable",
    "covered",
    "boundary",
    "affinity",
    "further_affinity",
    "listed",
    "subject_vectors",
    "examples",
    "learnt",
)


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """What the index in the folder says of itself.

    Raises IndexMissing where there is none, IndexDamaged if it is not what was written,
    IndexMismatch for another format.
    """
    file = folder / MANIFEST
    manifest = _parsed(file)
    found_format = manifest.get("format")
    if isinstance(found_format, int) and found_format != FORMAT:
        raise IndexMismatch(
            f"the index in {folder} has format {found_format}, and this kb reads format {FORMAT}:"
            " run kb build"
        )
    if manifest.pop("digest", None) != _digest(_json(manifest)):
        raise _damaged(file)
    return manifest


def _parsed(file: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise IndexMissing(f"there is no index in {file.parent}: run kb build") from None
    except (ValueError, OSError, RecursionError) as error:
        raise _damaged(file) from error
    if not isinstance(manifest, dict):
        raise _damaged(file)
    return manifest


def recorded_model(folder: Path) -> str:
    """The model that the index in the folder was built with, whatever its format; "" where none can
    be read.
    """
    return str(_of_any_format(folder).get("model", ""))


def is_of_own_embedder(folder: Path) -> bool:
    """Whether an embedder of one's own built the index in the folder."""
    return bool(_of_any_format(folder).get("is_own_embedder", False))


def is_of_earlier_format(folder: Path) -> bool:
    """Whether an earlier kb wrote the index in the folder: it holds nothing that cannot be made
    again from the articles.
    """
    found_format = _of_any_format(folder).get("format", FORMAT)
    return bool(found_format < FORMAT)


def _of_any_format(folder: Path) -> Mapping[str, Any]:
    """The manifest, {} where there is none that is as it was written. Its digest is made alike in
    every format.
    """
    with suppress(IndexMissing, IndexDamaged):
        manifest = _parsed(folder / MANIFEST)
        if manifest.pop("digest", None) == _digest(_json(manifest)):
            return manifest
    return {}


def recorded_encoder(manifest: Mapping[str, Any]) -> EncoderRecord | None:
    """The compiled encoder that the index vouches for; None if questions are embedded without."""
    stored = manifest["encoder"]
    return None if stored is None else EncoderRecord(**stored)


def is_current(
    manifest: Mapping[str, Any], fingerprint: str, languages: Mapping[str, Language] = LANGUAGES
) -> bool:
    """Whether the index was made from the corpus with this fingerprint, by this version of kb and
    with its language as it is now.
    """
    is_same_corpus = manifest["fingerprint"] == fingerprint
    is_same_kb = manifest.get("kb") == __version__
    return bool(is_same_corpus and is_same_kb and is_of_language(manifest, languages))


def is_of_language(
    manifest: Mapping[str, Any], languages: Mapping[str, Language] = LANGUAGES
) -> bool:
    """Whether the index's language is as it was when the index was made: else its vectors are of
    other texts than those that it would be read with.
    """
    language = {**LANGUAGES, **languages}.get(manifest["language"])
    return language is not None and manifest["language_digest"] == language.digest


def load_index(
    folder: Path,
    articles: Path,
    store: StoreChoice | None = None,
    languages: Mapping[str, Language] = LANGUAGES,
) -> Index:
    """The index in the folder; `articles` is where its articles lie; its vectors are put into
    `store` (default: the store that they were saved from); `languages` are those that it may be in
    beside those that kb knows, by code.

    Raises as `read_manifest` does, StoredIndexError for a store that is not there, IndexMismatch
    if its language is not known.
    """
    for _ in range(READS - 1):
        with suppress(IndexDamaged):
            return _load(folder, articles, store, languages)
    return _load(folder, articles, store, languages)


def _load(
    folder: Path,
    articles: Path,
    store: StoreChoice | None,
    languages: Mapping[str, Language],
) -> Index:
    manifest = read_manifest(folder)
    language = _language(manifest, folder, languages)
    data = folder / manifest["data"]
    for name, digest in manifest["files"].items():
        _check_file(data / name, digest)
    import numpy as np

    try:
        arrays = {name: np.load(data / f"{name}.npy", allow_pickle=False) for name in _ARRAYS}
        stored = json.loads((data / "corpus.json").read_bytes())
        corpus, passages, sentences, possible = from_rows(stored, articles, language)
        saved = load_store(manifest["store"], data / "vectors")
        return Index(
            corpus=corpus,
            passages=passages,
            sentences=sentences,
            store=saved if store is None else convert_store(saved, store),
            lexical=LexicalIndex.load(data / "lexical", language),
            possible=possible,
            model=manifest["model"],
            fingerprint=manifest["fingerprint"],
            **arrays,
        )
    except FileNotFoundError as error:  # it was there a moment ago
        raise _damaged(Path(error.filename)) from error


def _language(
    manifest: Mapping[str, Any], folder: Path, languages: Mapping[str, Language]
) -> Language:
    code = manifest["language"]
    known = {**LANGUAGES, **languages}
    if code not in known:
        raise IndexMismatch(
            f'the index in {folder} is in the language "{code}", and known are'
            f" {', '.join(sorted(known))}: give the language that it was built with as languages ="
            f' {{"{code}": …}}'
        )
    return known[code]


def _check_file(file: Path, digest: str) -> None:
    try:
        is_as_written = _digest(file.read_bytes()) == digest
    except OSError as error:
        raise _damaged(file) from error
    if not is_as_written:
        raise _damaged(file)


def save_index(
    index: Index,
    folder: Path,
    encoder: EncoderRecord | None = None,
    is_own_embedder: bool = False,
) -> None:
    """Writes the index aside and swaps it in; the one that was there before stays in force if
    anything fails. `encoder` is the compiled encoder that the index shall vouch for;
    `is_own_embedder` says that no model of its name can be looked for.

    Raises StoredIndexError if the folder cannot be written.
    """
    aside = folder / f".new-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            shutil.rmtree(aside, ignore_errors=True)
            (aside / "lexical").mkdir(parents=True)
            store = _write(index, aside)
            files = _flushed(aside)
            manifest = {
                "format": FORMAT,
                "kb": __version__,
                "model": index.model,
                "is_own_embedder": is_own_embedder,
                "store": store,
                "encoder": None if encoder is None else dataclasses.asdict(encoder),
                "fingerprint": index.fingerprint,
                "language": index.corpus.language.code,
                "language_digest": index.corpus.language.digest,
                "sentences": len(index.sentences),
                "data": _unused(folder, f"data-{_digest(_json(files))[:16]}"),
                "files": files,
            }
            _swap(manifest, aside, folder)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise StoredIndexError(
            f"the index cannot be written to {folder} ({error.strerror or error}): free some space"
            " or name another folder with --index; an index that was there before is untouched"
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other process writes to the folder. On Windows too, as filelock promises: we
    have not tried it there.
    """
    from filelock import FileLock

    with FileLock(folder / ".lock"):
        yield


def _write(index: Index, folder: Path) -> str:
    """Writes the data files; returns the name of the store that reads the vectors."""
    import numpy as np

    (folder / "corpus.json").write_bytes(_json(to_rows(index)))
    store = save_store(index.store, folder / "vectors")
    index.lexical.save(folder / "lexical")
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(index, name), allow_pickle=False)
    return store


def _flushed(folder: Path) -> dict[str, str]:
    """The digest of every file in the folder, by its path there. All of it is on the disk then, not
    only on its way.
    """
    everything = sorted(folder.rglob("*"))
    files = [path for path in everything if path.is_file()]
    digests = {
        str(file.relative_to(folder).as_posix()): _digest(file.read_bytes()) for file in files
    }
    for file in files:
        _flush(file)
    for inner in (folder, *(path for path in everything if path.is_dir())):
        _flush(inner)
    return digests


def _flush(path: Path) -> None:
    """Returns when the file, or the list of the folder's files, is on the disk. Windows and some
    network disks know this of files alone.
    """
    is_folder = path.is_dir()
    if is_folder and sys.platform == "win32":
        return
    opened = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)
    try:
        os.fsync(opened)
    except OSError as error:
        if not is_folder or error.errno != errno.EINVAL:
            raise
    finally:
        os.close(opened)


def _swap(manifest: dict[str, Any], aside: Path, folder: Path) -> None:
    data = folder / manifest["data"]
    aside.rename(data)
    fresh = folder / f"{MANIFEST}.{os.getpid()}"
    try:
        fresh.write_bytes(_json({**manifest, "digest": _digest(_json(manifest))}))
        _flush(fresh)
        _flush(folder)
        fresh.replace(folder / MANIFEST)
    except OSError:
        shutil.rmtree(data, ignore_errors=True)
        raise
    finally:
        fresh.unlink(missing_ok=True)
    # the old index may go once the new one is sure to be found; it is in force in any case
    with suppress(OSError):
        _flush(folder)
        _remove_others(folder, data)


def _remove_others(folder: Path, data: Path) -> None:
    for old in folder.iterdir():
        if old.is_dir() and old.name.startswith(("data-", ".new-")) and old != data:
            shutil.rmtree(old, ignore_errors=True)
        elif old.name.startswith(f"{MANIFEST}."):
            old.unlink(missing_ok=True)


def _unused(folder: Path, name: str) -> str:
    """The name, or a longer one where it is taken: files that a manifest in force may name are
    never touched.
    """
    while (folder / name).exists():
        name += "b"
    return name


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _damaged(file: Path) -> IndexDamaged:
    return IndexDamaged(
        f"{file} is missing, cut short or altered: run kb build to make the index again"
    )
