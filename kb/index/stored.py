"""The index on disk, and how it is replaced without ever being half there.

A folder with `manifest.json` and one data folder that it names. A new index is written beside the
old one and comes into force when its manifest replaces the old, in one step: a crash at any moment
leaves the old index or the new one. The manifest names the format, the model, the corpus's
fingerprint, and the digest of every file, its own included. No pickle.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kb.articles.corpus import Corpus
from kb.errors import IndexDamaged, IndexMismatch, IndexMissing, StoredIndexError
from kb.index.bm25 import LexicalIndex
from kb.index.build import Index
from kb.index.stores import open_store
from kb.language import LANGUAGES, Language
from kb.types import Block, Disagreement, Document, Facet, Passage, Sentence, Span, Subject
from kb.version import __version__

FORMAT = 3
MANIFEST = "manifest.json"
READS = 5  # before an index counts as damaged: another process may replace it while it is read
_ARRAYS = ("affinity", "listed", "subject_vectors", "examples")


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """What the index in the folder says of itself.

    Raises IndexMissing where there is none, IndexDamaged if it is not what was written,
    IndexMismatch for another format.
    """
    file = folder / MANIFEST
    try:
        manifest = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise IndexMissing(f"there is no index in {folder}: run kb build") from None
    except (ValueError, OSError, RecursionError) as error:
        raise _damaged(file) from error
    if not isinstance(manifest, dict):
        raise _damaged(file)
    if manifest.get("format") != FORMAT and isinstance(manifest.get("format"), int):
        raise IndexMismatch(
            f"the index in {folder} has format {manifest['format']}, and this kb reads format"
            f" {FORMAT}: run kb build"
        )
    if manifest.pop("digest", None) != _digest(_json(manifest)):
        raise _damaged(file)
    return manifest


def is_current(
    manifest: Mapping[str, Any], fingerprint: str, languages: Mapping[str, Language] = LANGUAGES
) -> bool:
    """Whether the index was made from the corpus with this fingerprint, by this version of kb and
    with its language as it is now.
    """
    language = {**LANGUAGES, **languages}.get(manifest["language"])
    return bool(
        manifest["fingerprint"] == fingerprint
        and manifest.get("kb") == __version__
        and language is not None
        and manifest["language_digest"] == language.digest
    )


def load_index(
    folder: Path, articles: Path, languages: Mapping[str, Language] = LANGUAGES
) -> Index:
    """The index in the folder; `articles` is where its articles lie, `languages` are those that it
    may be in beside those that kb knows, by code.

    Raises as `read_manifest` does; IndexMismatch also if its language is not among them.
    """
    for _ in range(READS - 1):
        with suppress(IndexDamaged):
            return _load(folder, articles, languages)
    return _load(folder, articles, languages)


def _load(folder: Path, articles: Path, languages: Mapping[str, Language]) -> Index:
    manifest = read_manifest(folder)
    language = _language(manifest, folder, languages)
    data = folder / manifest["data"]
    for name, digest in manifest["files"].items():
        try:
            found = _digest((data / name).read_bytes())
        except OSError as error:
            raise _damaged(data / name) from error
        if found != digest:
            raise _damaged(data / name)
    import numpy as np

    try:
        affinity, listed, subject_vectors, examples = (
            np.load(data / f"{name}.npy", allow_pickle=False) for name in _ARRAYS
        )
        corpus, passages, sentences = _from_json(
            json.loads((data / "corpus.json").read_bytes()), articles, language
        )
        return Index(
            corpus=corpus,
            passages=passages,
            sentences=sentences,
            store=open_store(manifest["store"]).load(data / "vectors"),
            lexical=LexicalIndex.load(data / "lexical", language),
            affinity=affinity,
            listed=listed,
            subject_vectors=subject_vectors,
            examples=examples,
            model=manifest["model"],
            fingerprint=manifest["fingerprint"],
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


def save_index(index: Index, folder: Path, store: str = "faiss") -> None:
    """Writes the index aside and swaps it in; the one that was there before stays in force if
    anything fails.

    Raises StoredIndexError if the folder cannot be written.
    """
    aside = folder / f".new-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            shutil.rmtree(aside, ignore_errors=True)
            (aside / "lexical").mkdir(parents=True)
            _write(index, aside)
            files = {
                str(p.relative_to(aside).as_posix()): _digest(p.read_bytes())
                for p in sorted(aside.rglob("*"))
                if p.is_file()
            }
            manifest = {
                "format": FORMAT,
                "kb": __version__,
                "model": index.model,
                "store": store,
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
    """Waits until no other process writes to the folder. Where files cannot be locked (Windows),
    nobody waits.
    """
    with (folder / ".lock").open("ab") as file:
        if sys.platform != "win32":
            import fcntl

            with suppress(OSError):  # some network disks have no locks
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _swap(manifest: dict[str, Any], aside: Path, folder: Path) -> None:
    data = folder / manifest["data"]
    aside.rename(data)
    fresh = folder / f"{MANIFEST}.{os.getpid()}"
    try:
        with fresh.open("wb") as file:
            file.write(_json({**manifest, "digest": _digest(_json(manifest))}))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / MANIFEST)
    except OSError:
        shutil.rmtree(data, ignore_errors=True)
        raise
    finally:
        fresh.unlink(missing_ok=True)
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


def _write(index: Index, folder: Path) -> None:
    import numpy as np

    (folder / "corpus.json").write_bytes(_json(_to_json(index)))
    index.store.save(folder / "vectors")
    index.lexical.save(folder / "lexical")
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(index, name), allow_pickle=False)


def _to_json(index: Index) -> dict[str, Any]:
    corpus = index.corpus
    place = {id(document): i for i, document in enumerate(corpus.documents)}
    place_of_passage = {id(passage): i for i, passage in enumerate(index.passages)}
    return {
        "title": corpus.title,
        "subjects": [dataclasses.asdict(s) for s in corpus.subjects],
        "facets": [dataclasses.asdict(f) for f in corpus.facets],
        "open_topics": [dataclasses.asdict(f) for f in corpus.open_topics],
        "synonyms": corpus.synonyms,
        "subjects_are": corpus.subjects_are,
        "everyone": corpus.everyone,
        "disagreements": [
            [
                d.subject,
                d.facet,
                d.note,
                [(place[id(span.document)], span.start, span.end) for span in d.spans],
            ]
            for d in corpus.disagreements
        ],
        "documents": [
            {
                f.name: getattr(d, f.name)
                for f in dataclasses.fields(d)
                if f.init and f.name not in ("blocks", "path")
            }
            | {"blocks": [dataclasses.astuple(b) for b in d.blocks], "file": Path(d.path).name}
            for d in corpus.documents
        ],
        "passages": [
            [place[id(p.document)], p.start, p.end, p.headings, p.kind] for p in index.passages
        ],
        "sentences": [
            [place_of_passage[id(s.passage)], s.start, s.end, s.label, s.subjects, s.attributed_by]
            for s in index.sentences
        ],
    }


def _from_json(
    stored: dict[str, Any], folder: Path, language: Language
) -> tuple[Corpus, tuple[Passage, ...], tuple[Sentence, ...]]:
    documents = [
        Document(
            **{name: value for name, value in d.items() if name not in ("blocks", "file")},
            blocks=tuple(Block(*b) for b in d["blocks"]),
            path=str(folder / d["file"]),
        )
        for d in stored["documents"]
    ]
    passages = [
        Passage(documents[d], start, end, tuple(headings), kind)
        for d, start, end, headings, kind in stored["passages"]
    ]
    sentences = [
        Sentence(passages[p].document, start, end, passages[p], label, tuple(subjects), how)
        for p, start, end, label, subjects, how in stored["sentences"]
    ]
    corpus = Corpus(
        folder=folder,
        title=stored["title"],
        documents=tuple(documents),
        subjects=tuple(Subject(**_with_tuples(row)) for row in stored["subjects"]),
        facets=tuple(Facet(**_with_tuples(row)) for row in stored["facets"]),
        open_topics=tuple(Facet(**_with_tuples(row)) for row in stored["open_topics"]),
        synonyms=tuple(map(tuple, stored["synonyms"])),
        disagreements=tuple(
            Disagreement(
                subject,
                facet,
                note,
                tuple(Span(documents[d], start, end) for d, start, end in spans),
            )
            for subject, facet, note, spans in stored["disagreements"]
        ),
        language=language,
        subjects_are=stored["subjects_are"],
        everyone=tuple(stored["everyone"]),
    )
    return corpus, tuple(passages), tuple(sentences)


def _with_tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _damaged(file: Path) -> IndexDamaged:
    return IndexDamaged(
        f"{file} is missing, cut short or altered: run kb build to make the index again"
    )
