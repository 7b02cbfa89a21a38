"""What every style needs to know of an article: who wrote it, when, and where in it a quote stands.

Names are never parsed: an author who is told as a person has initials, and one who is told by a
plain string stands as it is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from kb.types import Author

if TYPE_CHECKING:
    from kb.results import Citation
    from kb.types import Document

# Words: a longer heading is cut; APA says "the first few words", the example in §8.28 keeps four.
LONG = 6
SHORT = 4
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]\d\d:.*)?)?)?", re.ASCII)
# A letter with what follows it up to the next part of a given name; the hyphen before it is kept.
_GIVEN_PART = re.compile(r"(-?)([^\W\d_])[^\s.-]*")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
# What stands before the first word of a title or a part of it; "vs." ends nothing.
_BEGINS = re.compile(r"(?:^|[:?!–—]|\w{3}\.)\W*$")
TITLES_KEPT = 256
_OPENING = " \"'“(\u2018"  # stands before a word and ends nothing


def authors(document: Document) -> tuple[Author, ...]:
    """Those that are told as data, else the author field, taken whole; () if neither is told."""
    whole = line(document.author)
    if document.authors or not whole:
        return document.authors
    return (Author(literal=whole),)


def turned(author: Author) -> str:
    """ "King, M. L., Jr."; a name that is taken whole stays as it is."""
    parts = (author.literal or author.family, initials(author.given), author.suffix)
    return ", ".join(filter(None, map(line, parts)))


def initials(given: str) -> str:
    """Of "Jean-Luc A." "J.-L. A."; a script without capitals stays as given."""
    if given.lower() == given.upper():
        return given
    parts = _GIVEN_PART.findall(given)
    each = [f"{hyphen or ' '}{letter.upper()}." for hyphen, letter in parts]
    return "".join(each).strip(" -") or given


def is_by_publisher(document: Document) -> bool:
    """Whether the publisher is the only author: a reference names it once."""
    publisher = line(document.publisher).casefold()
    return [line(author.name).casefold() for author in authors(document)] == [publisher]


def date_parts(document: Document) -> tuple[int, ...]:
    """Year, month and day, as many as are told; () for what is no real ISO date."""
    match = _DATE.fullmatch(line(document.published))
    if match is None:
        return ()
    parts = tuple(int(part) for part in match.groups() if part)
    try:
        datetime.date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ()
    return parts


def year(document: Document) -> str:
    """The year alone; what is no real ISO date stays as given, "" if nothing is told."""
    parts = date_parts(document)
    return f"{parts[0]:04}" if parts else line(document.published)


def section(citation: Citation) -> str:
    """The heading right above the quote; the title is none."""
    heading = line(citation.headings[-1]) if citation.headings else ""
    return "" if heading.casefold() == line(citation.span.document.title).casefold() else heading


def headings(document: Document) -> set[str]:
    blocks = (block for block in document.blocks if block.kind == "heading")
    return {line(document.text[block.start : block.end]) for block in blocks}


def cut(title: str, others: Iterable[str] = ()) -> str:
    """The first words of a long title, as many as tell it from the others."""
    words = title.split()
    size = SHORT if len(words) > LONG else len(words)
    while size < len(words) and any(other.split()[:size] == words[:size] for other in others):
        size += 1
    return " ".join(words[:size]).rstrip(",:;–—- ") or line(title)


@lru_cache(maxsize=TITLES_KEPT)  # it reads the whole article, and each of its quotes asks for it
def sentence_case(document: Document) -> str:
    """The title as it would stand in a sentence: only the first word of it and of a part of it
    (after a colon, a dash, a question mark) keeps its capital, and names keep theirs.

    A word is a name if it has a capital or a digit beyond its first letter ("NASA"), or if the
    article writes it with a capital inside its sentences and nowhere without. What the article does
    not say is not known: such a word loses its capital.
    """
    title = line(document.title)
    names = _names(document)

    def lowered(match: re.Match[str]) -> str:
        word = match.group()
        is_first = bool(_BEGINS.search(title[: match.start()]))
        is_other = word[1:] != word[1:].lower() or (len(word) == 1 and word not in "AO")
        return word if is_first or is_other or word in names else word[0].lower() + word[1:]

    return _WORD.sub(lowered, title)


def _names(document: Document) -> frozenset[str]:
    """The words that stand with a capital in the middle of the article's sentences, and nowhere in
    small letters.
    """
    inside: set[str] = set()
    small: set[str] = set()
    for block in document.blocks:
        if block.kind in ("heading", "boilerplate", "byline"):
            continue
        text = document.text[block.start : block.end]
        for match in _WORD.finditer(text):
            word = match.group()
            small.add(word)
            before = text[: match.start()].rstrip(_OPENING)
            if word[0].isupper() and before and before[-1] not in ".:?!–—":
                inside.add(word)
    return frozenset(word for word in inside if word[0].lower() + word[1:] not in small)


def ended(text: str) -> str:
    """The text with a full stop, unless it ends already."""
    end = text.rstrip("\"'”’")
    has_end = not text or end.endswith((".", "?", "!", "…", "。"))
    return text if has_end else f"{text}."


def line(text: str) -> str:
    return " ".join(text.split())
