"""The words of an index as JSON holds them: the corpus, its passages and its sentences.

Values that belong to others say so by number: a passage its document's, a sentence its passage's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.articles.corpus import Corpus
from kb.index.plain import from_plain, to_plain
from kb.language import Language
from kb.types import Disagreement, Document, Passage, Sentence, Span

if TYPE_CHECKING:
    from kb.index.build import Index

# of a corpus: they name files, documents, and what the manifest names
_NOT_PLAIN = ("folder", "documents", "disagreements", "language")


def to_rows(index: Index) -> dict[str, Any]:
    """The corpus, the passages and the sentences, as JSON holds them."""
    corpus = index.corpus
    document_number = {id(document): i for i, document in enumerate(corpus.documents)}
    passage_number = {id(passage): i for i, passage in enumerate(index.passages)}
    return {
        **to_plain(corpus, leave_out=_NOT_PLAIN),
        "disagreements": [_disagreement_row(d, document_number) for d in corpus.disagreements],
        "possible": [_disagreement_row(d, document_number) for d in index.possible],
        "documents": [_document_row(document) for document in corpus.documents],
        "passages": [_passage_row(passage, document_number) for passage in index.passages],
        "sentences": [_sentence_row(sentence, passage_number) for sentence in index.sentences],
    }


def _document_row(document: Document) -> dict[str, Any]:
    return {**to_plain(document), "path": Path(document.path).name}


def _disagreement_row(disagreement: Disagreement, number: Mapping[int, int]) -> dict[str, Any]:
    spans = [(number[id(span.document)], span.start, span.end) for span in disagreement.spans]
    return {**to_plain(disagreement, leave_out=("spans",)), "spans": spans}


def _passage_row(passage: Passage, number: Mapping[int, int]) -> list[Any]:
    return [
        number[id(passage.document)],
        passage.start,
        passage.end,
        passage.headings,
        passage.kind,
    ]


def _sentence_row(sentence: Sentence, number: Mapping[int, int]) -> list[Any]:
    return [
        number[id(sentence.passage)],
        sentence.start,
        sentence.end,
        sentence.label,
        sentence.subjects,
        sentence.attributed_by,
    ]


def from_rows(
    stored: Mapping[str, Any], folder: Path, language: Language
) -> tuple[Corpus, tuple[Passage, ...], tuple[Sentence, ...], tuple[Disagreement, ...]]:
    """What `to_rows` was given; `folder` is where the articles lie now."""
    corpus = _corpus(stored, folder, language)
    passages = tuple(_passage(corpus.documents, *row) for row in stored["passages"])
    sentences = tuple(_sentence(passages, *row) for row in stored["sentences"])
    possible = tuple(_disagreement(row, corpus.documents) for row in stored["possible"])
    return corpus, passages, sentences, possible


def _corpus(stored: Mapping[str, Any], folder: Path, language: Language) -> Corpus:
    documents = tuple(_document(row, folder) for row in stored["documents"])
    disagreements = tuple(_disagreement(row, documents) for row in stored["disagreements"])
    return from_plain(
        Corpus,
        stored,
        folder=folder,
        documents=documents,
        disagreements=disagreements,
        language=language,
    )


def _document(row: Mapping[str, Any], folder: Path) -> Document:
    return from_plain(Document, row, path=str(folder / row["path"]))


def _disagreement(row: Mapping[str, Any], documents: tuple[Document, ...]) -> Disagreement:
    spans = tuple(Span(documents[number], start, end) for number, start, end in row["spans"])
    return from_plain(Disagreement, row, spans=spans)


def _passage(
    documents: Sequence[Document], number: int, start: int, end: int, headings: list[str], kind: Any
) -> Passage:
    return Passage(documents[number], start, end, tuple(headings), kind)


def _sentence(
    passages: Sequence[Passage],
    number: int,
    start: int,
    end: int,
    label: str,
    subjects: list[str],
    how: Any,
) -> Sentence:
    passage = passages[number]
    return Sentence(passage.document, start, end, passage, label, tuple(subjects), how)
