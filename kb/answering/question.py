"""What a question asks: about whom, on which facets, in which words once misspellings are
mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kb.errors import QuestionError
from kb.index.facets import Cues, example_texts, near
from kb.index.names import Names
from kb.language.words import stems, stems_in_order, words
from kb.types import Facet, Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.articles.corpus import Corpus
    from kb.protocols import Embedder, Matrix

# A pasted paragraph is a question; a pasted article is not.
LONGEST_QUESTION = 4000  # characters

# What a cue word in the question says of a facet against being a paraphrase of one of its example
# questions. Round numbers.
CUE, FURTHER_CUE, EXAMPLE = 0.6, 0.15, 1.0
# A facet is asked for if it is at least this share of the strongest one.
FACET_SHARE = 0.7
# A facet whose cue words stand in the question itself is one of several asked for if it reaches
# this share.
SEVERAL_SHARE = 0.85

# Stems of words that ask for a comparison and say nothing of what is compared.
_COMPARING = frozenset(
    stems("compare comparison contrast differ difference different diff distinction distinguish")
)

Kind = Literal["list", "source", "open"]
_MARKS = frozenset('_{}[]<>|=;`*"')
_LIST = re.compile(
    r"\b(?:lists?|listed|enumerate|every|all|name (?:two|three|four|five|some|the|\d+))\b", re.I
)
# Who made an article and when, not what it says.
_MAKER = re.compile(
    r"\b(?:author|wrote|writer|journalist|fact[- ]?check\w*|publish(?:ed|er)|publication)\b", re.I
)
_ARTICLE = re.compile(r"\b(?:articles?|readings?|sources?|texts?|pages?|cite|documents?)\b", re.I)
# What asks whether something is so.
_CLAIM = re.compile(
    r"^(?:\W*(?:so|and|but|ok|well|please|hi|hello)\W+)?(?:true or"
    r" false|do|does|did|is|are|was|were"
    r"|can|could|may|must|should|will|would|has|have|had|i(?:['’]ve)?"
    r" (?:read|heard|understand|think|was told)|they say)\b"
    r"|\b(?:right|correct|true or false|is that (?:so|right|true|correct)|isn['’]t it|don['’]t"
    r" they|aren['’]t they)\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `text` is the user's; `mended` the same with misspellings mended, white space folded. `subjects`
    are those asked about: all of the corpus where `is_named` is False. `facets` and `open_topics`
    are (id, strength) of those asked for, strongest first; `named_topics` holds the ids of the open
    topics of which a cue stands in the question, `several` those of the facets if it names more
    than one. `terms` are the stemmed content words without the subjects' names; `related` are those
    of their synonyms. `kind` is "source" for a question about who made an article, and when;
    `is_claim` is True for one that asks whether something is so.
    """

    text: str
    mended: str
    subjects: tuple[Subject, ...]
    is_named: bool
    facets: tuple[tuple[str, float], ...]
    open_topics: tuple[tuple[str, float], ...]
    named_topics: frozenset[str]
    several: tuple[str, ...]
    terms: tuple[str, ...]
    related: tuple[str, ...]
    kind: Kind
    is_claim: bool


def readable(text: str) -> str:
    """The text with control characters and a program's marks ({"topic": "x_y"}) as spaces, white
    space folded.

    Raises QuestionError if it is too long.
    """
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(text):,} characters, and at most {LONGEST_QUESTION:,} can be"
            " read: ask it in fewer words"
        )
    return " ".join(
        "".join(c if c.isprintable() and c not in _MARKS else " " for c in text).split()
    )


class QuestionReader:
    """Understands questions on one corpus. Build it once; it keeps the names, cue words and example
    questions ready.
    """

    def __init__(
        self,
        corpus: Corpus,
        examples: Matrix,
        vocabulary: Iterable[str],
    ) -> None:
        """`examples` holds the `example_texts` of each facet and then of each open topic;
        `vocabulary` the corpus's words.
        """
        self.subjects = corpus.subjects
        self.names = Names(corpus.subjects)
        self._facets, self._topics = corpus.facets, corpus.open_topics
        described = (*corpus.facets, *corpus.open_topics)
        self._examples = examples
        sizes = [len(example_texts(f)) for f in described]
        self._firsts = [
            sum(sizes[:i]) for i in range(len(sizes))
        ]  # where each one's examples begin
        self._cues = Cues(described)
        configured = " ".join(
            [p for s in corpus.subjects for p in (s.name, *s.aliases, *s.terms)]
            + [c for f in described for c in (f.name, *f.cues)]
        )
        self._synonyms = [
            Facet(id=group[0], name=group[0], cues=group) for group in corpus.synonyms
        ]
        self._synonym_cues = Cues(self._synonyms)
        self._articles = {
            name.lower()
            for d in corpus.documents
            for name in (d.title, d.publisher, d.author)
            if name
        }
        self._known = _by_stem([*vocabulary, *words(configured)])

    def mend(self, text: str, embedder: Embedder) -> str:
        """The text with each misspelt word replaced by the nearest word of the corpus.

        A word is misspelt if neither the corpus nor the model's vocabulary has it; up to 6 letters
        one slip is mended, from there two (insertions, deletions, changes, neighbours swapped).
        """
        return re.sub(r"[^\W\d_]{4,}", lambda m: self._nearest(m.group(), embedder), text)

    def _nearest(self, word: str, embedder: Embedder) -> str:
        low = word.lower()
        if low in self._known or not low.isascii() or embedder.knows(low):
            return word
        from rapidfuzz.distance import OSA

        slips = 1 if len(low) < 7 else 2
        near_by = [
            (distance, -weight, known)
            for known, weight in self._known.items()
            if known[0] == low[0]
            and (distance := OSA.distance(low, known, score_cutoff=slips)) <= slips
        ]
        return min(near_by)[2] if near_by else word

    def read(self, text: str, mended: str, vector: NDArray[np.float32]) -> Question:
        """What is asked. `vector` is the mended text embedded, (dimension,)."""
        mentions = self.names.mentions(mended)
        asked = {m.subject for m in mentions}
        cues = self._cues.matches(mended)
        strengths = self._strengths(cues, vector)
        facets = _ranked(self._facets, strengths)
        neutral = self.names.without(mended, [s.id for s in self.subjects])
        terms = _terms(neutral)
        return Question(
            text=text,
            mended=mended,
            subjects=tuple(s for s in self.subjects if s.id in asked) or self.subjects,
            is_named=bool(asked),
            facets=facets,
            open_topics=_ranked(self._topics, strengths[len(self._facets) :]),
            named_topics=frozenset(
                t.id
                for t, found in zip(self._topics, cues[len(self._facets) :], strict=True)
                if found
            ),
            several=self._several(cues, facets),
            terms=terms,
            related=self._related(mended, terms),
            kind=self._kind(mended),
            is_claim=bool(_CLAIM.search(mended)),
        )

    def _related(self, text: str, terms: Sequence[str]) -> tuple[str, ...]:
        """The stems of what the corpus's synonyms have for words and phrases of the text."""
        found = zip(self._synonyms, self._synonym_cues.matches(text), strict=True)
        related = [
            stem
            for group, matches in found
            if matches
            for word in group.cues
            for stem in stems(word)
        ]
        return tuple(dict.fromkeys(stem for stem in related if stem not in terms))

    def _kind(self, text: str) -> Kind:
        names_article = _ARTICLE.search(text) or any(
            name in text.lower() for name in self._articles
        )
        if _MAKER.search(text) and names_article:
            return "source"
        return "list" if _LIST.search(text) else "open"

    def _strengths(
        self, cues: Sequence[Sequence[object]], vector: NDArray[np.float32]
    ) -> list[float]:
        import numpy as np

        if not self._firsts:
            return []
        nearest = np.maximum.reduceat(near(self._examples @ vector), self._firsts).tolist()
        by_cue = [
            CUE * bool(found) + FURTHER_CUE * max(0, min(len(found), 2) - 1) for found in cues
        ]
        return [cue + EXAMPLE * similarity for cue, similarity in zip(by_cue, nearest, strict=True)]

    def _several(
        self, cues: Sequence[Sequence[object]], facets: Sequence[tuple[str, float]]
    ) -> tuple[str, ...]:
        """The facets that the question names by cue words of their own, if there are more than
        one.
        """
        matches = dict(zip([f.id for f in self._facets], cues, strict=False))
        named = [
            id
            for id, strength in facets
            if matches[id] and strength >= SEVERAL_SHARE * facets[0][1]
        ]
        return tuple(named) if len(named) > 1 else ()


def _terms(neutral: str) -> tuple[str, ...]:
    """The stems to look up: no single letters, nor words that only ask for a comparison, unless
    there are no others.
    """
    found = tuple(stem for stem in dict.fromkeys(stems(neutral)) if len(stem) > 1)
    return tuple(stem for stem in found if stem not in _COMPARING) or found


def _ranked(facets: Sequence[Facet], strengths: Sequence[float]) -> tuple[tuple[str, float], ...]:
    """The asked ones of `facets`, strongest first."""
    pairs = sorted(zip(facets, strengths, strict=False), key=lambda pair: -pair[1])
    top = pairs[0][1] if pairs else 0.0
    return tuple(
        (facet.id, strength)
        for facet, strength in pairs
        if strength > 0 and strength >= FACET_SHARE * top
    )


def _by_stem(vocabulary: Iterable[str]) -> dict[str, int]:
    """Each word with how often words of its stem occur: of two words equally near, the more usual
    one is meant.
    """
    found = sorted(vocabulary)
    stemmed = [" ".join(stems_in_order(word)) for word in found]
    count: dict[str, int] = {}
    for stem in stemmed:
        count[stem] = count.get(stem, 0) + 1
    return {word: count[stem] for word, stem in zip(found, stemmed, strict=True) if word}
