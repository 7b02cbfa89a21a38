"""Where quotes stand in the articles, in characters that count: white space, list marks and kinds
of quote mark do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from kb.errors import KBError

if TYPE_CHECKING:
    from kb.types import Document

Places: TypeAlias = frozenset[tuple[str, int]]  # (source, how many counted characters stand before)

_UNCOUNTED = re.compile(r"[\s•*\-–—_#>`|]")
_STRAIGHT = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})


class Counted:
    """A document's counted characters."""

    def __init__(self, document: Document) -> None:
        self.id = document.id
        self.text = counted(document.text)
        self._folded = _folded(document.text)
        is_counted = (not _UNCOUNTED.match(c) for c in document.text.translate(_STRAIGHT))
        self._before = [0, *accumulate(is_counted)]

    def span(self, start: int, end: int) -> Places:
        """The places of the document's characters start:end, 0-based, end exclusive."""
        return _run_of_places(self.id, self._before[start], self._before[end])

    def find(self, words: str) -> Places:
        """Where the counted characters `words` stand first; empty if they do not."""
        start = self.text.find(words) if words else -1
        return _run_of_places(self.id, start, start + len(words)) if start >= 0 else frozenset()

    def says(self, text: str) -> bool:
        """Whether the text stands here word for word, white space apart."""
        return bool(text.strip()) and _folded(text) in self._folded


def places_of_quote(source: str, quote: str, texts: Sequence[Counted]) -> Places:
    """Where a judge's quote stands. Raises KBError if it stands in no document."""
    if places := _find(source, quote, texts):
        return places
    raise KBError(
        f"no article holds the quote “{quote[:80]}”: these questions were judged on other articles"
        " than this corpus"
    )


def places_of_citation(number: int, source: str, text: str, texts: Sequence[Counted]) -> Places:
    """Where a citation stands; one that stands nowhere has places of its own: it is read, and finds
    nothing.
    """
    places = _find(source, text, texts)
    return places or _run_of_places(f"nowhere {number}", 0, len(counted(text)))


def is_verbatim(source: str, text: str, texts: Sequence[Counted]) -> bool:
    """Whether the text stands word for word in its source, or in any if its source is called
    otherwise here.
    """
    of_source = [t for t in texts if t.id == source]
    return any(t.says(text) for t in of_source or texts)


def read(citations: Sequence[Places], budget: int) -> tuple[Places, int]:
    """(characters seen, characters spent) by a reader who stops once the budget is spent."""
    seen: set[tuple[str, int]] = set()
    spent = 0
    for places in citations:
        part = sorted(places)[: budget - spent]
        seen.update(part)
        spent += len(part)
    return frozenset(seen), spent


def is_read(places: Places, seen: Places) -> bool:
    """Whether at least half of the places were seen."""
    return 2 * len(places & seen) >= len(places)


def counted(text: str) -> str:
    """The characters that count, in lower case."""
    characters = _UNCOUNTED.sub("", text.translate(_STRAIGHT))
    return "".join(c.lower()[:1] for c in characters)


def _find(source: str, quote: str, texts: Sequence[Counted]) -> Places:
    """In the document with this id, else (the judge may use other ids) in the first that has it;
    empty if none has.
    """
    words = counted(quote)
    for text in sorted(texts, key=lambda text: text.id != source):
        places = text.find(words)
        if places:
            return places
    return frozenset()


def _run_of_places(source: str, start: int, end: int) -> Places:
    return frozenset((source, at) for at in range(start, end))


def _folded(text: str) -> str:
    return " ".join(text.split())
