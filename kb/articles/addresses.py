"""Durable addresses of quotes, and whether a quote still stands where it stood.

An address is `digest:start-end:before|quote's own digest|after`: it names the text and not the
index, so it survives new passages, another model and a new index.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kb.types import Address, Located, Span, address_of, quote_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kb.types import Document, Verification


# Of a quote that is not at its place only the digest is known, so each place where it could stand
# costs a sha256. Measured on articles repeated to 100,000 characters: every place takes 0.12 s for
# a quote of 150 characters and 1.5 s for one of 10,000. So longer quotes are looked for only where
# a word or a mark begins and one ends, as every whole sentence does: a 30th of the places. The
# longest are looked for only where they stood and beside what surrounded them: a passage has 1,500
# characters.
EVERY_PLACE = 200
LONGEST = 10_000
# "_" is a mark: Markdown puts it around words
_BEGINS = re.compile(r"(?<![^\W_])(?=\S)|(?=[^\w\s])")
_ENDS = re.compile(r"(?<=\S)(?![^\W_])|(?<=[^\w\s])")
# places looked at beside each surrounding: 24 characters seldom stand twice, those of a forged link
# may
NEIGHBOURS = 100

# What stands between a quote's surroundings is its new wording up to this length; further apart
# they have met by chance.
LONGER = 4  # times the quote
MARGIN = 200  # and as many characters

_BEST_FIRST: tuple[Verification, ...] = ("exact", "moved", "changed", "gone")


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a quote in one text; `agreement` counts the surroundings, 0 to 2, that are
    still beside its words.
    """

    state: Verification
    start: int = 0
    end: int = 0
    agreement: int = 0


def verify(address: Address, text: str) -> Verification:
    """What became of the quote in `text`, a document's canonical text.

    "exact": at its place, word for word; "moved": word for word, elsewhere (its surroundings decide
    nothing: the words do); "changed": its surroundings are there, with other words between them;
    "gone": neither is found. A quote of over 200 characters is found elsewhere if it is whole
    words; one of over 10,000 only beside what surrounded it.
    """
    return _find(address, _words(address, [text]), text).state


def verify_span(span: Span) -> Verification:
    """`verify` against the file that the span's document was read from. Raises ArticleError if it
    cannot be read.
    """
    from kb.articles.readers import read_text

    return verify(address_of(span), read_text(Path(span.document.path)))


def locate(address: str, documents: Sequence[Document]) -> Located:
    """Where the address leads now: which article, where in it, and what became of the quote, as
    `verify` says it.

    In the document that the address names, if it is there: its text is the old one, so anything but
    "exact" means that the link itself was altered. Else in all of them: the best state wins, then
    the surroundings that still agree, then the documents' order; within one, the place nearest to
    the old one. Raises AddressError if `address` is none.
    """
    wanted = Address.parse(address)
    named = next((document for document in documents if document.digest == wanted.document), None)
    searched = documents if named is None else [named]
    words = _words(wanted, [document.text for document in searched])
    fates = [_find(wanted, words, document.text) for document in searched]
    best = min(fates, key=_rank, default=_Fate("gone"))
    if best.state == "gone":
        return Located("gone", None, named)
    document = searched[fates.index(best)]
    span = Span(document, best.start, best.end) if best.start < best.end else None
    return Located(best.state, span, document)


def _rank(fate: _Fate) -> tuple[int, int]:
    return _BEST_FIRST.index(fate.state), -fate.agreement


def _find(address: Address, words: str, text: str) -> _Fate:
    """What became of the quote in the text and where; `words` is the quote itself, "" if no text
    holds it.
    """
    places = list(_occurrences(words, text))
    if not places:
        between = _between(address, text)
        return _Fate("changed", *between) if between else _Fate("gone")

    def unlikeness(at: int) -> tuple[bool, int, int]:
        # An unmoved quote is exact whatever stands around it; of several others the surroundings
        # tell the one that moved.
        return at != address.start, -_agreement(address, text, at), abs(at - address.start)

    at = min(places, key=unlikeness)
    state: Verification = "exact" if at == address.start else "moved"
    return _Fate(state, at, at + address.size, _agreement(address, text, at))


def _agreement(address: Address, text: str, at: int) -> int:
    return text.endswith(address.before, 0, at) + text.startswith(address.after, at + address.size)


def _between(address: Address, text: str) -> tuple[int, int] | None:
    """What stands between the quote's surroundings, without white space, nearest to its old place;
    None if they are not there.

    A quote that began or ended its text is held to begin or end this one.
    """
    before, after = address.before.strip(), address.after.strip()
    if not before and not after:
        return None
    starts = [at + len(before) for at in _occurrences(before, text)] if before else [0]
    ends = list(_occurrences(after, text)) if after else [len(text)]
    pairs = list(_near_pairs(starts, ends, LONGER * address.size + MARGIN))
    if not pairs:
        return None
    start, end = min(pairs, key=lambda pair: abs(pair[0] - address.start))
    between = text[start:end]
    start += len(between) - len(between.lstrip())
    return start, start + len(between.strip())


def _near_pairs(
    starts: Iterable[int], ends: Sequence[int], furthest: int
) -> Iterator[tuple[int, int]]:
    """Each start with the first end behind it, no further apart than that; `ends` are in order."""
    for start in starts:
        following = bisect_left(ends, start)
        if following < len(ends) and ends[following] - start <= furthest:
            yield start, ends[following]


def _words(address: Address, texts: Sequence[str]) -> str:
    """The quote itself, from whichever text holds it; "" if none does. Then it is found in every
    text without a digest.
    """
    for places in (_likely_places, _all_places):
        for text in texts:
            for at in places(address, text):
                words = text[at : at + address.size]
                if quote_digest(words) == address.quote:
                    return words
    return ""


def _likely_places(address: Address, text: str) -> Iterator[int]:
    """Where the quote stood, then behind and before what surrounded it."""
    last = len(text) - address.size
    if address.start <= last:
        yield address.start
    for context, shift in ((address.before, len(address.before)), (address.after, -address.size)):
        for place in islice(_occurrences(context, text), NEIGHBOURS):
            at = place + shift
            if 0 <= at <= last:
                yield at


def _all_places(address: Address, text: str) -> Iterable[int]:
    """Everywhere that a quote of its length can stand; see EVERY_PLACE."""
    size, last = address.size, len(text) - address.size
    if size <= EVERY_PLACE:
        return range(last + 1)
    if size > LONGEST:
        return ()
    begins = (match.start() for match in _BEGINS.finditer(text))
    return (at for at in begins if at <= last and _ENDS.match(text, at + size))


def _occurrences(words: str, text: str) -> Iterator[int]:
    """Where the words begin in the text, in order, overlapping ones too; nowhere if there are
    none.
    """
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
