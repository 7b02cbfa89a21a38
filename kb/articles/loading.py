"""From a folder of articles to a corpus: first those that corpus.toml lists, in its order, then the
others by name. The keys of corpus.toml: see `corpus/README.md`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

from kb.articles.closest import did_you_mean, shortened, squeezed
from kb.articles.config import Config, Quote, Reviewed, Source, read_config
from kb.articles.corpus import Corpus
from kb.articles.folder import FILE, article_files
from kb.articles.marking import marked, title_of
from kb.articles.quotes import find_quote
from kb.articles.readers import ENDINGS, read_article
from kb.articles.topics import general_topics
from kb.errors import ArticleError, ConfigError, CorpusError
from kb.language import LANGUAGES, Language
from kb.types import Disagreement, Document, Span


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
    language = _language(config, languages)
    corpus = Corpus(
        folder=folder,
        title=config.title,
        documents=tuple(_document(folder, source, config) for source in sources),
        subjects=config.subjects,
        facets=config.facets,
        open_topics=config.open_topics,
        general_topics=(
            general_topics(language, config.facets, config.open_topics)
            if config.general_topics
            else ()
        ),
        synonyms=config.synonyms,
        language=language,
        subjects_are=config.subjects_are,
        everyone=config.everyone,
        examples=config.examples,
    )
    if not config.disagreements:
        return corpus
    return dataclasses.replace(corpus, disagreements=_disagreements(config, corpus))


def _language(config: Config, languages: Mapping[str, Language]) -> Language:
    """The language that corpus.toml names. Raises ConfigError for one that is not known."""
    known = {**LANGUAGES, **languages}
    if config.language in known:
        language = known[config.language]
        if language.code != config.language:
            raise ConfigError(
                f'{config.top("language")}: the language given as "{config.language}" calls itself'
                f' "{language.code}": give it under its own code'
            )
        return language
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
