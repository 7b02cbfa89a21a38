"""A text as words, each with whom it is said of and what it means where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kb.index.names import Mention, Names
from kb.protocols import TokenEmbedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.protocols import Embedder, Matrix

    Vector: TypeAlias = NDArray[np.float32]

Ids: TypeAlias = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text at `start:end`, and the ids of those it is said of; () for nobody named.

    One that `is_set_against` names several and says something of the first against the others.
    """

    text: str
    start: int
    end: int
    subjects: Ids
    is_set_against: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A content word with its stem, where it begins, whom it is said of, and which clause it stands
    in, by number.
    """

    text: str
    stem: str
    start: int
    subjects: Ids
    clause: int


@dataclass(frozen=True, slots=True)
class Told:
    """A text cut up: its clauses, and its content words without the names of subjects, with their
    vectors: (words, dimension), of length 1; (words, 0) from an embedder that has none.
    """

    clauses: tuple[Clause, ...]
    words: tuple[Word, ...]
    vectors: Matrix


class Teller:
    """Cuts texts up. Build it once for a corpus."""

    def __init__(self, names: Names, embedder: Embedder) -> None:
        self._names = names
        self._language = names.language
        self._embedder = embedder if isinstance(embedder, TokenEmbedder) else None

    def tell(self, text: str, subjects: Ids = ()) -> Told:
        """The text cut up; what names nobody is said of the `subjects`."""
        found = self._names.mentions(text)
        named = [mention for mention in found if mention.is_name]
        mentions = named or found  # a term tells whom only where no name does
        clauses = tuple(self._clauses(text, mentions, subjects))
        words = tuple(self._words(text, mentions, clauses))
        return Told(clauses, words, self._vectors(text, words))

    def _clauses(self, text: str, mentions: Sequence[Mention], subjects: Ids) -> Iterator[Clause]:
        """What names nobody goes on about those named before it, or else behind it."""
        ends = [(m.start(), m.end()) for m in self._language.clause.finditer(text)]
        starts = [0, *(end for _, end in ends)]
        stops = [*(start for start, _ in ends), len(text)]
        named = [
            tuple(dict.fromkeys(m.subject for m in mentions if start <= m.start < stop))
            for start, stop in zip(starts, stops, strict=True)
        ]
        of = next(filter(None, named), subjects)
        for start, stop, here in zip(starts, stops, named, strict=True):
            if text[start:stop].strip():
                of = here or of
                inside = [m for m in mentions if start <= m.start < stop]
                is_set_against = self._is_set_against(text, inside)
                yield Clause(text[start:stop], start, stop, of, is_set_against)
                if is_set_against:  # "… than the Y, which …" goes on about the last
                    of = (inside[-1].subject,)

    def _words(
        self, text: str, mentions: Sequence[Mention], clauses: Sequence[Clause]
    ) -> Iterator[Word]:
        language = self._language
        for number, clause in enumerate(clauses):
            of = clause.subjects[:1] if clause.is_set_against else clause.subjects
            for match in _WORD.finditer(text, clause.start, clause.end):
                if any(m.is_name and m.start <= match.start() < m.end for m in mentions):
                    continue
                stems = language.stems(match.group())
                if stems and match.group().lower() not in language.light:
                    yield Word(match.group(), stems[0], match.start(), of, number)

    def _is_set_against(self, text: str, mentions: Sequence[Mention]) -> bool:
        """Whether of several subjects named in a clause one is set against another."""
        if len({m.subject for m in mentions}) < 2:
            return False
        between = text[mentions[0].end : mentions[-1].start]
        return bool(self._language.contrasting.search(between))

    def _vectors(self, text: str, words: Sequence[Word]) -> Matrix:
        import numpy as np

        if self._embedder is None or not words:
            return np.zeros((len(words), 0), dtype=np.float32)
        places, tokens = self._embedder.encode_tokens(text)
        rows = np.zeros((len(words), tokens.shape[1]), dtype=np.float32)
        for row, word in enumerate(words):
            end = word.start + len(word.text)
            own = [i for i, (start, stop) in enumerate(places) if start < end and stop > word.start]
            if own:
                mean = tokens[own].mean(axis=0)
                rows[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return rows
