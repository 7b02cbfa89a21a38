"""The one object that users hold: a folder of articles that answers questions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kb.answering.answer import answer, refuse
from kb.answering.answerability import Features, Judge
from kb.answering.comparison import Comparer
from kb.answering.disagreement import Disagreements
from kb.answering.facet_evidence import FacetEvidence
from kb.answering.follow_ups import follow_ups, plain_question
from kb.answering.question import LONGEST_QUESTION, Question, QuestionReader
from kb.answering.said import Said
from kb.answering.search import Searcher
from kb.articles.addresses import locate
from kb.articles.corpus import Corpus, fingerprint, load_corpus
from kb.embedding.models import document_embedder, ensure_compiled, open_embedder
from kb.embedding.weights import DEFAULT_MODEL
from kb.errors import CorpusError, IndexDamaged, IndexMismatch, IndexMissing, LimitError
from kb.index.build import build_index
from kb.index.facets import ON_FACET
from kb.index.stored import is_current, load_index, read_manifest, save_index
from kb.language.words import words
from kb.results import Answer, Citation, Comparison, Evidence, FollowUp, Hit, Origin
from kb.types import Facet, Located, Sentence, Span
from kb.version import __version__

if TYPE_CHECKING:
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
        corpus = index.corpus
        vocabulary = [word for sentence in index.sentences for word in words(sentence.text)]
        self.index = index
        self._origin = Origin(__version__, index.fingerprint, index.model)
        self._reader = QuestionReader(corpus, index.examples, vocabulary, embedder)
        self._searcher = Searcher(index)
        self._facet_evidence = FacetEvidence(index)
        self._judge = Judge(corpus.documents, Said(index, self._facet_evidence))
        disagreements = Disagreements(corpus.disagreements, self._facet_evidence)
        self._comparer = Comparer(self._facet_evidence, disagreements)
        self._read = lru_cache(maxsize=READ_KEPT)(self._reader.read)
        self._is_answered = lru_cache(maxsize=SUGGESTIONS_KEPT)(self._answers)
        self._facet_asked = lru_cache(maxsize=SUGGESTIONS_KEPT)(self._strongest_facet)

    @classmethod
    def open(
        cls,
        corpus: Path | str = "corpus",
        *,
        index: Path | str | None = None,
        model: str | None = None,
        progress: Progress | None = None,
    ) -> KnowledgeBase:
        """The knowledge base of a folder of articles; its index is built first if there is none or
        the articles have changed.

        `index` is where the index lies (default: `.index` in the corpus folder). `model` is an
        embedding model's name or path (default: the one the index was built with, else the packaged
        all-MiniLM-L6-v2).

        Raises CorpusError (also ConfigError, ArticleError), StoredIndexError (also IndexDamaged;
        IndexMismatch if the index was built with a model other than `model`), ModelError.
        """
        folder = _index_folder(corpus, index)
        try:
            manifest = read_manifest(folder)
        except IndexMissing:
            return build(corpus, index=index, model=model, progress=progress)
        if model is not None and manifest["model"] != document_embedder(model).name:
            raise IndexMismatch(
                f"the index in {folder} was built with {manifest['model']}, not with {model}: run"
                f" kb build --model {model}"
            )
        if not is_current(manifest, fingerprint(corpus)):
            return build(corpus, index=index, model=manifest["model"], progress=progress)
        return cls(load_index(folder, Path(corpus)), open_embedder(manifest["model"]))

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
        """What is asked: about whom, on which facets, in which words. Raises as `ask` does."""
        if not isinstance(question, str):
            raise TypeError(f"a question is a string, not {type(question).__name__}")
        return self._read(question)

    def search(self, question: str, k: int = 5) -> list[Hit]:
        """At most k passages, ranked by their best sentence. Raises as `ask` does."""
        size = _at_least_one(k)
        asked = self.understand(question)
        return [] if asked.unreadable else self._searcher.passages(asked, size)

    def ask(self, question: str, k: int = CITATIONS) -> Answer:
        """What the sources say, in at most k citations.

        Raises QuestionError for a question of over 4,000 characters, LimitError for k below 1,
        TypeError for a question that is no string and a k that is no whole number.
        """
        size = _at_least_one(k)
        asked = self.understand(question)
        if asked.unreadable:
            return refuse(question, asked.unreadable, self._origin)
        found = self._searcher.search(asked, size)
        judged = self._judge.judge(asked, found)
        return answer(asked, judged, self._comparer, self._origin)

    def features(self, question: str) -> Features:
        """What the decision whether a question is covered rests on. Raises as `ask` does."""
        asked = self.understand(question)
        return self._judge.features(asked, self._searcher.search(asked, CITATIONS))

    def compare(self, *subjects: str, facet: str | Sequence[str] = (), k: int = 4) -> Comparison:
        """The subjects side by side on a facet, several or (by default) all, with at most k
        citations a cell.

        Subjects and facets by id, name or alias; no subject means all. Raises CorpusError for one
        that the corpus does not name, TypeError for what is no name, LimitError for k below 1.
        """
        size = _at_least_one(k)
        if not isinstance(facet, Sequence):
            raise TypeError(f"facet is a name or a list of names, not {facet!r}")
        facets = [facet] if isinstance(facet, str) else facet
        chosen = dict.fromkeys(map(self.corpus.subject, subjects)) or self.corpus.subjects
        on = dict.fromkeys(map(self.corpus.facet, facets)) or self.corpus.facets
        return self._comparer.compare(tuple(chosen), tuple(on), size)

    def examples(self, k: int = 6) -> tuple[str, ...]:
        """At most k questions that the sources answer: of each facet's own examples, or a plain
        one, the first that is.
        """
        size = _at_least_one(k)
        examples = filter(None, map(self._example, self.corpus.facets))
        return tuple(islice(examples, size))

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
        size = _at_least_one(k)
        asked = self.understand(answer.question)
        is_answered = answer.status != "not covered"
        possible = follow_ups(asked, is_answered, self.corpus.facets, self._facet_evidence)
        read_right = (
            each for each in possible if self._facet_asked(each.question) == each.facet.id
        )
        return tuple(islice(read_right, size))

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
        return Citation(1, span, Evidence(sentences[0]))

    def sentences_in(self, span: Span) -> tuple[Sentence, ...]:
        """The sentences that the span holds or touches, in order, each with whom it is about."""
        same = (s for s in self.index.sentences if s.document.digest == span.document.digest)
        return tuple(s for s in same if s.start < span.end and span.start < s.end)

    def facets_of(self, sentence: Sentence) -> tuple[Facet, ...]:
        """What the sentence is evidence on, the strongest facet first. Raises KeyError for one that
        is not of this index.
        """
        return self._facet_evidence.facets_of(sentence, ON_FACET)

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
        return facets[0].facet.id if facets else ""


def build(
    corpus: Path | str = "corpus",
    *,
    index: Path | str | None = None,
    model: str | None = None,
    progress: Progress | None = None,
) -> KnowledgeBase:
    """Indexes the folder's articles, writes the index and returns the knowledge base.

    `model` is by default that of the index that is there, else the packaged all-MiniLM-L6-v2. Does
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
            old = load_index(folder, Path(corpus))
            is_as_wanted = is_current(manifest, now)
    except (IndexMissing, IndexDamaged, IndexMismatch):
        pass  # it is made anew, which is what was asked for
    embedder = document_embedder(model or DEFAULT_MODEL)
    answering = ensure_compiled(embedder)
    if old is None or not is_as_wanted:
        old = build_index(load_corpus(corpus), now, embedder, old=old, progress=progress)
        save_index(old, folder)
    return KnowledgeBase(old, answering)


def _index_folder(corpus: Path | str, index: Path | str | None) -> Path:
    return Path(index) if index is not None else Path(corpus) / INDEX_FOLDER


def _at_least_one(k: int) -> int:
    if isinstance(k, bool) or not isinstance(k, int):
        raise TypeError(f"k is how many to return at most: expected a whole number, got {k!r}")
    if k < 1:
        raise LimitError(f"k is how many to return at most: expected 1 or more, got {k}")
    return k
