"""How strongly sentences and questions speak of each facet: by cue words, and by nearness to its
description and examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from kb.articles.sentences import is_aside
from kb.index.names import Names
from kb.language import ENGLISH, Language
from kb.types import Facet, Sentence, Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.articles.corpus import Corpus
    from kb.protocols import Matrix

# A label that is a cue says outright what its item is about and outweighs any number of cues in the
# text; that of a short fact more so, as in a box of facts. One in a heading names the section's
# matter, of which the sentence may say a part; one in the text may stand there by the way, but
# several do not: each takes away TEXT of the doubt that is left.
FACT, LABEL, HEADING, TEXT = 2.0, 1.3, 0.5, 0.4
DEFINITION = 1.0  # what says of a subject what it is, on a facet of what they are
DEFINED_WITHIN = 24  # characters: "The purpose of a …" may stand before the name
ALIKE_CUES = 2  # of a facet that is asked for like an overview; one may be by chance
# Characters of a short fact ("Crew: four hands"); longer items explain.
SHORT_FACT = 80
# The share of cues in an affinity; the rest is nearness to the description. Tuned on the
# development questions; .5 costs .02 of need_recall@600 there, and without any cues it still works.
BY_CUE = 0.65
HIGHEST_AFFINITY = BY_CUE * FACT + (1 - BY_CUE)
# A sentence is evidence on a facet if a cue stands in it, or if it comes near to the description: a
# cue in the text alone gives .26, one in a heading alone .33.
ON_FACET = 0.25
# From here on a sentence is on the facet and not only loosely related to it. Read quote by quote on
# two articles, of those below more than half were on something else.
ON_TOPIC = 0.4
# Two short texts on unrelated matters of one field have a cosine of about .2 with MiniLM;
# paraphrases reach .7.
UNRELATED, PARAPHRASE = 0.2, 0.7
# How much a weight is drawn to nothing, for each example that a facet has on average. Between a
# third and three times as much the facet read first is right as often.
RIDGE = 0.1
# The same for telling facets from open topics, as a share of all examples; and what stands for the
# constant beside a vector of length 1: small, so that it is drawn to nothing like the others.
COVERED_RIDGE, CONSTANT = 0.01, 0.3
BLOCK = 4096  # sentences held against all examples at once: some 10 MB


class Cues:
    """The cue words of facets, ready to be looked up in a text by stem."""

    def __init__(self, facets: Sequence[Facet], language: Language = ENGLISH) -> None:
        self._stems = language.stems_in_order
        self._facets = [
            {tuple(self._stems(cue)) for cue in cues_of(facet, language)} - {()} for facet in facets
        ]
        self._longest = max((len(cue) for cues in self._facets for cue in cues), default=0)

    def matches(self, text: str) -> list[list[tuple[str, ...]]]:
        """For each facet its cues (as stems) in the text, sorted; a cue inside a longer one that is
        there is left out.
        """
        stems = self._stems(text)
        here = {
            tuple(stems[i : i + n])
            for n in range(1, self._longest + 1)
            for i in range(len(stems) - n + 1)
        }
        return [_longest(cues & here) for cues in self._facets]


def cues_of(facet: Facet, language: Language = ENGLISH) -> tuple[str, ...]:
    """The name and the cues; where the corpus gives no cues, the content words of the
    description.
    """
    return (facet.name, *(facet.cues or dict.fromkeys(language.stems(facet.description))))


def cue_stems(facets: Sequence[Facet], language: Language = ENGLISH) -> frozenset[str]:
    """The stems of all words of the facets' names, descriptions and cues."""
    texts = (text for facet in facets for text in (facet.name, facet.description, *facet.cues))
    return frozenset(stem for text in texts for stem in language.stems_in_order(text))


def _longest(cues: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    joined = {cue: f" {' '.join(cue)} " for cue in cues}
    return sorted(
        cue
        for cue in cues
        if not any(joined[cue] in joined[other] for other in cues if other != cue)
    )


def example_texts(facet: Facet) -> tuple[str, ...]:
    """What is embedded to know a question on the facet: its description and the example
    questions.
    """
    return (
        f"{facet.name}: {facet.description}" if facet.description else facet.name,
        *facet.questions,
    )


def example_groups(corpus: Corpus) -> list[tuple[str, ...]]:
    """What is embedded to know what a question asks: the `example_texts` of each facet and then of
    each open topic; then, where there are subjects, how people ask for each kind of overview.
    """
    groups = [example_texts(facet) for facet in (*corpus.facets, *corpus.open_topics)]
    names = [subject.name for subject in corpus.subjects] or ["it"]
    a, b = names[0], names[min(1, len(names) - 1)]
    for topic in corpus.general_topics:
        groups.append(tuple(text.format(a=a, b=b) for text in example_texts(topic)))
    if corpus.subjects:
        for overview in corpus.language.overviews:
            groups.append(tuple(text.format(a=a, b=b) for text in overview.examples))
    return groups


def learn(examples: Matrix, sizes: Sequence[int]) -> Matrix:
    """What tells the facets and open topics apart: weights, (dimension, len(sizes)). A vector times
    them is near 1 for what it asks, and 0 or less for all else.

    `sizes` are how many rows of `examples` each has, in their order. Ridge regression of a 1 for
    the example's own and a 0 for every other (Hoerl and Kennard 1970), in closed form.
    """
    import numpy as np

    if not len(examples):
        return np.zeros((examples.shape[1], 0), dtype=np.float32)
    texts = np.asarray(examples, dtype=np.float64)
    own = np.repeat(np.eye(len(sizes)), sizes, axis=0)
    covariance = texts.T @ texts + RIDGE * len(texts) / len(sizes) * np.eye(texts.shape[1])
    weights = np.linalg.solve(covariance, texts.T @ (own - own.mean(axis=0)))
    return np.asarray(weights, dtype=np.float32)


def learn_covered(examples: Matrix, sizes: Sequence[int], covered: int) -> tuple[Matrix, Matrix]:
    """What tells questions on facets from those on open topics: weights, (dimension + 1,), the last
    a constant; and where the boundary between them lies, (1,). A vector times the weights,
    `CONSTANT` appended, is near 1 for what the articles are on, near -1 for what they may lack.

    `examples` and `sizes` as for `learn`, the first `covered` of which are facets. Ridge regression
    in closed form, both kinds with the same weight in all. The boundary is half-way between the
    lower quartile of the facets' examples and the upper one of the open topics', each example left
    out of what it is measured by. Zeros where one kind has no example.
    """
    import numpy as np

    of_facets = sum(sizes[:covered])
    texts = np.asarray(examples, dtype=np.float64)[: sum(sizes)]
    if not 0 < of_facets < len(texts):
        return np.zeros(examples.shape[1] + 1, np.float32), np.zeros(1, np.float32)
    wanted = np.where(np.arange(len(texts)) < of_facets, 1.0, -1.0)
    share = np.where(wanted > 0, 0.5 / of_facets, 0.5 / (len(texts) - of_facets))
    texts = np.column_stack([texts, np.full(len(texts), CONSTANT)])
    weighted = (texts * share[:, None]).T
    solved = np.linalg.solve(weighted @ texts + COVERED_RIDGE * np.eye(texts.shape[1]), weighted)
    weights = solved @ wanted
    own = np.einsum("ij,ji->i", texts, solved)  # how much each has of its own value
    left_out = (texts @ weights - own * wanted) / (1 - own)
    lower = np.quantile(left_out[:of_facets], 0.25)
    upper = np.quantile(left_out[of_facets:], 0.75)
    boundary = np.array([(lower + upper) / 2], dtype=np.float32)
    return np.asarray(weights, dtype=np.float32), boundary


def span_of(subject_vectors: Matrix) -> Matrix:
    """What the subjects' names span: an orthonormal basis, (dimension, at most as many as they
    are).
    """
    import numpy as np

    names, _ = np.linalg.qr(np.asarray(subject_vectors, dtype=np.float64).T)
    return np.asarray(names, dtype=np.float32)


def without(vectors: Matrix, names: Matrix) -> Matrix:
    """The vectors, (…, dimension), without what lies in the span of the subjects' names, of length
    1: what a text asks, whoever it names.
    """
    import numpy as np

    rest = vectors - (vectors @ names) @ names.T
    length = np.linalg.norm(rest, axis=-1, keepdims=True)
    return np.asarray(rest / np.maximum(length, 1e-12), dtype=np.float32)


def near(similarity: NDArray[np.float32] | float) -> NDArray[np.float32]:
    """Cosines mapped to 0 (unrelated) .. 1 (a paraphrase)."""
    import numpy as np

    scaled: NDArray[np.float32] = np.clip((similarity - UNRELATED) / (PARAPHRASE - UNRELATED), 0, 1)
    return scaled


def sentence_affinity(
    sentences: Sequence[Sentence],
    vectors: Matrix,
    facets: Sequence[Facet],
    examples: Matrix,
    language: Language = ENGLISH,
    subjects: Sequence[Subject] = (),
) -> tuple[Matrix, Matrix]:
    """Two matrices (len(sentences), len(facets)): the affinity, each 0..1.65, by the best place of
    a cue and by nearness to the facet's description; and what is to be added to it where a question
    is asked, for a sentence may be nearer to one of the example questions.

    `examples` are the `example_texts` of all the facets in turn, embedded: (texts, dimension).
    """
    import numpy as np

    by_cue = np.zeros((len(sentences), len(facets)), dtype=np.float32)
    names = Names(subjects, language)
    of_definitions = np.array([asked_like(facet, "one_subject", language) for facet in facets])
    cues = Cues(facets, language)
    for row, sentence in enumerate(sentences):
        aside = is_aside(sentence, language)
        found = (cues.matches(text) for text in (sentence.text, section(sentence), sentence.label))
        for column, (in_text, in_heading, in_label) in enumerate(zip(*found, strict=True)):
            by_text = 1 - (1 - TEXT) ** len(in_text)
            label = FACT if is_short_fact(sentence) else LABEL
            by_label = label * _share(in_label, sentence.label, language) * (not aside)
            by_cue[row, column] = max(by_text, HEADING * bool(in_heading), by_label)
        if of_definitions.any() and defined_in(sentence, names):
            by_cue[row, of_definitions] = DEFINITION
    described, nearest = _nearness(vectors, examples, facets)
    affinity = BY_CUE * by_cue + (1 - BY_CUE) * described
    further = (1 - BY_CUE) * (nearest - described)
    return np.asarray(affinity, dtype=np.float32), np.asarray(further, dtype=np.float32)


def asked_like(facet: Facet, overview: str, language: Language) -> bool:
    """Whether people ask for the facet as they ask for that kind of overview: two of its cues or
    more do so.
    """
    kinds = (kind.asks for kind in language.overviews if kind.wants == overview)
    cues = cues_of(facet, language)
    return any(sum(bool(asks.search(cue)) for cue in cues) >= ALIKE_CUES for asks in kinds)


def defined_in(sentence: Sentence, names: Names) -> str:
    """The id of the subject of which the sentence says first what it is, "" for none."""
    mentions = names.mentions(sentence.text)
    if not mentions or mentions[0].start > DEFINED_WITHIN:
        return ""
    first = mentions[0]
    is_defined = names.language.defining.match(sentence.text[first.end :])
    return first.subject if is_defined else ""


def is_short_fact(sentence: Sentence) -> bool:
    """Whether it is a label and a few words, as in a box of facts."""
    return bool(sentence.label) and len(sentence.text) < SHORT_FACT


def _share(cues: Sequence[tuple[str, ...]], label: str, language: Language) -> float:
    """How much of what the label says the cues in it are, 0..1."""
    said = {stem for stem in language.stems(label) if not stem.isdigit()}
    cued = {stem for cue in cues for stem in cue}
    return len(said & cued) / len(said) if said else 0.0


def _nearness(vectors: Matrix, examples: Matrix, facets: Sequence[Facet]) -> tuple[Matrix, Matrix]:
    """How near each vector is to the description of each facet, and to the nearest of all that is
    embedded of it: (len(vectors), len(facets)) each.
    """
    import numpy as np

    described = np.zeros((len(vectors), len(facets)), dtype=np.float32)
    nearest = np.zeros((len(vectors), len(facets)), dtype=np.float32)
    firsts = [0, *accumulate(len(example_texts(facet)) for facet in facets)][: len(facets)]
    for start in range(0, len(vectors) if facets else 0, BLOCK):
        block = slice(start, start + BLOCK)
        nearness = near(vectors[block] @ examples.T)
        described[block] = nearness[:, firsts]
        nearest[block] = np.maximum.reduceat(nearness, firsts, axis=1)
    return described, nearest


def section_lists(
    sentences: Sequence[Sentence], facets: Sequence[Facet], language: Language = ENGLISH
) -> Matrix:
    """(len(sentences), len(facets)), 1 where the sentence belongs to a list under a heading with a
    cue of the facet, else 0.
    """
    import numpy as np

    cues = Cues(facets, language)
    listed = np.zeros((len(sentences), len(facets)), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        if sentence.passage.kind == "item":
            listed[row] = [bool(found) for found in cues.matches(section(sentence))]
    return listed


def section(sentence: Sentence) -> str:
    """The headings that say what the sentence's section is about; the title stands over everything
    and is left out.
    """
    return " . ".join(sentence.headings[1:])
