"""Lexical search: words, their stems, and BM25 over them.

bm25s computes the scores when an index is built. Answering only adds up what it left, with NumPy: importing bm25s would
import SciPy. The files are those of bm25s's own `save`.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import IndexDamaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Usual values: Manning, Raghavan & Schütze, Introduction to Information Retrieval (2008), 11.4.3: k1 1.2 to 2, b 0.75.
# "lucene" is the variant without negative weights: Kamphuis et al., ECIR 2020, doi:10.1007/978-3-030-45442-5_4
K1 = 1.5
B = 0.75
METHOD = "lucene"

# bm25s's names: a matrix in compressed columns, a row for each text and a column for each stem
_STARTS = "indptr.csc.index.npy"
_PLACES = "indices.csc.index.npy"
_WEIGHTS = "data.csc.index.npy"
_VOCABULARY = "vocab.index.json"
_SETTINGS = "params.index.json"

# English words that join others and name nothing; apostrophes are gone ("don't" is "dont"), as `words` leaves them.
_JOINING = """
    a about above across after again against all along also although am among an and another any anybody anyone
    anything are arent around as at be became because been before behind being below beneath beside besides between
    beyond both but by can cannot cant could couldnt did didnt do does doesnt doing done dont down during each
    either else etc even ever every everybody everyone everything for from further get gets getting give given gives
    had hadnt has hasnt have havent having he hence her here hers herself hes him himself his how however i if im in
    instead into is isnt it its itself ive just let lets like many may me might mine more most much must my myself
    near neither no nobody none nor not nothing of off often on once one ones only onto or other others otherwise
    ought our ours ourselves out over own per perhaps please quite rather really same shall she shes should shouldnt
    since so some somebody someone something sometimes still such tell than that thats the their theirs them
    themselves then there therefore theres these they theyll theyre theyve thing things this those though through
    throughout thus to together too toward towards under until up upon us very via was wasnt we were werent weve
    what whatever whats when whenever where whereas wherever whether which while who whoever whom whos whose why
    will with within without wont would wouldnt yes yet you youd youll your youre yours yourself yourselves youve eg
    ie vs versus
"""
STOP_WORDS = frozenset(_JOINING.split())

# British spellings to American ones where the stemmer would keep them apart; but -ize to -ise, as the stemmer makes
# "special" of "specialize". Only consistency counts: no result is ever shown.
_SPELLINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[a-z]{3})iz(?=(?:es?|ed|ers?|ing|ations?|ational)$)", "is"),  # organize, organise
        (r"(?<=[a-z]{2})yz(?=(?:es?|ed|ers?|ing)$)", "ys"),  # analyze, analyse
        (r"(?<=[a-z]{2})our(?=(?:s|ed|ing|ers?|al|ally|able|ably|ful|fully|ites?|less|hoods?)?$)", "or"),  # behaviour
        (r"(cent|theat|met|lit|fib)re(?=s?$)", r"\1er"),
        (r"^(lic|def|off|pret)ence(?=s?$)", r"\1ense"),
        (r"^practis(?=(?:es?|ed|ing)$)", "practic"),
        (r"^programme(?=s?$)", "program"),
        (r"ogue(?=s?$)", "og"),  # catalogue, dialogue
        (r"llor(?=s?$)", "lor"),  # counsellor
        (r"^(judg|acknowledg)ement", r"\1ment"),
        (r"^enquir", "inquir"),
        (r"^(orthop|p|encyclop|an|gyn)ae(?=[dsc])", r"\1e"),  # paediatric
    )
)

_APOSTROPHE = re.compile("[\u2019\u2018\u02bc\u00b4`]")
_POSSESSIVE = re.compile(r"'s\b")
_INITIALS = re.compile(r"(?<!\w)(?:(?:[^\W\d_]{1,2}\.)+[^\W\d_](?!\w)|(?:[^\W\d_]{1,3}\.){2,})")  # M.S.W, Ph.D., M.Ed.
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words in order, in lower case, hyphened ones split; a possessive "'s" and the dots of initials are dropped.

    >>> words("The worker’s client-centred B.S.W. programme")
    ['the', 'worker', 'client', 'centred', 'bsw', 'programme']
    """
    plain = _APOSTROPHE.sub("'", unicodedata.normalize("NFKC", text)).lower()
    plain = _POSSESSIVE.sub("", plain).replace("'", "")
    return _WORD.findall(_INITIALS.sub(lambda m: m.group().replace(".", ""), plain))


def stems(text: str) -> list[str]:
    """The stems of the words that are no stop words, in order: what BM25 counts.

    >>> stems("What do the organizations’ licensed counsellors do?")
    ['organis', 'licens', 'counselor']
    """
    return _stemmed([word for word in words(text) if word not in STOP_WORDS])


def stems_in_order(text: str) -> list[str]:
    """The stem of every word, stop words too, in order: for finding phrases.

    >>> stems_in_order("scope of practice")
    ['scope', 'of', 'practic']
    """
    return _stemmed(words(text))


def matched(text: str, terms: Sequence[str]) -> tuple[str, ...]:
    """The words of the text whose stems are among the terms, each once, in order."""
    asked = set(terms)
    found = [word for word in words(text) if word not in STOP_WORDS]
    return tuple(dict.fromkeys(word for word, stem in zip(found, _stemmed(found), strict=True) if stem in asked))


def _stemmed(found: list[str]) -> list[str]:
    """By Snowball's English stemmer (snowballstem.org/algorithms/english/stemmer.html), spellings folded first."""
    return [_stem(word) for word in found]


@lru_cache(maxsize=1 << 16)  # words
def _stem(word: str) -> str:
    import Stemmer

    # A new one each time: it keeps a cache of its own that threads may not share, and is made in 2 µs.
    stem: str = Stemmer.Stemmer("english").stemWord(_folded(word))
    return stem


def _folded(word: str) -> str:
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


class LexicalIndex:
    """BM25 over texts, which are known by their position. Make one with `build` or `load`."""

    def __init__(
        self,
        column_of: dict[str, int],
        starts: NDArray[np.integer[Any]],
        places: NDArray[np.integer[Any]],
        weights: NDArray[np.float32],
        size: int,
    ) -> None:
        """Compressed columns: stem i has `weights[starts[i] : starts[i + 1]]` in the texts `places[same]`."""
        self._column_of = column_of
        self._starts, self._places, self._weights = starts, places, weights
        self._size = size
        self.vocabulary: frozenset[str] = frozenset(column_of)

    def __len__(self) -> int:
        """How many texts there are."""
        return self._size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """The index of the texts; there may be none, or none with a word."""
        import numpy as np

        stemmed = [stems(text) for text in texts]
        column_of = {stem: i for i, stem in enumerate(sorted({stem for found in stemmed for stem in found}))}
        if not column_of:  # bm25s cannot build an index without words
            none = np.zeros(0, dtype=np.int32)
            return cls({}, np.zeros(1, dtype=np.int32), none, np.zeros(0, dtype=np.float32), len(texts))
        import bm25s

        bm25 = bm25s.BM25(k1=K1, b=B, method=METHOD)
        columns = [[column_of[stem] for stem in found] for found in stemmed]
        bm25.index((columns, column_of), create_empty_token=False, show_progress=False)
        scores = bm25.scores
        return cls(column_of, scores["indptr"], scores["indices"], scores["data"], len(texts))

    def scores(self, query: str | Sequence[str]) -> NDArray[np.float32]:
        """float32, (n,): the BM25 score of every text, 0 where it has none of the query's words.

        `query` is a text, or stems as `stems` gives them; a stem that comes twice counts twice.
        """
        import numpy as np

        total = np.zeros(self._size, dtype=np.float32)
        for stem in stems(query) if isinstance(query, str) else query:
            if (column := self._column_of.get(stem)) is not None:
                there = slice(self._starts[column], self._starts[column + 1])
                total[self._places[there]] += self._weights[there]
        return total

    def shares(self, query: Sequence[str]) -> NDArray[np.float32]:
        """float32, (n,), each 0..1: how much of the query's stems each text holds, the rarer the more it counts.

        A stem weighs log(1 + (n - df + .5) / (df + .5)), as in BM25; one that no text has weighs most.
        """
        import numpy as np

        held = np.zeros(self._size, dtype=np.float32)
        total = 0.0
        for stem in dict.fromkeys(query):
            frequency = self.document_frequency(stem)
            weight = math.log(1 + (self._size - frequency + 0.5) / (frequency + 0.5))
            total += weight
            if (column := self._column_of.get(stem)) is not None:
                held[self._places[self._starts[column] : self._starts[column + 1]]] += weight
        return held / total if total else held

    def document_frequency(self, stem: str) -> int:
        """In how many texts the stem occurs."""
        column = self._column_of.get(stem)
        return 0 if column is None else int(self._starts[column + 1] - self._starts[column])

    def save(self, folder: Path) -> None:
        """Writes the files of bm25s into the folder, which is made. Raises OSError if they cannot be written."""
        import numpy as np

        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _STARTS, self._starts, allow_pickle=False)
        np.save(folder / _PLACES, self._places, allow_pickle=False)
        np.save(folder / _WEIGHTS, self._weights, allow_pickle=False)
        settings = {"k1": K1, "b": B, "method": METHOD, "num_docs": self._size}
        for name, value in ((_VOCABULARY, self._column_of), (_SETTINGS, settings)):
            (folder / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """The index that was saved. Raises IndexDamaged if a file is missing or is not what was written."""
        import numpy as np

        try:
            column_of = json.loads((folder / _VOCABULARY).read_bytes())
            size = json.loads((folder / _SETTINGS).read_bytes())["num_docs"]
            starts, places, weights = (np.load(folder / f, allow_pickle=False) for f in (_STARTS, _PLACES, _WEIGHTS))
            sound = _is_sound(column_of, starts, places, weights, size)
        except Exception as error:  # of an altered header NumPy raises whatever Python's parser does
            raise _damaged(folder) from error
        if not sound:
            raise _damaged(folder)
        return cls(column_of, starts, places, weights, size)


def _is_sound(column_of: Any, starts: Any, places: Any, weights: Any, size: Any) -> bool:
    import numpy as np

    return bool(
        isinstance(size, int)
        and size >= 0
        and sorted(column_of.values()) == list(range(len(column_of)))
        and starts.dtype.kind == places.dtype.kind == "i"
        and weights.dtype == np.float32
        and starts.shape == (len(column_of) + 1,)
        and places.shape == weights.shape == (starts[-1],)
        and starts[0] == 0
        and (np.diff(starts) >= 0).all()
        and ((places >= 0) & (places < size)).all()
        and np.isfinite(weights).all()
    )


def _damaged(folder: Path) -> IndexDamaged:
    return IndexDamaged(f"the word index in {folder} is missing, cut short or altered: run kb build to make it again")
