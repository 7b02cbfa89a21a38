"""A folder of articles read, with what corpus.toml says of them: sources, subjects, facets,
disagreements.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.articles.naming import named_document, named_facet, named_subject
from kb.language import ENGLISH, Language
from kb.types import Disagreement, Document, Facet, Subject, SubjectsAre


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in order, and what they are compared on.

    Ids are unique: among documents, among subjects, and among facets and topics together.
    `title` is "" where corpus.toml gives none; `open_topics` are what people ask about and the
    documents may lack, `general_topics` what people ask about anything; `disagreements` are
    those that a person has reviewed; `examples` are questions to show a reader first. `digest`
    is the sha256 of everything an index is made from: two corpora with one digest, wherever
    they lie, have the same index.
    """

    folder: Path
    title: str
    documents: tuple[Document, ...]
    subjects: tuple[Subject, ...] = ()
    facets: tuple[Facet, ...] = ()
    open_topics: tuple[Facet, ...] = ()
    general_topics: tuple[Facet, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    language: Language = ENGLISH
    subjects_are: SubjectsAre = "people"
    everyone: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", _digest(self))

    @property
    def topics(self) -> tuple[Facet, ...]:
        """The open topics, its own and the general ones."""
        return (*self.open_topics, *self.general_topics)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the subjects are called together, in the singular or not: the last words of
        `everyone` ("both ships": "ships").
        """
        last = (phrase.split()[-1] for phrase in self.everyone)
        return tuple(dict.fromkeys(last))

    def document(self, name: str) -> Document:
        """The document with this id or title. Raises CorpusError if there is none."""
        return named_document(name, self.documents, "this corpus")

    def subject(self, name: str) -> Subject:
        """The subject with this id, name or alias, capitals aside. Raises CorpusError if there is
        none.
        """
        return named_subject(name, self.subjects, "this corpus")

    def facet(self, name: str) -> Facet:
        """The facet with this id or name, capitals aside. Raises CorpusError if there is none."""
        return named_facet(name, self.facets, "this corpus")


def _digest(corpus: Corpus) -> str:
    compared = (corpus.subjects, corpus.facets, corpus.topics)
    content = (
        corpus.title,
        [_digested_document(document) for document in corpus.documents],
        [list(map(dataclasses.asdict, things)) for things in compared],
        corpus.synonyms,
        [corpus.language.digest, corpus.subjects_are, corpus.everyone, corpus.examples],
        [_digested_disagreement(disagreement) for disagreement in corpus.disagreements],
    )
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _digested_document(document: Document) -> dict[str, Any]:
    """All of it but its path; the digest stands for the text."""
    values = dataclasses.asdict(document)
    del values["text"], values["path"]
    return values


def _digested_disagreement(disagreement: Disagreement) -> list[Any]:
    spans = [(span.document.id, span.start, span.end) for span in disagreement.spans]
    return [disagreement.subject, disagreement.facet, disagreement.note, spans]
