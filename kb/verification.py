"""Durable addresses of quotes, and whether a quote still stands where it stood.

An address is `digest:start-end:before|quote's own digest|after`: it names the text and not the index, so it survives new
passages, another model and a new index.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb.types import Span, Verification

CONTEXT = 24  # characters kept on each side: enough to tell two equal sentences apart


@dataclass(frozen=True, slots=True)
class Address:
    """Where a quote stood: the document's digest, positions, the quote's digest and the characters around it."""

    document: str
    start: int
    end: int
    quote: str
    before: str
    after: str

    def __str__(self) -> str:
        around = f"{quote(self.before, safe='')}|{self.quote}|{quote(self.after, safe='')}"
        return f"{self.document}:{self.start}-{self.end}:{around}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address that `str` wrote. Raises ValueError for anything else."""
        try:
            document, positions, around = text.split(":")
            start, end = positions.split("-")
            before, digest, after = around.split("|")
            return cls(document, int(start), int(end), digest, unquote(before), unquote(after))
        except ValueError:
            raise ValueError(f"{text!r} is no citation's address: expected digest:start-end:before|digest|after") from None


def address_of(span: Span) -> Address:
    text = span.document.text
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return Address(span.document.digest, span.start, span.end, _digest(span.text), before, after)


def verify(address: Address, text: str) -> Verification:
    """What became of the quote in `text`, a document's canonical text.

    "exact": at its place, word for word; "moved": word for word, elsewhere (its surroundings decide nothing: the words do);
    "changed": its surroundings are there, with other words between them; "gone": neither is found.
    """
    if _digest(text[address.start : address.end]) == address.quote:
        return "exact"
    size = address.end - address.start
    if any(_digest(text[at : at + size]) == address.quote for at in _places(address, text)):
        return "moved"
    before, after = address.before.strip(), address.after.strip()
    at = text.find(before) if before else 0
    if at >= 0 and (not after or text.find(after, at + len(before)) >= 0) and (before or after):
        return "changed"
    return "gone"


def verify_span(span: Span) -> Verification:
    """`verify` against the file that the span's document was read from. Raises ArticleError if it cannot be read."""
    from kb.readers import read_text

    return verify(address_of(span), read_text(Path(span.document.path)))


def address(span: Span) -> str:
    return str(address_of(span))


def _places(address: Address, text: str) -> Iterator[int]:
    """Where the quote could begin now: behind or before what surrounded it, then everywhere."""
    size = address.end - address.start
    for context, shift in ((address.before, len(address.before)), (address.after, -size)):
        at = text.find(context) if context else -1
        while at >= 0:
            if at + shift >= 0:
                yield at + shift
            at = text.find(context, at + 1)
    yield from range(len(text) - size + 1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
