"""The one object that users hold: a folder of articles that answers questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kb.answering.answer import answer, refuse_unreadable
from kb.answering.comparison import compare
from kb.answering.coverage import Features, features_of
from kb.answering.follow_ups import follow_ups, plain_question
from kb.answering.question import LONGEST_QUESTION, Question, QuestionReader, readable
from kb.answering.search import Searcher
from kb.articles.addresses import locate
from kb.articles.corpus import Corpus, fingerprint, load_corpus
from kb.embedding.models import document_embedder, ensure_compiled, open_embedder
from kb.embedding.weights import DEFAULT_MODEL
from kb.errors import CorpusError, IndexDamaged, IndexMismatch, IndexMissing
from kb.index.build import build_index
from kb.index.facets import ON_FACET
from kb.index.stored import is_current, load_index, read_manifest, save_index
from kb.language import LANGUAGES, Language
from kb.results import Answer, Citation, Comparison, Evidence, FollowUp, Hit
from kb.types import Facet, Located, Sentence, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.index.build import Index
    from kb.protocols import Embedder, Progress

INDEX_FOLDER = ".index"  # inside the corpus folder, unless another is named

# Quotes in an answer: about 1,800 characters, what a person reads in two minutes.
CITATIONS = 12

# questions whose reading is remembered: an answer and what to ask next are asked for one after the
# other
READ_KEPT = 64

# Of how many questions that are suggested it is remembered what they lead to: to find out takes a
# few milliseconds each.
SUGGESTIONS_KEPT = 1024


class KnowledgeBase:
    """A corpus with its index and its embedder; open one with `KnowledgeBase.open`.

    >>> base = KnowledgeBase.open("corpus")                                      # doctest: +SKIP
    >>> print(base.ask("How do their degrees differ?").to_markdown())            # doctest: +SKIP
    """

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self.index = index
        self._embedder = embedder
        self._searcher = Searcher(index)
        of_text = index.corpus.language.words
        vocabulary = [word for sentence in index.sentences for word in of_text(sentence.text)]
        self._reader = QuestionReader(index.corpus, index.examples, vocabulary)
        self._read = lru_cache(maxsize=READ_KEPT)(self._read_anew)
        self._is_answered = lru_cache(maxsize=SUGGESTIONS_KEPT)(self._answers)
        self._facet_asked = lru_cache(maxsize=SUGGESTIONS_KEPT)(self._strongest_facet)

    @classmethod
    def open(
        cls,
        corpus: Path | str = "corpus",
        *,
        index: Path | str | None = None,
        model: str | None = None,
        languages: Mapping[str, Language] = LANGUAGES,
        progress: Progress | None = None,
    ) -> KnowledgeBase:
        """The knowledge base of a folder of articles; its index is built first if there is none or
        the articles have changed.

        `index` is where the index lies (default: `.index` in the corpus folder). `model` is an
        embedding model's name or path (default: the one the index was built with, else the packaged
        all-MiniLM-L6-v2). `languages` are those that corpus.toml may name beside those that kb
        knows, by code.

        Raises CorpusError (also ConfigError, ArticleError), StoredIndexError (also IndexDamaged;
        IndexMismatch if the index was built with a model other than `model`), ModelError.
        """
        folder = _index_folder(corpus, index)
        try:
            manifest = read_manifest(folder)
        except IndexMissing:
            return build(corpus, index=index, model=model, languages=languages, progress=progress)
        if model is not None and manifest["model"] != document_embedder(model).name:
            raise IndexMismatch(
                f"the index in {folder} was built with {manifest['model']}, not with {model}: run"
                f" kb build --model {model}"
            )
        if not is_current(manifest, fingerprint(corpus), languages):
            return build(
                corpus,
                index=index,
                model=manifest["model"],
                languages=languages,
                progress=progress,
            )
        return cls(load_index(folder, Path(corpus), languages), open_embedder(manifest["model"]))

    @property
    def corpus(self) -> Corpus:
        """The articles, subjects and facets."""
        return self.index.corpus

    @property
    def model(self) -> str:
        """The embedding model with its digest."""
        return self.index.model

    @property
    def size(self) -> int:
        """How many sentences it holds."""
        return len(self.index.sentences)

    def understand(self, question: str) -> Question:
        """What is asked: about whom, on which facets, in which words. Raises QuestionError as `ask`
        does.
        """
        return self._read(question)[0]

    def search(self, question: str, k: int = 5) -> list[Hit]:
        """At most k passages, ranked by their best sentence. Raises QuestionError for a question of
        over 4,000 characters.
        """
        if refuse_unreadable(readable(question)):
            return []
        return self._searcher.passages(*self._read(question), _at_least_one(k))

    def ask(self, question: str, k: int = CITATIONS) -> Answer:
        """What the sources say, in at most k citations. Raises QuestionError for a question of over
        4,000 characters.
        """
        refused = refuse_unreadable(readable(question))
        if refused:
            return refused
        read, vector = self._read(question)
        evidence = self._searcher.search(read, vector, _at_least_one(k))
        return answer(read, evidence, self._searcher)

    def features(self, question: str) -> Features:
        """What the decision whether a question is covered rests on. Raises QuestionError as `ask`
        does.
        """
        read, vector = self._read(question)
        return features_of(read, self._searcher.search(read, vector, CITATIONS), self._searcher)

    def compare(self, *subjects: str, facet: str | Sequence[str] = (), k: int = 4) -> Comparison:
        """The subjects side by side on a facet, several or (by default) all, with at most k
        citations a cell.

        Subjects and facets by id, name or alias; no subject means all. Raises CorpusError for one
        that the corpus does not name.
        """
        asked = dict.fromkeys(map(self.corpus.subject, subjects)) or self.corpus.subjects
        on = (
            dict.fromkeys(map(self.corpus.facet, [facet] if isinstance(facet, str) else facet))
            or self.corpus.facets
        )
        return compare(self._searcher, tuple(asked), tuple(on), _at_least_one(k))

    def examples(self, k: int = 6) -> tuple[str, ...]:
        """At most k questions that the sources answer: of each facet's own examples, or a plain
        one, the first that is.
        """
        return tuple(islice(filter(None, map(self._example, self.corpus.facets)), _at_least_one(k)))

    def unanswered(self) -> tuple[Facet, ...]:
        """The open topics of corpus.toml of which the sources answer no example question."""
        return tuple(
            topic
            for topic in self.corpus.open_topics
            if not any(map(self._is_answered, topic.questions))
        )

    def follow_ups(self, answer: Answer, k: int = 6) -> tuple[FollowUp, ...]:
        """At most k other facets on which the sources speak of whom the question asked about, the
        nearest to it first.
        """
        possible = follow_ups(
            self.understand(answer.question), answer.status != "not covered", self._searcher
        )
        read_right = (
            each for each in possible if self._facet_asked(each.question) == each.facet.id
        )
        return tuple(islice(read_right, _at_least_one(k)))

    def locate(self, address: str) -> Located:
        """Where a citation's address leads now, also if its article was edited since. Raises
        AddressError if it is none.
        """
        return locate(address, self.corpus.documents)

    def cite(self, span: Span) -> Citation:
        """The span as a citation, numbered 1. Raises ValueError if no sentence of this index stands
        there.
        """
        sentences = self.sentences_in(span)
        if not sentences:
            raise ValueError(
                f"no sentence stands at {span.start}:{span.end} of {span.document.id}: headings are"
                " not cited"
            )
        return Citation(1, span, Evidence(sentences[0], score=0.0))

    def sentences_in(self, span: Span) -> tuple[Sentence, ...]:
        """The sentences that the span holds or touches, in order, each with whom it is about."""
        same = (s for s in self.index.sentences if s.document.digest == span.document.digest)
        return tuple(s for s in same if s.start < span.end and span.start < s.end)

    def facets_of(self, sentence: Sentence) -> tuple[Facet, ...]:
        """What the sentence is evidence on, the strongest facet first. Raises KeyError for one that
        is not of this index.
        """
        return self._searcher.facets_of(sentence, ON_FACET)

    def is_current(self) -> bool:
        """Whether the folder still holds what was indexed."""
        try:
            return fingerprint(self.corpus.folder) == self.index.fingerprint
        except CorpusError:  # it is gone, or cannot be read
            return False

    def _example(self, facet: Facet) -> str:
        """A question on the facet that is answered, "" if there is none."""
        plain = plain_question(self.corpus.subjects, facet)
        questions = (*facet.questions, *([plain] if self._facet_asked(plain) == facet.id else []))
        return next(filter(self._is_answered, questions), "")

    def _answers(self, question: str) -> bool:
        return len(question) <= LONGEST_QUESTION and self.ask(question).status == "answered"

    def _strongest_facet(self, question: str) -> str:
        facets = self.understand(question).facets if len(question) <= LONGEST_QUESTION else ()
        return facets[0][0] if facets else ""

    def _read_anew(self, text: str) -> tuple[Question, NDArray[np.float32]]:
        mended = self._reader.mend(readable(text), self._embedder)
        vector = self._embedder.encode_query([mended])[0]
        vector.setflags(write=False)  # it is kept, and shared
        return self._reader.read(text, mended, vector), vector


def build(
    corpus: Path | str = "corpus",
    *,
    index: Path | str | None = None,
    model: str | None = None,
    languages: Mapping[str, Language] = LANGUAGES,
    progress: Progress | None = None,
) -> KnowledgeBase:
    """Indexes the folder's articles, writes the index and returns the knowledge base.

    `model` is by default that of the index that is there, else the packaged all-MiniLM-L6-v2;
    `languages` are those that corpus.toml may name beside those that kb knows, by code. Does
    nothing but open the index if nothing has changed; else embeds only what is new. The index that
    was there stays in force if anything fails.

    Raises CorpusError, ModelError, StoredIndexError.
    """
    folder = _index_folder(corpus, index)
    now = fingerprint(corpus)
    old: Index | None = None
    is_as_wanted = False
    try:
        manifest = read_manifest(folder)
        model = model or manifest["model"]
        if manifest["model"] == document_embedder(model).name:
            old = load_index(folder, Path(corpus), languages)
            is_as_wanted = is_current(manifest, now, languages)
    except (IndexMissing, IndexDamaged, IndexMismatch):
        pass  # it is made anew, which is what was asked for
    embedder = document_embedder(model or DEFAULT_MODEL)
    answering = ensure_compiled(embedder)
    if old is None or not is_as_wanted:
        old = build_index(load_corpus(corpus, languages), now, embedder, old=old, progress=progress)
        save_index(old, folder)
    return KnowledgeBase(old, answering)


def _index_folder(corpus: Path | str, index: Path | str | None) -> Path:
    return Path(index) if index is not None else Path(corpus) / INDEX_FOLDER


def _at_least_one(k: int) -> int:
    if k < 1:
        raise ValueError(f"k is how many to return at most: expected 1 or more, got {k}")
    return k
