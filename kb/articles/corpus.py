"""A folder of articles, with what corpus.toml says of them: sources, subjects, facets,
disagreements.

The articles are the files of the folder itself whose ending `kb.articles.readers` knows: first
those that corpus.toml lists, in its order, then the others by name. Hidden files, sub-folders and
READMEs are none. The keys: see `corpus/README.md`.
"""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kb.articles.config import FILE, Config, Quote, Source, did_you_mean, read_config
from kb.articles.readers import ENDINGS, read_article
from kb.articles.sentences import sentences_of
from kb.errors import ArticleError, ConfigError, CorpusError
from kb.language import ENGLISH, LANGUAGES, Language
from kb.types import (
    Block,
    BlockKind,
    Disagreement,
    Document,
    Facet,
    Passage,
    Span,
    Subject,
    SubjectsAre,
)

READ_KINDS: tuple[BlockKind, ...] = (
    "heading",
    "paragraph",
    "item",
)  # what a reader finds; the others come from corpus.toml
QUOTABLE: tuple[BlockKind, ...] = ("paragraph", "item", "byline")
SHOWN = 100  # characters of an article that an error message quotes

Named = TypeVar("Named", bound=Document | Facet | Subject)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in order, and what they are compared on.

    Ids are unique: among documents, among subjects, and among facets and open topics together.
    `title` is "" where corpus.toml gives none; `open_topics` are what people ask about and the
    documents may lack; `disagreements` are those that a person has reviewed. `everyone` holds
    phrases for all subjects at once. `digest` is the sha256 of everything an index is made from:
    two corpora with one digest, wherever they lie, have the same index.
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
        return _named(
            name, self.documents, "article", {each.id: (each.title,) for each in self.documents}
        )

    def subject(self, name: str) -> Subject:
        """The subject with this id, name or alias, capitals aside. Raises CorpusError if there is
        none.
        """
        return _named(
            name,
            self.subjects,
            "subject",
            {each.id: (each.name, *each.aliases) for each in self.subjects},
        )

    def facet(self, name: str) -> Facet:
        """The facet with this id or name, capitals aside. Raises CorpusError if there is none."""
        return _named(name, self.facets, "facet", {each.id: (each.name,) for each in self.facets})


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
    listed = {source.file for source in config.sources}
    others = [Source(file=file.name, id=file.stem) for file in files if file.name not in listed]
    _check_ids([*config.sources, *others])
    documents = [
        *(
            _document(folder, source, config, number)
            for number, source in enumerate(config.sources)
        ),
        *(_document(folder, source, config) for source in others),
    ]
    corpus = Corpus(
        folder=folder,
        title=config.title,
        documents=tuple(documents),
        subjects=config.subjects,
        facets=config.facets,
        open_topics=config.open_topics,
        synonyms=config.synonyms,
        language=_language(config, languages),
        subjects_are=config.subjects_are,
        everyone=config.everyone,
    )
    return (
        dataclasses.replace(corpus, disagreements=_disagreements(config, corpus))
        if config.disagreements
        else corpus
    )


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
            problem = (
                f"{file} cannot be opened: {error.strerror}; check that the file is there and"
                " readable"
            )
            raise CorpusError(problem) from error
        # A length before each part: no two folders run together into the same bytes.
        for part in (file.name.encode("utf-8", "surrogateescape"), data):
            sha.update(len(part).to_bytes(8, "big") + part)
    return sha.hexdigest()


def article_files(folder: Path) -> list[Path]:
    """The articles in the folder, by name. Raises CorpusError if it is missing, no folder, or
    cannot be listed.
    """
    if not os.path.exists(
        folder
    ):  # unlike Path.exists, no error for a path that cannot even be looked up
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
    return [
        entry
        for entry in entries
        if entry.suffix.lower() in ENDINGS
        and not entry.name.startswith(".")
        and entry.stem.lower() != "readme"
        and entry.is_file()
    ]


def _language(config: Config, languages: Mapping[str, Language]) -> Language:
    """The language that corpus.toml names. Raises ConfigError for one that is not known."""
    known = {**LANGUAGES, **languages}
    if config.language not in known:
        hint = did_you_mean(config.language, known)
        raise ConfigError(
            f'{config.top("language")}: there is no language "{config.language}"{hint}; known:'
            f" {', '.join(sorted(known))}; give another one as languages ="
            f' {{"{config.language}": …}} in Python'
        )
    return known[config.language]


def _check_sources(config: Config, folder: Path, files: Sequence[Path]) -> None:
    """Raises ConfigError for a source whose file is no article of the folder."""
    names = [file.name for file in files]
    for number, source in enumerate(config.sources):
        if source.file in names:
            continue
        place = config.place("sources", number, "file")
        if Path(source.file).name != source.file:
            problem = (
                f'"{source.file}" is a path: name a file of {folder} itself, such as'
                f' "{Path(source.file).name}"'
            )
        elif (folder / source.file).is_file():
            endings = ", ".join(ENDINGS)
            problem = (
                f'"{source.file}" is no article: kb reads {endings} files that are neither hidden'
                " nor a README"
            )
        else:
            hint = did_you_mean(source.file, names)
            problem = (
                f'there is no file "{source.file}" in {folder}{hint}; add it or remove its'
                " [[sources]] table"
            )
        raise ConfigError(f"{place}: {problem}")


def _check_ids(sources: Sequence[Source]) -> None:
    files: dict[str, str] = {}
    for source in sources:
        if source.id in files:
            raise CorpusError(
                f'"{files[source.id]}" and "{source.file}" would both have the id "{source.id}": '
                f"give one of them another id in a [[sources]] table of {FILE}"
            )
        files[source.id] = source.file


def _document(folder: Path, source: Source, config: Config, number: int = -1) -> Document:
    """The source's article; `number` is that of its [[sources]] table."""
    path = folder / source.file
    text, blocks = read_article(path)
    if not any(character.isalnum() for character in text):
        raise ArticleError(
            f"{path} holds no words: put the article's text into it or remove the file"
        )
    for kind, line in _marks(source):
        blocks = _marked(
            text, blocks, line, kind, source, config.place("sources", number, kind, line)
        )
    if source.title:
        blocks = _with_title(text, blocks, source.title, is_plain=path.suffix.lower() == ".txt")
    title = source.title or next((text[b.start : b.end] for b in blocks if b.level == 1), path.stem)
    return Document(
        id=source.id,
        text=text,
        blocks=blocks,
        title=_squeeze(title),
        publisher=source.publisher,
        author=source.author,
        published=source.published,
        fact_checker=source.fact_checker,
        url=source.url,
        path=str(path.absolute()),  # a quote can be verified from any working directory
    )


def _marks(source: Source) -> Iterator[tuple[BlockKind, str]]:
    yield from (("boilerplate", line) for line in source.boilerplate)
    yield from (("byline", line) for line in source.byline)


def _marked(
    text: str, blocks: tuple[Block, ...], line: str, kind: BlockKind, source: Source, place: str
) -> tuple[Block, ...]:
    """The blocks, every one that reads as the line (white space apart) being of that kind;
    ConfigError if none does.
    """
    line = _squeeze(line)
    texts = [_squeeze(text[block.start : block.end]) for block in blocks]
    if line not in texts:
        raise ConfigError(
            f"{place}: a {kind} line must be a whole paragraph, heading or list item, and"
            f' "{_cut(line)}" is none of {source.file}; the closest is "{_closest(line, texts)}"'
        )
    marked = []
    for block, words in zip(blocks, texts, strict=True):
        if words == line and block.kind not in (kind, *READ_KINDS):
            raise ConfigError(
                f'{place}: "{_cut(line)}" is given as {block.kind} and as {kind}; keep one of'
                " the two"
            )
        marked.append(Block(kind, block.start, block.end) if words == line else block)
    return tuple(marked)


def _disagreements(config: Config, corpus: Corpus) -> tuple[Disagreement, ...]:
    """Those that a person has reviewed. Raises ConfigError for a name or a quote that the corpus
    does not hold.
    """
    found = []
    for number, entry in enumerate(config.disagreements):
        key, value = "subject", ""
        try:
            subject = corpus.subject(entry.subject).id
            key = "facet"
            facet = corpus.facet(entry.facet).id
            key, spans = "quotes", []
            for quote in entry.quotes:
                value = quote.text
                span = _quoted(corpus.document(quote.source), quote, corpus.language)
                if span in spans:
                    raise CorpusError(
                        f'"{_cut(quote.text)}" is quoted twice; quote what contradicts it'
                    )
                spans.append(span)
        except CorpusError as error:
            raise ConfigError(
                f"{config.place('disagreements', number, key, value)}: {key}: {error}"
            ) from error
        found.append(Disagreement(subject, facet, entry.note, tuple(spans)))
    return tuple(found)


def _quoted(document: Document, quote: Quote, language: Language) -> Span:
    """Where the document says the quote, white space apart. Raises CorpusError unless it is made of
    whole sentences.
    """
    words = _squeeze(quote.text)
    pattern = re.compile(r"\s+".join(map(re.escape, words.split(" "))))
    found = [Span(document, *match.span()) for match in pattern.finditer(document.text)]
    of_blocks = [
        sentences_of(Passage(document, b.start, b.end, (), b.kind), language)
        for b in document.blocks
        if b.kind in QUOTABLE
    ]
    for span in found:
        for sentences in of_blocks:
            if span.start in (s.start for s in sentences) and span.end in (
                s.end for s in sentences
            ):
                return span
    closest = _closest(words, [_squeeze(s.text) for sentences in of_blocks for s in sentences])
    problem = (
        "is not made of whole sentences of one paragraph or list item of"
        if found
        else "does not stand word for word in"
    )
    raise CorpusError(
        f'"{_cut(words)}" {problem} {quote.source}; the closest sentence is "{closest}"'
    )


def _with_title(
    text: str, blocks: tuple[Block, ...], title: str, is_plain: bool
) -> tuple[Block, ...]:
    """The blocks, the first heading that says the title being of level 1.

    Plain text has its first line taken for the title: where that is another line, it becomes an
    ordinary heading.
    """
    headings = [n for n, block in enumerate(blocks) if block.kind == "heading"]
    at = next(
        (n for n in headings if _squeeze(text[blocks[n].start : blocks[n].end]) == _squeeze(title)),
        None,
    )
    if at is None:
        return blocks
    out = list(blocks)
    for n in headings:
        if n < at and is_plain and out[n].level == 1:
            out[n] = dataclasses.replace(out[n], level=2)
    out[at] = dataclasses.replace(out[at], level=1)
    return tuple(out)


def _closest(line: str, texts: Sequence[str]) -> str:
    """The beginning of the text most like the line; a text that holds the line goes before all
    others.
    """

    def likeness(text: str) -> tuple[bool, float]:
        # Cut to the line's own size: the comparison takes quadratic time, and a long text would
        # never look alike.
        return line in text, difflib.SequenceMatcher(None, line, text[: len(line) + SHOWN]).ratio()

    return _cut(max(texts, key=likeness, default=""))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _named(
    name: str, things: Sequence[Named], what: str, names: Mapping[str, Sequence[str]]
) -> Named:
    """The thing with that id or, capitals and white space aside, one of its names."""
    wanted = _squeeze(name).casefold()
    for thing in things:
        if thing.id == name:
            return thing
    for thing in things:
        if wanted in (each.casefold() for each in (thing.id, *names[thing.id])):
            return thing
    ids = [thing.id for thing in things]
    known = f"it has {', '.join(ids)}" if ids else "it has none"
    raise CorpusError(
        f'there is no {what} "{name}" in this corpus{did_you_mean(name, ids)}; {known}'
    )


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _digest(corpus: Corpus) -> str:
    documents = [
        {
            **{
                f.name: getattr(d, f.name)
                for f in dataclasses.fields(d)
                if f.name not in ("text", "blocks", "path")
            },
            "blocks": [dataclasses.astuple(block) for block in d.blocks],
        }
        for d in corpus.documents
    ]
    compared = [
        [dataclasses.asdict(e) for e in es]
        for es in (corpus.subjects, corpus.facets, corpus.open_topics)
    ]
    disagreements = [
        [d.subject, d.facet, d.note, [(span.document.id, span.start, span.end) for span in d.spans]]
        for d in corpus.disagreements
    ]
    language = [corpus.language.digest, corpus.subjects_are, corpus.everyone]
    content = json.dumps(
        [corpus.title, documents, compared, corpus.synonyms, disagreements, language],
        sort_keys=True,
    )
    return hashlib.sha256(content.encode()).hexdigest()
