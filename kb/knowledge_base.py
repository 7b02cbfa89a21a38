"""The one object that users hold: a folder of articles that answers questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from kb.answering.answer import answer, case, disputed, overview, refuse
from kb.answering.answerability import Judge
from kb.answering.carrying import Carrier
from kb.answering.checking import Checker, Held
from kb.answering.comparison import Comparer
from kb.answering.confidence import Features
from kb.answering.disagreement import Disagreements, voice_by_voice
from kb.answering.facet_evidence import FacetEvidence
from kb.answering.follow_ups import facets_to_ask, plain_question, wordings
from kb.answering.overview import Overviewer
from kb.answering.question import LONGEST_QUESTION, Question
from kb.answering.reading import QuestionReader
from kb.answering.said import Said
from kb.answering.search import Searcher
from kb.answering.text_check import TextChecker
from kb.answering.verdicts import Verdicts
from kb.articles.addresses import locate
from kb.articles.corpus import Corpus
from kb.articles.folder import fingerprint
from kb.embedding.compiled import encoder_folder
from kb.embedding.hashing import HashEmbedder
from kb.embedding.models import document_embedder, ensure_compiled, open_embedder, record_of
from kb.embedding.weights import DEFAULT_MODEL
from kb.errors import (
    CorpusError,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    LimitError,
    QuestionError,
)
from kb.index.build import build_index
from kb.index.facets import ON_FACET
from kb.index.stored import (
    is_current,
    is_of_earlier_format,
    is_of_language,
    is_of_own_embedder,
    load_index,
    read_manifest,
    recorded_encoder,
    recorded_model,
    save_index,
)
from kb.index.stores import DEFAULT_STORE, convert_store
from kb.language import LANGUAGES, Language
from kb.results import (
    Answer,
    CheckedText,
    Citation,
    Comparison,
    Evidence,
    FollowUp,
    Hit,
    Origin,
    is_refusal,
)
from kb.types import Disagreement, Facet, Located, Overview, Sentence, Span, Subject
from kb.version import __version__

if TYPE_CHECKING:
    from kb.embedding.vouching import EncoderRecord
    from kb.index.build import Index
    from kb.protocols import Embedder, Progress, StoreChoice

INDEX_FOLDER = ".index"  # inside the corpus folder, unless another is named

# Quotes in an answer: about 1,800 characters, what a person reads in two minutes.
CITATIONS = 12

NEAREST = 2  # quotes over what sets the subjects apart, where the sources lack a case
LONGEST_TEXT = 100_000  # characters that are checked at once: some 40 pages

# questions whose reading is remembered: an answer and what to ask next are asked for one after the
# other
READ_KEPT = 64

# Of how many questions that are suggested it is remembered what they lead to: to find out takes a
# few milliseconds each.
SUGGESTIONS_KEPT = 1024

# Examples of an open topic that are asked to see whether the sources lack it: a rule that lets none
# slip would hardly ever call a topic open.
ASKED_OF_TOPIC = 3


class KnowledgeBase:
    """A corpus with its index and its embedder; open one with `KnowledgeBase.open`.

    >>> base = KnowledgeBase.open("corpus")                                      # doctest: +SKIP
    >>> print(base.ask("How do their degrees differ?").to_markdown())            # doctest: +SKIP
    """

    def __init__(self, index: Index, embedder: Embedder) -> None:
        corpus = index.corpus
        of_text = corpus.language.words
        vocabulary = [word for sentence in index.sentences for word in of_text(sentence.text)]
        self.index = index
        self._embedder = embedder
        self._origin = Origin(__version__, index.fingerprint, index.model)
        self._reader = QuestionReader(index, vocabulary, embedder)
        self._searcher = Searcher(index)
        self._facet_evidence = FacetEvidence(index)
        self._judge = Judge(index, Said(index, self._facet_evidence))
        verdicts = Verdicts(index.sentences, corpus.facets, corpus.language)
        self._disagreements = Disagreements(index)
        self._comparer = Comparer(self._facet_evidence, self._disagreements, verdicts)
        self._overviewer = Overviewer(index, self._facet_evidence, verdicts, self._comparer)
        self._read = lru_cache(maxsize=READ_KEPT)(self._reader.read)
        self._answered = lru_cache(maxsize=SUGGESTIONS_KEPT)(self._answers)
        self._suggesting = Lock()  # of many who wait for the same suggestions one tries them
        self._facet_asked = lru_cache(maxsize=SUGGESTIONS_KEPT)(self._strongest_facet)

    @cached_property
    def _checker(self) -> Checker:
        """Made when the first statement comes: most questions need none."""
        return Checker(self.index, self._embedder)

    @cached_property
    def _carrier(self) -> Carrier:
        """Made when the first second turn comes."""
        return Carrier(self.corpus, self._read)

    @classmethod
    def open(
        cls,
        corpus: Path | str = "corpus",
        *,
        index: Path | str | None = None,
        model: str | None = None,
        embedder: Embedder | None = None,
        store: StoreChoice | None = None,
        languages: Mapping[str, Language] = LANGUAGES,
        progress: Progress | None = None,
    ) -> KnowledgeBase:
        """The knowledge base of a folder of articles; its index is built first if there is none,
        the articles have changed, or another version of kb made it.

        `index` is where the index lies (default: `.index` in the corpus folder). `model` is an
        embedding model's name or path (default: the one the index was built with, else the packaged
        all-MiniLM-L6-v2); `embedder` is one of your own in its place, whose `name` tells its
        vectors from others'. `store` is "faiss", "numpy", or what makes a store of your own, into
        which the vectors are put (default: the store of the index, else "faiss"). `languages` are
        those that corpus.toml may name beside those that kb knows, by code.

        Raises CorpusError (also ConfigError, ArticleError), StoredIndexError (also IndexDamaged;
        IndexMismatch if the index was built with a model other than `model` or `embedder`, or by a
        later kb), ModelError; ValueError for both a model and an embedder.
        """
        folder = _index_folder(corpus, index)
        chosen = _chosen(model, embedder)
        _check_own_embedder(folder, chosen)
        make = partial(
            build,
            corpus,
            index=index,
            model=model,
            embedder=embedder,
            store=store,
            languages=languages,
            progress=progress,
        )
        try:
            manifest = read_manifest(folder)
        except IndexMissing:
            return make()
        except IndexMismatch:
            if not is_of_earlier_format(folder):
                raise
            _check_model(folder, recorded_model(folder), chosen, model)
            return make()
        _check_model(folder, manifest["model"], chosen, model)
        if not is_current(manifest, fingerprint(corpus), languages):
            return make()
        if embedder is not None:
            own = load_index(folder, Path(corpus), store, languages)
            _check_dimension(folder, own, embedder)
            return cls(own, embedder)
        vouched = recorded_encoder(manifest)
        if _is_compiling_due(manifest["model"], vouched):
            return make()
        answers = open_embedder(manifest["model"], vouched=vouched)
        return cls(load_index(folder, Path(corpus), store, languages), answers)

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

    def ask(
        self, question: str, k: int = CITATIONS, *, after: Answer | str | None = None
    ) -> Answer:
        """What the sources say, in at most k citations.

        `after` is the answer before, or its question: where this one leans on it ("and for the
        other?"), its subjects or what it asked are carried, and the answer says so.

        Raises QuestionError for a question of over 4,000 characters, LimitError for k below 1,
        TypeError for a question that is no string and a k that is no whole number.
        """
        size = _at_least_one(k)
        before = after.read_as if isinstance(after, Answer) else after
        self.understand(question)  # so that a mistake in it is told, whatever came before
        carried = self._carrier.carry(question, before) if before else None
        if carried is None or len(carried.question) > LONGEST_QUESTION:
            return self._answer(self.understand(question), size)
        answered = self._answer(self.understand(carried.question), size)
        return replace(answered, question=question, carried=carried)

    def _answer(self, asked: Question, k: int) -> Answer:
        if asked.unreadable:
            return refuse(asked.text, asked.unreadable, self._origin)
        if asked.wants == "disagreement":
            disputes = self._disagreements.among(asked.subjects)
            return disputed(asked, disputes, self._quoted(disputes, k), self._origin)
        if asked.wants:
            comparison = self._overviewer.overview(asked.subjects, asked.wants, asked.count, k)
            if comparison.citations:
                return overview(asked, comparison, self._origin)
        found = self._searcher.search(asked, k)
        checked = self._checker.check(asked.claim) if asked.claim else None
        presumed = self._checker.check(asked.presumed) if asked.presumed else None
        judged = self._judge.judge(asked, found, checked, presumed)
        if asked.tells_case and not is_refusal(judged.status):
            first = judged.evidence[:NEAREST]
            on = [each.facet for each in asked.facets]
            apart = self._overviewer.overview(
                asked.subjects, "difference", k=k, first=first, asked=on
            )
            return case(asked, judged, apart, self._origin)
        return answer(asked, judged, self._comparer, self._disagreements, self._origin, k)

    def _quoted(self, disputes: Sequence[Disagreement], k: int) -> list[Evidence]:
        """At most k sentences that disagreements quote, the first of each voice before others."""
        quoted = (
            Evidence(sentence, asked_for=self.corpus.subject(subject))
            for subject, span in voice_by_voice(disputes)
            for sentence in self.sentences_in(span)
        )
        once = {each.sentence: each for each in islice(quoted, k)}
        return list(once.values())

    def features(self, question: str) -> Features:
        """What the decision whether a question is covered rests on.

        Raises QuestionError for a question of over 4,000 characters or without a word.
        """
        asked = self.understand(question)
        if asked.unreadable:
            raise QuestionError(
                f"no question can be read in {question!r}; give one of at least one word"
            )
        presumed = self._checker.check(asked.presumed) if asked.presumed else None
        found = self._searcher.search(asked, CITATIONS)
        return self._judge.features(asked, found, presumed)

    def check(self, text: str) -> CheckedText:
        """What the sources say of each sentence of a text: stated, said otherwise, not stated, or
        that it cannot be told; and whether its quotes stand in them word for word.

        A language model's answer, a colleague's slide: rules and the embedder judge it, which know
        little of meaning, so read the evidence. Raises LimitError for more than 100,000
        characters, TypeError for what is no string.
        """
        if not isinstance(text, str):
            raise TypeError(f"a text is a string, not {type(text).__name__}")
        if len(text) > LONGEST_TEXT:
            raise LimitError(
                f"the text has {len(text):,} characters, and at most {LONGEST_TEXT:,} are checked"
                " at once: check it in parts"
            )
        return CheckedText(
            text, tuple(TextChecker(self.index, self._checker).check(text)), self._origin
        )

    def held(self, statement: str) -> list[Held]:
        """What the state of a statement rests on: each claim in it with the sentence that bears it
        out best; [] where no claim is read in it.
        """
        return self._checker.hold(self._checker.claim(statement))

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

    def overview(self, *subjects: str, k: int | None = None) -> Comparison:
        """What sets the subjects apart as a whole, or of a single one what it is: quotes that say
        it outright, and the facets that matter most with the best quote a side; at most k of them,
        by default as many as fit one screen.

        Subjects as for `compare`, and raises as it does.
        """
        count = None if k is None else _at_least_one(k)
        chosen = dict.fromkeys(map(self.corpus.subject, subjects)) or self.corpus.subjects
        wants: Overview = "difference" if len(chosen) > 1 else "one_subject"
        return self._overviewer.overview(tuple(chosen), wants, count)

    def examples(self, k: int = 6) -> tuple[str, ...]:
        """At most k questions that the sources answer, the one on the whole first: those that
        corpus.toml gives, else the difference between two subjects and for each facet the first
        that is answered of its own examples and a plain one.
        """
        size = _at_least_one(k)
        given = filter(self._is_answered, self.corpus.examples)
        own = filter(None, map(self._example, self.corpus.facets))
        worded = _once(chain(given, self._flagship(), own))
        return tuple(islice(worded, size))

    def unanswered(self) -> tuple[Facet, ...]:
        """The open topics of corpus.toml that the sources lack: of the first three example
        questions they answer one at most.
        """
        return tuple(topic for topic in self.corpus.open_topics if self._is_lacking(topic))

    def follow_ups(self, answer: Answer, k: int = 6) -> tuple[FollowUp, ...]:
        """At most k questions that the sources answer on other facets, about whom the question
        asked, the facet nearest to it first.
        """
        size = _at_least_one(k)
        asked = self.understand(answer.read_as)
        is_answered = not answer.is_refused
        possible = facets_to_ask(asked, is_answered, self.corpus.facets, self._facet_evidence)
        worded = (FollowUp(facet, self._worded(facet, of)) for facet, of in possible)
        return tuple(islice((each for each in worded if each.question), size))

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

    def _flagship(self) -> tuple[str, ...]:
        """The question on the whole, where corpus.toml gives none and there are two subjects."""
        if self.corpus.examples or len(self.corpus.subjects) != 2:
            return ()
        first, second = (subject.name for subject in self.corpus.subjects)
        asked = self.corpus.language.asks_difference.format(first=first, second=second)
        question = f"{asked[:1].upper()}{asked[1:]}"
        return (question,) if self._is_answered(question) else ()

    def _example(self, facet: Facet) -> str:
        """A question on the facet that is answered, "" if there is none."""
        plain = plain_question(self.corpus.subjects, facet)
        questions = (*facet.questions, *([plain] if self._facet_asked(plain) == facet.id else []))
        return next(filter(self._is_answered, questions), "")

    def _worded(self, facet: Facet, subjects: Sequence[Subject]) -> str:
        """A question on the facet of these subjects that is read right and answered, "" if there is
        none.
        """
        questions = wordings(facet, subjects, self.corpus.subjects)
        read_right = (each for each in questions if self._facet_asked(each) == facet.id)
        return next(filter(self._is_answered, read_right), "")

    def _is_lacking(self, topic: Facet) -> bool:
        asked = topic.questions[:ASKED_OF_TOPIC]
        wanted = min(len(asked), ASKED_OF_TOPIC - 1)
        refused = (question for question in asked if not self._is_answered(question))
        return len(list(islice(refused, wanted))) == wanted

    def _is_answered(self, question: str) -> bool:
        with self._suggesting:
            return self._answered(question)

    def _answers(self, question: str) -> bool:
        return len(question) <= LONGEST_QUESTION and self.ask(question).status == "answered"

    def _strongest_facet(self, question: str) -> str:
        facets = self.understand(question).facets if len(question) <= LONGEST_QUESTION else ()
        return facets[0].facet.id if facets else ""


def _once(texts: Iterable[str]) -> Iterator[str]:
    """The texts without those that came before: none is made that nobody takes."""
    seen: set[str] = set()
    for text in texts:
        if text not in seen:
            seen.add(text)
            yield text


def build(
    corpus: Path | str = "corpus",
    *,
    index: Path | str | None = None,
    model: str | None = None,
    embedder: Embedder | None = None,
    store: StoreChoice | None = None,
    languages: Mapping[str, Language] = LANGUAGES,
    progress: Progress | None = None,
) -> KnowledgeBase:
    """Indexes the folder's articles, writes the index and returns the knowledge base.

    `model` and `store` are by default those of the index that is there, else the packaged
    all-MiniLM-L6-v2 and "faiss"; see `KnowledgeBase.open`. Does nothing but open the index if
    nothing has changed; else embeds only what is new. The index that was there stays in force if
    anything fails.

    Raises CorpusError, ModelError, StoredIndexError; ValueError for both a model and an embedder.
    """
    from kb.articles.loading import load_corpus  # opening an index needs none of it

    folder = _index_folder(corpus, index)
    now = fingerprint(corpus)
    chosen = _chosen(model, embedder)
    _check_own_embedder(folder, chosen)
    embeds = chosen or document_embedder(recorded_model(folder) or DEFAULT_MODEL)
    old, manifest = _index_there(folder, Path(corpus), embeds.name, languages)
    vouched = recorded_encoder(manifest) if manifest else None
    if embedder is not None:
        answers, encoder = embedder, vouched
    else:
        answers = ensure_compiled(embeds, vouched=vouched)
        encoder = record_of(answers)
    if old is None or not is_current(manifest, now, languages):
        into = store or manifest.get("store", DEFAULT_STORE)
        known = old if manifest and is_of_language(manifest, languages) else None
        current = build_index(load_corpus(corpus, languages), now, embeds, into, known, progress)
        save_index(current, folder, encoder, embedder is not None)
        return KnowledgeBase(current, answers)
    current = old if store is None else replace(old, store=convert_store(old.store, store))
    is_store_as_saved = not isinstance(store, str) or store == manifest["store"]
    if encoder != vouched or not is_store_as_saved:
        save_index(current, folder, encoder, embedder is not None)
    return KnowledgeBase(current, answers)


def _index_there(
    folder: Path, articles: Path, model: str, languages: Mapping[str, Language]
) -> tuple[Index | None, Mapping[str, Any]]:
    """The index in the folder and its manifest; (None, {}) if there is none that was built with the
    model and can be read: it is made anew then, which is what was asked for.
    """
    with suppress(IndexMissing, IndexDamaged, IndexMismatch):
        manifest = read_manifest(folder)
        if manifest["model"] == model:
            return load_index(folder, articles, languages=languages), manifest
    return None, {}


def _chosen(model: str | None, embedder: Embedder | None) -> Embedder | None:
    """The embedder that was asked for; None if it is left to the index."""
    if model is not None and embedder is not None:
        raise ValueError("give a model's name or an embedder of your own, not both")
    return embedder if model is None else document_embedder(model)


def _check_model(folder: Path, recorded: str, chosen: Embedder | None, model: str | None) -> None:
    """Raises IndexMismatch for an index that was built with another model than is asked for."""
    if chosen is None or recorded in ("", chosen.name):
        return
    wanted = model or chosen.name
    command = f"run kb build --model {model}" if model else "call kb.build with this embedder"
    raise IndexMismatch(
        f"the index in {folder} was built with {recorded}, not with {wanted}: {command}"
    )


def _check_own_embedder(folder: Path, chosen: Embedder | None) -> None:
    """Raises IndexMismatch if only the embedder that built the index can ask it, and is not
    given.
    """
    if chosen is None and is_of_own_embedder(folder):
        raise IndexMismatch(
            f"the index in {folder} was built with an embedder of one's own,"
            f" {recorded_model(folder)}: open it from Python with embedder=, or run kb build"
            " --model with a model's name"
        )


def _check_dimension(folder: Path, index: Index, embedder: Embedder) -> None:
    dimension = index.store.dimension
    if dimension not in (None, embedder.dimension):
        raise IndexMismatch(
            f"the index in {folder} has vectors of {dimension} numbers, and {embedder.name} makes"
            f" {embedder.dimension}: call kb.build with this embedder under another name"
        )


def _is_compiling_due(model: str, vouched: EncoderRecord | None) -> bool:
    """Whether the recorded model is here, and the encoder that the index vouches for is not."""
    embedder = document_embedder(model)
    if isinstance(embedder, HashEmbedder):
        return False
    is_there = vouched is not None and encoder_folder(model).is_dir()
    return not is_there and embedder.name == model


def _index_folder(corpus: Path | str, index: Path | str | None) -> Path:
    return Path(index) if index is not None else Path(corpus) / INDEX_FOLDER


def _at_least_one(k: int) -> int:
    if isinstance(k, bool) or not isinstance(k, int):
        raise TypeError(f"k is how many to return at most: expected a whole number, got {k!r}")
    if k < 1:
        raise LimitError(f"k is how many to return at most: expected 1 or more, got {k}")
    return k
