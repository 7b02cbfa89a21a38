"""Every sentence of a corpus with its vector, its words and its facets: what search looks things up
in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kb.articles.passages import passages_of
from kb.articles.sentences import sentences_of
from kb.index.attribution import attribute
from kb.index.bm25 import LexicalIndex
from kb.index.facets import example_texts, section_lists, sentence_affinity
from kb.index.stores import open_store
from kb.index.views import Views
from kb.types import Passage, Sentence

if TYPE_CHECKING:
    from kb.articles.corpus import Corpus
    from kb.protocols import Embedder, Matrix, Progress, VectorStore

    Vectors: TypeAlias = Mapping[tuple[str, ...], Matrix]


@dataclass(frozen=True, slots=True)
class Index:
    """`passages` and `sentences` are in the order of the documents; a sentence's place is its id in
    `store` and `lexical`.

    `affinity` and `listed` are (sentences, facets), see `kb.index.facets`. `subject_vectors` is
    (subjects, dimension): the names embedded. `examples` holds `example_texts` of every facet, then
    of every open topic, embedded.
    """

    corpus: Corpus
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    store: VectorStore
    lexical: LexicalIndex
    affinity: Matrix
    listed: Matrix
    subject_vectors: Matrix
    examples: Matrix
    model: str
    fingerprint: str


def build_index(
    corpus: Corpus,
    fingerprint: str,
    embedder: Embedder,
    store: str = "faiss",
    old: Index | None = None,
    progress: Progress | None = None,
) -> Index:
    """The corpus indexed. Vectors of texts that `old` holds, if the same model made them, are taken
    from there.
    """
    passages = [
        passage
        for document in corpus.documents
        for passage in passages_of(document, corpus.language)
    ]
    sentences = _attributed(passages, corpus)
    names = {subject.id: subject.name for subject in corpus.subjects}
    described = (*corpus.facets, *corpus.open_topics)
    examples = [(text,) for facet in described for text in example_texts(facet)]
    views = Views(corpus)
    texts = [views.of(s) for s in sentences] + [(name,) for name in names.values()] + examples
    known = known_vectors(old) if old and old.model == embedder.name else {}
    vectors = _embed(texts, embedder, known, progress)
    of_sentences, rest = vectors[: len(sentences)], vectors[len(sentences) :]
    of_subjects, of_examples = rest[: len(names)], rest[len(names) :]
    sizes = [len(example_texts(facet)) for facet in described]
    firsts = [sum(sizes[:i]) for i in range(len(corpus.facets))]
    vector_store = open_store(store)()
    vector_store.add(range(len(sentences)), of_sentences)
    return Index(
        corpus=corpus,
        passages=tuple(passages),
        sentences=tuple(sentences),
        store=vector_store,
        lexical=LexicalIndex.build(
            [lexical_text(sentence) for sentence in sentences], corpus.language
        ),
        affinity=sentence_affinity(
            sentences, of_sentences, corpus.facets, of_examples[firsts], corpus.language
        ),
        listed=section_lists(sentences, corpus.facets, corpus.language),
        subject_vectors=of_subjects,
        examples=of_examples,
        model=embedder.name,
        fingerprint=fingerprint,
    )


def _attributed(passages: Sequence[Passage], corpus: Corpus) -> list[Sentence]:
    """The sentences of the passages, in order, each with whom it is about."""
    kinds = corpus.kinds if corpus.subjects_are == "things" else ()
    language = corpus.language
    sentences: list[Sentence] = []
    for document in corpus.documents:
        own = [passage for passage in passages if passage.document is document]
        of_document = [s for passage in own for s in sentences_of(passage, language)]
        sentences += attribute(of_document, corpus.subjects, corpus.everyone, language, kinds)
    return sentences


def lexical_text(sentence: Sentence) -> str:
    """What BM25 sees: the section headings and the sentence. The title is left out: it stands over
    everything.
    """
    return " ".join([*sentence.headings[1:], sentence.text])


def known_vectors(index: Index) -> Vectors:
    """What the index has embedded: texts to vectors, (1, dimension) each."""
    names = {subject.id: subject.name for subject in index.corpus.subjects}
    views = Views(index.corpus)
    known: dict[tuple[str, ...], Matrix] = {}
    if len(index.sentences):
        stored = index.store.vectors(range(len(index.sentences)))
        known.update((views.of(s), stored[i : i + 1]) for i, s in enumerate(index.sentences))
    known.update(
        ((name,), index.subject_vectors[i : i + 1]) for i, name in enumerate(names.values())
    )
    texts = [
        (text,)
        for facet in (*index.corpus.facets, *index.corpus.open_topics)
        for text in example_texts(facet)
    ]
    known.update((text, index.examples[i : i + 1]) for i, text in enumerate(texts))
    return known


def _embed(
    texts: Sequence[tuple[str, ...]], embedder: Embedder, known: Vectors, progress: Progress | None
) -> Matrix:
    """A vector of length 1 for each tuple of texts: the mean of theirs. float32, (len(texts),
    dimension).
    """
    import numpy as np

    missing = [views for views in dict.fromkeys(texts) if views not in known]
    found = dict(known)
    if missing:
        flat = [text for views in missing for text in views]
        single = embedder.encode_document(flat, progress)
        at = 0
        for views in missing:
            mean = single[at : at + len(views)].mean(axis=0, keepdims=True)
            found[views] = mean / max(float(np.linalg.norm(mean)), 1e-12)
            at += len(views)
    rows = [found[views] for views in texts]
    return np.concatenate(rows) if rows else np.zeros((0, embedder.dimension), dtype=np.float32)
