"""Reads what a question asks: about whom, on which facets, in which words once they are mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from kb.answering.mending import Mender
from kb.answering.question import ASKED, OF_ALL, AskedFacet, Kind, Question, readable
from kb.answering.whole import BARE, Whole, WholeReader
from kb.index.facets import CONSTANT, Cues, example_groups, near, span_of, without
from kb.index.names import Mention, Names
from kb.language import Language
from kb.results import Facts, Reason
from kb.types import Facet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.articles.corpus import Corpus
    from kb.index.build import Index
    from kb.protocols import Embedder

    Vector: TypeAlias = NDArray[np.float32]

# What a cue word in the question says of a facet, being a paraphrase of one of its example
# questions, and what was learnt from all examples. Round numbers.
CUE, FURTHER_CUE, EXAMPLE, LEARNT = 0.6, 0.15, 1.0, 2.0
# A question tells a case if it has so many words and asks for no facet more strongly than this: a
# cue and an example somewhat like it.
CASE_WORDS, CASE = 10, 1.1
CLAIM_WORDS = 4  # fewer state nothing
# Beside the strongest facet another counts if it is at least this share of it; it is one of several
# that are asked for if a cue of it stands in the question.
FACET_SHARE = 0.7


class QuestionReader:
    """Reads questions on one corpus. Build it once."""

    def __init__(self, index: Index, vocabulary: Iterable[str], embedder: Embedder) -> None:
        """`vocabulary` are the corpus's words."""
        corpus = index.corpus
        known = [*vocabulary, *_configured(corpus)]
        self._mender = Mender(known, corpus.language, embedder)
        self._embedder = embedder
        self._language = corpus.language
        self._interpreter = Interpreter(index)

    def read(self, text: str) -> Question:
        """What is asked. Raises QuestionError if the text is too long."""
        plain = readable(text)
        unreadable = _unreadable(plain, self._language)
        if unreadable:
            return Question(text, unreadable=unreadable)
        mended = self._mender.mend(plain)
        vector = self._embedder.encode_query([mended])[0]
        vector.setflags(write=False)  # it is kept, and shared
        return self._interpreter.interpret(text, mended, vector)


class Interpreter:
    """Understands texts that are mended and embedded already. Build it once for a corpus; it keeps
    the names, cue words and example questions ready.
    """

    def __init__(self, index: Index) -> None:
        corpus = index.corpus
        described = (*corpus.facets, *corpus.topics)
        sizes = list(map(len, example_groups(corpus)))
        names = [name for d in corpus.documents for name in (d.title, d.publisher, d.author)]
        language = corpus.language
        self._language = language
        self._subjects = corpus.subjects
        self._facets, self._topics = corpus.facets, corpus.topics
        asked = [replace(s, aliases=(*s.aliases, *s.asked_as)) for s in corpus.subjects]
        self._names = Names(asked, language, corpus.everyone)
        own = [replace(s, aliases=(_initials(s.name), *s.asked_as), terms=()) for s in asked]
        self._own_names = Names(own, language)
        self._span = span_of(index.subject_vectors)
        self._examples = without(index.examples, self._span)
        self._learnt = index.learnt
        self._covered = index.covered
        self._firsts = [sum(sizes[:i]) for i in range(len(sizes))]  # where each one's begin
        self._cues = Cues(described, language)
        self._whole = WholeReader(corpus, self._names)
        self._synonyms = [Facet(group[0], group[0], cues=group) for group in corpus.synonyms]
        self._synonym_cues = Cues(self._synonyms, language)
        self._articles = {name.lower() for name in names if name}

    def interpret(self, text: str, mended: str, vector: Vector) -> Question:
        """What is asked. `vector` is the mended text embedded, (dimension,)."""
        everyone = [subject.id for subject in self._subjects]
        mentions = self._names.mentions(mended)
        claim = self._claim(mended, mentions)
        named = {mention.subject for mention in mentions}
        subjects = tuple(subject for subject in self._subjects if subject.id in named)
        neutral = self._names.without(mended, everyone)
        asking_whom = self._language.asks_whom
        cues = self._cues.matches(asking_whom.sub(" ", self._language.excluding.sub(" ", neutral)))
        set_aside = self._set_aside(neutral, cues)
        asks = [2 * bool(kind.asks.search(mended)) for kind in self._whole.kinds.values()]
        strengths = self._strengths([*map(len, cues), *asks], vector)
        size, described = len(self._facets), len(cues)
        facets = _asked(
            self._facets,
            [0.0 if set_aside[at] else strength for at, strength in enumerate(strengths[:size])],
        )
        topics = _asked(self._topics, strengths[size:described])
        terms = self._whole.terms(self._names.without(claim, everyone) if claim else neutral)
        about = _with_cue((*self._facets, *self._topics), cues)
        is_plain = self._whole.is_plain(terms) or self._whole.asks_plainly(mended)
        is_bare = bool(named) and is_plain and len(self._language.words(neutral)) <= BARE
        asked_for = {kind for kind, asks_so in zip(self._whole.kinds, asks, strict=True) if asks_so}
        compares = not asked_for.isdisjoint(OF_ALL)
        alone = {m.subject for m in self._own_names.mentions(mended) if m in mentions}
        whole = Whole(len(named), is_plain, is_bare, len(alone) == 1, compares, bool(asked_for))
        wants = self._whole.wants(whole, strengths[described:], [*facets, *topics], about)
        if self._whole.asks_disagreement(mended):
            wants = "disagreement"
        return Question(
            text=text,
            mended=mended,
            subjects=self._subjects if len(subjects) < (2 if wants in OF_ALL else 1) else subjects,
            is_named=bool(named),
            facets=facets,
            topics=topics,
            named_topics=tuple(_with_cue(self._topics, cues[size:])),
            topics_beside=self._beside(neutral, cues),
            cued=tuple(about),
            several=_several(facets, _with_cue(self._facets, cues[:size])),
            terms=terms,
            related=self._related(mended, terms),
            kind="overview" if wants else self._kind(mended),
            wants=wants,
            count=self._count(mended) if wants else None,
            is_claim=bool(claim or self._language.asks_whether.search(mended)),
            tells_case=not wants and not named and self._tells_case(mended, facets),
            claim=claim,
            presumed=self._presumed(mended),
            covered=self._how_covered(vector),
            vector=vector,
        )

    def _related(self, text: str, terms: Sequence[str]) -> tuple[str, ...]:
        """The stems of what the corpus's synonyms have for words and phrases of the text."""
        groups = _with_cue(self._synonyms, self._synonym_cues.matches(text))
        words = [word for group in groups for word in group.cues]
        related = [stem for word in words for stem in self._language.stems(word)]
        return tuple(dict.fromkeys(stem for stem in related if stem not in terms))

    def _claim(self, text: str, mentions: Sequence[Mention]) -> str:
        """What the text states, be it heard, doubted or asked for confirmation; "" if nothing."""
        language = self._language
        if language.asking_after.search(text):
            return ""
        claim = language.framing_claim.sub(" ", text).strip()
        is_framed = claim.rstrip("?.! ") != text.rstrip("?.! ")
        if is_framed and language.doubting.search(text):
            return claim
        if language.asks_whether.search(text):
            return ""
        is_on_them = bool(mentions) or self._names.speaks_of_all(claim)
        is_other = language.commanding.search(claim) or language.personal.search(claim)
        if not is_on_them or is_other or claim.endswith("?"):
            return ""
        is_sentence = claim.endswith(".") or language.stating.search(claim)
        is_short = len(language.words(claim)) < CLAIM_WORDS
        return claim if is_sentence and not is_short else ""

    def _tells_case(self, text: str, facets: Sequence[AskedFacet]) -> bool:
        """Whether the text asks which of the subjects is the right one for what it tells."""
        asks = len(self._subjects) > 1 and self._language.asks_whom.search(text)
        is_long = len(self._language.words(text)) >= CASE_WORDS
        most = facets[0].strength if facets else 0.0
        return bool(asks) and is_long and most < CASE

    def _presumed(self, text: str) -> str:
        """What stands behind "why", without what asks."""
        match = self._language.presuming.search(text)
        return text[match.end() :].strip(" ?.!") if match else ""

    def _how_covered(self, vector: Vector) -> float:
        asking = without(vector, self._span)
        return float(asking @ self._covered[:-1] + CONSTANT * self._covered[-1])

    def _kind(self, text: str) -> Kind:
        low = text.lower()
        is_by_name = any(name in low for name in self._articles)
        names_article = is_by_name or self._language.names_article.search(text)
        if self._language.asks_maker.search(text) and names_article:
            return "source"
        return "list" if self._language.asks_list.search(text) else "open"

    def _set_aside(self, text: str, cues: Sequence[Sequence[object]]) -> list[bool]:
        """Whether each facet and open topic has a cue only in what the question sets aside."""
        excluded = " . ".join(match.group() for match in self._language.excluding.finditer(text))
        if not excluded:
            return [False] * len(cues)
        aside = self._cues.matches(excluded)
        return [bool(x and not found) for x, found in zip(aside, cues, strict=True)]

    def _beside(self, text: str, cues: Sequence[Sequence[tuple[str, ...]]]) -> tuple[Facet, ...]:
        """The open topics of which a cue is joined to a cue of a facet; `cues` are those found."""
        size = len(self._facets)
        of_facets = {stem for found in cues[:size] for cue in found for stem in cue}
        joined: set[str] = set()
        for match in self._language.conjoined.finditer(text):
            pair = set(self._language.stems_in_order(" ".join(match.groups())))
            if pair & of_facets:
                joined |= pair - of_facets
        of_topics = ({stem for cue in found for stem in cue} for found in cues[size:])
        pairs = zip(self._topics, of_topics, strict=True)
        return tuple(topic for topic, stems in pairs if stems & joined)

    def _count(self, text: str) -> int | None:
        """How many differences or the like are asked for."""
        match = self._language.asks_count.search(text)
        if match is None:
            return None
        said = next(filter(None, match.groups())).lower()
        numerals = self._language.numerals
        return numerals.index(said) + 1 if said in numerals else int(said) or None

    def _strengths(self, cues: Sequence[int], vector: Vector) -> list[float]:
        """How strongly each facet, each open topic and each overview is asked for; `cues` says how
        many of its cues stand in the question.
        """
        import numpy as np

        if not self._firsts:
            return []
        asking = without(vector, self._span)
        similarity = near(self._examples @ asking)
        nearest = np.maximum.reduceat(similarity, self._firsts).tolist()
        learnt = (asking @ self._learnt).tolist()
        told = zip(cues, nearest, learnt, strict=True)
        return [_by_cues(n) + EXAMPLE * example + LEARNT * share for n, example, share in told]


def _configured(corpus: Corpus) -> list[str]:
    """The words of corpus.toml: names, terms and cues."""
    phrases = [p for s in corpus.subjects for p in (s.name, *s.aliases, *s.terms, *s.asked_as)]
    phrases += [p for f in (*corpus.facets, *corpus.open_topics) for p in (f.name, *f.cues)]
    return corpus.language.words(" ".join(phrases))


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()).upper()


def _unreadable(text: str, language: Language) -> Reason | None:
    """Why no question can be read in the text, None if one can."""
    if not text:
        return Reason("nothing asked")
    if not re.search(r"[^\W\d_]{2}", text):
        return Reason("no words")
    if language.small_talk.search(text):
        return Reason("small talk")
    if language.is_foreign(text):
        return Reason("another language", Facts(voice=language.name))
    return None


def _by_cues(matches: int) -> float:
    """What that many cue words say of a facet; more than two say no more."""
    return CUE + FURTHER_CUE * (min(matches, 2) - 1) if matches else 0.0


def _asked(facets: Sequence[Facet], strengths: Sequence[float]) -> tuple[AskedFacet, ...]:
    """Those of the facets that are asked for, strongest first."""
    least = max(FACET_SHARE * max(strengths, default=0.0), 0.0)
    asked = [AskedFacet(*pair) for pair in zip(facets, strengths, strict=True)]
    strong = [each for each in asked if each.strength > 0 and each.strength >= least]
    return tuple(sorted(strong, key=lambda each: -each.strength))


def _with_cue(facets: Sequence[Facet], matches: Sequence[Sequence[object]]) -> list[Facet]:
    """Those of the facets of which a cue stands in the question."""
    return [facet for facet, cues in zip(facets, matches, strict=True) if cues]


def _several(asked: Sequence[AskedFacet], named: Sequence[Facet]) -> tuple[Facet, ...]:
    """The facets that the question names by cue words of their own, if there are more than one."""
    several = tuple(each.facet for each in asked if each.facet in named and each.strength >= ASKED)
    return several if len(several) > 1 else ()
