"""A folder of articles, with what corpus.toml says of them: sources, subjects, facets,
disagreements.

The articles are the files of the folder itself whose ending `kb.articles.readers` knows: first
those that corpus.toml lists, in its order, then the others by name. Hidden files, sub-folders and
READMEs are none. The keys: see `corpus/README.md`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.articles.closest import did_you_mean, shortened, squeezed
from kb.articles.config import FILE, Config, Quote, Reviewed, Source, read_config
from kb.articles.marking import marked, title_of
from kb.articles.naming import named_document, named_facet, named_subject
from kb.articles.quotes import find_quote
from kb.articles.readers import ENDINGS, read_article
from kb.errors import ArticleError, ConfigError, CorpusError
from kb.language import ENGLISH, LANGUAGES, Language
from kb.types import Disagreement, Document, Facet, Span, Subject, SubjectsAre


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in order, and what they are compared on.

    Ids are unique: among documents, among subjects, and among facets and open topics together.
    `title` is "" where corpus.toml gives none; `open_topics` are what people ask about and the
    documents may lack; `disagreements` are those that a person has reviewed. `digest` is the sha256
    of everything an index is made from: two corpora with one digest, wherever they lie, have the
    same index.
    """

    folder: Path
    title: str
    documents: tuple[Document, ...]
    subjects: tuple[Subject, ...] = ()
    facets: tuple[Facet, ...] = ()
    open_topics: tuple[Facet, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    language: Language = ENGLISH
    subjects_are: SubjectsAre = "people"
    everyone: tuple[str, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", _digest(self))

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


def load_corpus(folder: Path | str, languages: Mapping[str, Language] = LANGUAGES) -> Corpus:
    """The corpus in `folder`; `languages` are those that its corpus.toml may name, by code, beside
    those that kb knows.

    Raises CorpusError for a folder that is missing, no folder or without articles; ConfigError for
    a mistake in corpus.toml; ArticleError for an article that cannot be read or holds no words.
    """
    folder = Path(folder)
    files = article_files(folder)
    config = read_config(folder / FILE)
    _check_sources(config, folder, files)
    if not files:
        raise CorpusError(
            f"{folder} holds no articles: put text files ({', '.join(ENDINGS)}) into it, one for"
            " each article"
        )
    sources = _all_sources(config, files)
    _check_ids(sources)
    corpus = Corpus(
        folder=folder,
        title=config.title,
        documents=tuple(_document(folder, source, config) for source in sources),
        subjects=config.subjects,
        facets=config.facets,
        open_topics=config.open_topics,
        synonyms=config.synonyms,
        language=_language(config, languages),
        subjects_are=config.subjects_are,
        everyone=config.everyone,
    )
    if not config.disagreements:
        return corpus
    return dataclasses.replace(corpus, disagreements=_disagreements(config, corpus))


def fingerprint(folder: Path | str) -> str:
    """sha256 over the names and bytes of corpus.toml and the articles, none of them parsed.

    Equal fingerprints mean an equal corpus; an unequal one may still have the same `Corpus.digest`.
    Raises CorpusError if the folder or a file in it cannot be read.
    """
    folder = Path(folder)
    files = article_files(folder)
    config = folder / FILE
    sha = hashlib.sha256()
    for file in [config, *files] if config.exists() else files:
        try:
            data = file.read_bytes()
        except OSError as error:
            problem = f"{file} cannot be opened: {error.strerror}"
            raise CorpusError(f"{problem}; check that the file is there and readable") from error
        # A length before each part: no two folders run together into the same bytes.
        for part in (file.name.encode("utf-8", "surrogateescape"), data):
            sha.update(len(part).to_bytes(8, "big") + part)
    return sha.hexdigest()


def article_files(folder: Path) -> list[Path]:
    """The articles in the folder, by name. Raises CorpusError if it is missing, no folder, or
    cannot be listed.
    """
    # unlike Path.exists, no error for a path that cannot even be looked up
    if not os.path.exists(folder):
        raise CorpusError(f"there is no folder {folder}: name the folder that holds the articles")
    if not os.path.isdir(folder):
        raise CorpusError(
            f"{folder} is a file: name the folder that holds it and the other articles"
        )
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise CorpusError(
            f"{folder} cannot be read: {error.strerror}; check its permissions"
        ) from error
    return [entry for entry in entries if _is_article(entry)]


def _is_article(entry: Path) -> bool:
    is_apart = entry.name.startswith(".") or entry.stem.lower() == "readme"
    return entry.suffix.lower() in ENDINGS and not is_apart and entry.is_file()


def _language(config: Config, languages: Mapping[str, Language]) -> Language:
    """The language that corpus.toml names. Raises ConfigError for one that is not known."""
    known = {**LANGUAGES, **languages}
    if config.language in known:
        return known[config.language]
    hint = did_you_mean(config.language, known)
    raise ConfigError(
        f'{config.top("language")}: there is no language "{config.language}"{hint}; known:'
        f" {', '.join(sorted(known))}; give another one as languages ="
        f' {{"{config.language}": …}} in Python'
    )


def _check_sources(config: Config, folder: Path, files: Sequence[Path]) -> None:
    """Raises ConfigError for a source whose file is no article of the folder."""
    names = [file.name for file in files]
    for number, source in enumerate(config.sources):
        if source.file not in names:
            place = config.place("sources", number, "file")
            raise ConfigError(f"{place}: {_no_article(source.file, folder, names)}")


def _no_article(file: str, folder: Path, names: Sequence[str]) -> str:
    """Why the file is none of the folder's articles, which have these names."""
    name = Path(file).name
    if name != file:
        return f'"{file}" is a path: name a file of {folder} itself, such as "{name}"'
    if (folder / file).is_file():
        readable = f"{', '.join(ENDINGS)} files that are neither hidden nor a README"
        return f'"{file}" is no article: kb reads {readable}'
    lacking = f'there is no file "{file}" in {folder}{did_you_mean(file, names)}'
    return f"{lacking}; add it or remove its [[sources]] table"


def _all_sources(config: Config, files: Sequence[Path]) -> list[Source]:
    """Those that corpus.toml lists, then the files that it does not."""
    listed = {source.file for source in config.sources}
    others = [file for file in files if file.name not in listed]
    return [*config.sources, *(Source(file.name, file.stem) for file in others)]


def _check_ids(sources: Sequence[Source]) -> None:
    files: dict[str, str] = {}
    for source in sources:
        if source.id in files:
            raise CorpusError(
                f'"{files[source.id]}" and "{source.file}" would both have the id "{source.id}": '
                f"give one of them another id in a [[sources]] table of {FILE}"
            )
        files[source.id] = source.file


def _document(folder: Path, source: Source, config: Config) -> Document:
    path = folder / source.file
    text, blocks = read_article(path)
    if not any(character.isalnum() for character in text):
        raise ArticleError(
            f"{path} holds no words: put the article's text into it or remove the file"
        )
    blocks = marked(text, blocks, source, config)
    return Document(
        id=source.id,
        text=text,
        blocks=blocks,
        title=squeezed(source.title or title_of(text, blocks) or path.stem),
        publisher=source.publisher,
        author=source.author,
        authors=source.authors,
        published=source.published,
        fact_checker=source.fact_checker,
        url=source.url,
        path=str(path.absolute()),  # a quote can be verified from any working directory
    )


def _disagreements(config: Config, corpus: Corpus) -> tuple[Disagreement, ...]:
    """Those that a person has reviewed. Raises ConfigError for a name or a quote that the corpus
    does not hold.
    """
    return tuple(
        _disagreement(number, entry, config, corpus)
        for number, entry in enumerate(config.disagreements)
    )


def _disagreement(number: int, entry: Reviewed, config: Config, corpus: Corpus) -> Disagreement:
    key = value = ""  # what is looked up: an error tells its line
    try:
        key = "subject"
        subject = corpus.subject(entry.subject)
        key = "facet"
        facet = corpus.facet(entry.facet)
        key = "quotes"
        spans: list[Span] = []
        for quote in entry.quotes:
            value = quote.text
            spans.append(_another_span(quote, corpus, spans))
    except CorpusError as error:
        place = config.place("disagreements", number, key, value)
        raise ConfigError(f"{place}: {key}: {error}") from error
    return Disagreement(subject.id, facet.id, entry.note, tuple(spans))


def _another_span(quote: Quote, corpus: Corpus, others: Sequence[Span]) -> Span:
    """Where the quote stands, which must be none of the others."""
    span = find_quote(quote.text, corpus.document(quote.source), corpus.language)
    if span in others:
        raise CorpusError(f'"{shortened(quote.text)}" is quoted twice; quote what contradicts it')
    return span


def _digest(corpus: Corpus) -> str:
    compared = (corpus.subjects, corpus.facets, corpus.open_topics)
    content = (
        corpus.title,
        [_digested_document(document) for document in corpus.documents],
        [list(map(dataclasses.asdict, things)) for things in compared],
        corpus.synonyms,
        [corpus.language.digest, corpus.subjects_are, corpus.everyone],
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
