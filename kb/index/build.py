"""Every sentence of a corpus with its vector, its words and its facets: what search looks things up
in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from kb.articles.passages import passages_of
from kb.articles.quotable import quotable
from kb.articles.sentences import sentences_of
from kb.errors import ModelError, StoredIndexError
from kb.index.attribution import attribute
from kb.index.bm25 import LexicalIndex
from kb.index.contradictions import possible_disagreements
from kb.index.facets import (
    example_groups,
    learn,
    learn_covered,
    section_lists,
    sentence_affinity,
    span_of,
    without,
)
from kb.index.stores import DEFAULT_STORE, new_store
from kb.index.views import Views
from kb.types import Disagreement, Passage, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.articles.corpus import Corpus
    from kb.protocols import Embedder, Matrix, Progress, Store, StoreChoice

    Texts: TypeAlias = tuple[str, ...]  # the texts whose vectors, averaged, stand for one thing
    Vectors: TypeAlias = Mapping[Texts, Matrix]

LENGTH_TOLERANCE = 1e-3  # of a vector of length 1; half precision leaves less


@dataclass(frozen=True, slots=True)
class Index:
    """`passages` and `sentences` are in the order of the documents. A sentence's place is where it
    stands in `sentences`, in `lexical` and in the rows of `affinity` and `listed`; its id, by which
    `store` knows it, stands at that place in `ids`.

    `quotable` says of each sentence whether it may be quoted alone (`kb.articles.quotable`).
    `affinity`, `further_affinity` and `listed` are (sentences, facets), see `kb.index.facets`.
    `subject_vectors` is (subjects, dimension): the names embedded. `examples` holds the
    `example_groups`, embedded; `learnt`, and `covered` with `boundary`, are what `learn` and
    `learn_covered` make of them. `possible` are the
    disagreements that a rule found.
    """

    corpus: Corpus
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    ids: NDArray[np.int64]
    store: Store
    lexical: LexicalIndex
    quotable: NDArray[np.bool_]
    affinity: Matrix
    further_affinity: Matrix
    listed: Matrix
    subject_vectors: Matrix
    examples: Matrix
    learnt: Matrix
    covered: Matrix
    boundary: Matrix
    possible: tuple[Disagreement, ...]
    model: str
    fingerprint: str
    _by_id: NDArray[np.int64] = field(init=False, repr=False)  # the places, by ascending id

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", self.ids.argsort())

    def nearest(self, query: Matrix, k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """(places, cosines) of the min(k, len(sentences)) sentences nearest to the query,
        (dimension,): nearest first, ties to the lower place.

        Raises ValueError for k below 1 or a query of another dimension.
        """
        import numpy as np

        wanted = k + 1  # one more than asked for shows whether the last of them ties with others
        while True:
            ids, cosines = (row[0] for row in self.store.search(query[None, :], wanted))
            if len(ids) < wanted or cosines[-1] < cosines[k - 1]:
                break
            wanted *= 2
        places = self._by_id[np.searchsorted(self.ids, ids, sorter=self._by_id)]
        order = np.lexsort((places, -cosines))[:k]
        return places[order], cosines[order]

    def vectors(self, places: Sequence[int] | NDArray[np.int64]) -> Matrix:
        """The vectors of the sentences at these places, (len(places), dimension)."""
        import numpy as np

        return self.store.get(self.ids[np.asarray(places, dtype=np.int64)])


def build_index(
    corpus: Corpus,
    fingerprint: str,
    embedder: Embedder,
    store: StoreChoice = DEFAULT_STORE,
    old: Index | None = None,
    progress: Progress | None = None,
) -> Index:
    """The corpus indexed. Vectors of texts that `old` holds, if the same model made them, are taken
    from there.

    Raises StoredIndexError for a store that is not there.
    """
    import numpy as np

    passages, sentences, can_be_quoted = _cut(corpus)
    ids = sentence_ids(sentences)
    known = known_vectors(old) if old and old.model == embedder.name else {}
    texts = _texts(corpus, sentences)
    vectors = _embed(texts, embedder, known, progress)
    first_subject, first_example = len(sentences), len(sentences) + len(corpus.subjects)
    of_sentences, of_examples = vectors[:first_subject], vectors[first_example:]
    of_subjects = vectors[first_subject:first_example]
    sizes = list(map(len, example_groups(corpus)))
    of_facets = of_examples[: sum(sizes[: len(corpus.facets)])]
    described = len(corpus.facets) + len(corpus.topics)
    asked = without(of_examples, span_of(of_subjects))
    covered, boundary = learn_covered(asked, sizes[:described], len(corpus.facets))
    language = corpus.language
    filled = new_store(store)
    _fill(filled, ids, of_sentences)
    affinity, further = sentence_affinity(
        sentences, of_sentences, corpus.facets, of_facets, language, corpus.subjects
    )
    return Index(
        corpus=corpus,
        passages=passages,
        sentences=sentences,
        ids=ids,
        store=filled,
        lexical=LexicalIndex.build(list(map(lexical_text, sentences)), language),
        quotable=np.array(can_be_quoted, dtype=bool),
        affinity=affinity,
        further_affinity=further,
        listed=section_lists(sentences, corpus.facets, language),
        subject_vectors=of_subjects,
        examples=of_examples,
        learnt=learn(asked, sizes),
        covered=covered,
        boundary=boundary,
        possible=possible_disagreements(corpus, sentences, of_sentences, affinity),
        model=embedder.name,
        fingerprint=fingerprint,
    )


def sentence_ids(sentences: Sequence[Sentence]) -> NDArray[np.int64]:
    """(len(sentences),), each 0 or more: made from the document's id, its text's digest and where
    the sentence begins, so that other articles may come and go and it stays the same.

    Raises StoredIndexError if two sentences have one id: once in 10**7 corpora of a million.
    """
    import numpy as np

    ids = np.array([_sentence_id(sentence) for sentence in sentences], dtype=np.int64)
    values, firsts, counts = np.unique(ids, return_index=True, return_counts=True)
    if len(values) < len(ids):
        first = sentences[firsts[counts > 1][0]].document.id
        raise StoredIndexError(
            f"two sentences have the same id, the first of them in {first}: give this article"
            " another id in corpus.toml"
        )
    return ids


def _sentence_id(sentence: Sentence) -> int:
    document = sentence.document
    key = f"{document.id}\0{document.digest}\0{sentence.start}".encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(key, digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1  # 63 bits: an int64 that is not negative


def _cut(corpus: Corpus) -> tuple[tuple[Passage, ...], tuple[Sentence, ...], list[bool]]:
    """All passages and all sentences, in the order of the documents, each sentence with whom it is
    about, and whether it may be quoted alone.
    """
    language = corpus.language
    kinds = corpus.kinds if corpus.subjects_are == "things" else ()
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    can_be_quoted: list[bool] = []
    for document in corpus.documents:
        of_document = passages_of(document, language)
        unread = [s for passage in of_document for s in sentences_of(passage, language)]
        passages.extend(of_document)
        read = attribute(unread, corpus.subjects, corpus.everyone, language, kinds)
        sentences.extend(read)
        can_be_quoted.extend(quotable(read, language))
    return tuple(passages), tuple(sentences), can_be_quoted


def _texts(corpus: Corpus, sentences: Sequence[Sentence]) -> list[Texts]:
    """What is embedded: the sentences, then the subjects' names, then `_examples`."""
    views = Views(corpus)
    of_sentences = [views.of(sentence) for sentence in sentences]
    of_subjects = [(subject.name,) for subject in corpus.subjects]
    return [*of_sentences, *of_subjects, *_examples(corpus)]


def _examples(corpus: Corpus) -> list[Texts]:
    return [(text,) for texts in example_groups(corpus) for text in texts]


def _fill(store: Store, ids: NDArray[np.int64], vectors: Matrix) -> None:
    """The store may be one's own, and have held vectors before."""
    for present, _ in list(store.scan()):
        store.remove(present)
    store.add(ids, vectors)


def lexical_text(sentence: Sentence) -> str:
    """What BM25 sees: the section headings and the sentence. The title is left out: it stands over
    everything.
    """
    return " ".join([*sentence.headings[1:], sentence.text])


def known_vectors(index: Index) -> Vectors:
    """What the index has embedded: texts to vectors, (1, dimension) each."""
    import numpy as np

    texts = _texts(index.corpus, index.sentences)
    rest = [index.subject_vectors, index.examples]
    of_sentences = [index.vectors(range(len(index.sentences)))] if index.sentences else []
    vectors = np.concatenate([*of_sentences, *rest])
    return {text: vectors[row : row + 1] for row, text in enumerate(texts)}


def _embed(
    texts: Sequence[Texts], embedder: Embedder, known: Vectors, progress: Progress | None
) -> Matrix:
    """A vector of length 1 for each tuple of texts: the mean of theirs. float32, (len(texts),
    dimension).
    """
    import numpy as np

    missing = [views for views in dict.fromkeys(texts) if views not in known]
    vector_of = dict(known)
    if missing:
        flat = [text for views in missing for text in views]
        single = _checked(embedder.encode_document(flat, progress), len(flat), embedder)
        end = 0
        for views in missing:
            start, end = end, end + len(views)
            mean = single[start:end].mean(axis=0, keepdims=True)
            vector_of[views] = mean / max(float(np.linalg.norm(mean)), 1e-12)
    rows = [vector_of[views] for views in texts]
    return np.concatenate(rows) if rows else np.zeros((0, embedder.dimension), dtype=np.float32)


def _checked(vectors: Matrix, size: int, embedder: Embedder) -> Matrix:
    """The vectors. Raises ModelError if they are not one of length 1 for each text: an embedder may
    be one's own.
    """
    import numpy as np

    expected = (size, embedder.dimension)
    if vectors.shape != expected:
        problem = f"gave an array of shape {vectors.shape}, expected {expected}"
    elif not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=LENGTH_TOLERANCE):
        problem = "gave vectors that are not of length 1"
    else:
        return vectors
    raise ModelError(f"the embedder {embedder.name} {problem}: see kb.protocols.Embedder")
