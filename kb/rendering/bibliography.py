"""Quotes with their source, to be copied: APA 7 and plain; and sources as CSL-JSON, for a program.

Rules: Publication Manual of the American Psychological Association, 7th ed., 2020: in the text
§8.14, §8.17 and §8.28, in the reference list §9.8, §9.12, §9.17, §9.22, §9.32 and §10.16. All is
plain text: titles, which APA sets in italics, are not. CSL-JSON is the input format of the Citation
Style Language, version 1.0: https://github.com/citation-style-language/schema.

Names are never parsed: an author who is told as a person has initials, and one who is told by a
plain string stands as it is.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kb.types import Author

if TYPE_CHECKING:
    from kb.results import Citation
    from kb.types import Document

LISTED = 20  # authors named in a reference; of more, the first 19 and the last (§9.8)
NAMED = 2  # authors named in the text; of more, the first and "et al." (§8.17)
# Words: a longer heading is cut; APA says "the first few words", the example in §8.28 keeps four.
LONG = 6
SHORT = 4
MONTH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ]\d\d:.*)?)?)?", re.ASCII)
# A letter with what follows it up to the next part of a given name; the hyphen before it is kept.
_GIVEN_PART = re.compile(r"(-?)([^\W\d_])[^\s.-]*")


def reference(document: Document) -> str:
    """The entry of the reference list. The title keeps its capitals: APA lowers them, but which
    words are names is not known.
    """
    who = _ended(_listed(list(map(_turned, authors(document)))))
    date = f"({_date(document)})."
    work = _ended(_line(document.title) or f"[{document.id}]")
    begins = (who, date, work) if who else (work, date)
    site = "" if _is_by_publisher(document) else _ended(_line(document.publisher))
    return " ".join(filter(None, (*begins, site, _line(document.url))))


def in_text(citation: Citation) -> str:
    """The parenthesis after a quote: author, year and section; above all sections the paragraph,
    headings and items not counted.

    Two sources of one author and year look the same here: APA tells them apart by letters (2024a),
    which a list has to give.
    """
    document = citation.span.document
    year = _date(document, is_short=True)
    rest = ", ".join(filter(None, (year, _where(citation))))
    return f"({_who(document)} {rest})"


def apa(citation: Citation) -> str:
    """The quote with its parenthesis, a full stop, an empty line and the reference.

    The quote is the article's characters: it keeps its own full stop, and double quotation marks
    inside it, which APA makes single. One of 40 words or more APA sets as a block of its own,
    without quotation marks (§8.27): that is left to the writer.
    """
    return f"“{citation.text}” {in_text(citation)}.\n\n{reference(citation.span.document)}"


def plain(citation: Citation) -> str:
    """The quote, who says it and where, all as given, on one line if the quote is; what is missing
    is left out.

    The characters are counted as everywhere: 0-based, end exclusive.
    """
    document, heading = citation.span.document, _section(citation)
    author, publisher, title = map(_line, (document.author, document.publisher, document.title))
    parts = (
        author,
        f"“{title}”" if title else "",
        "" if publisher == author else publisher,
        _line(document.published),
        f"under “{heading}”" if heading else "",
        f"characters {citation.start}–{citation.end} of {document.id}",
    )
    return f"“{citation.text}” — {', '.join(filter(None, parts))}"


def csl(document: Document) -> dict[str, Any]:
    """The source as an item of CSL-JSON; what is not known has no key, and nothing is made up.

    With an address it is a "webpage" of the publisher's site, else an "article". A date that is no
    real ISO date stands as given, as `literal`.
    """
    url = _line(document.url)
    kind, publisher_is = ("webpage", "container-title") if url else ("article", "publisher")
    known = {
        "title": _line(document.title),
        "author": list(map(_csl_name, authors(document))),
        publisher_is: _line(document.publisher),
        "issued": _csl_date(document),
        "URL": url,
    }
    told = {key: value for key, value in known.items() if value}
    return {"id": document.id, "type": kind} | told


def csl_items(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """The sources as CSL-JSON, in their order."""
    return list(map(csl, documents))


def authors(document: Document) -> tuple[Author, ...]:
    """Those that are told as data, else the author field, taken whole; () if neither is told."""
    whole = _line(document.author)
    if document.authors or not whole:
        return document.authors
    return (Author(literal=whole),)


def _turned(author: Author) -> str:
    """ "King, M. L., Jr."; a name that is taken whole stays as it is."""
    parts = (author.literal or author.family, _initials(author.given), author.suffix)
    return ", ".join(filter(None, map(_line, parts)))


def _initials(given: str) -> str:
    """Of "Jean-Luc A." "J.-L. A."; a script without capitals stays as given."""
    if given.lower() == given.upper():
        return given
    parts = _GIVEN_PART.findall(given)
    initials = [f"{hyphen or ' '}{letter.upper()}." for hyphen, letter in parts]
    return "".join(initials).strip(" -") or given


def _listed(names: Sequence[str]) -> str:
    *before, last = names or [""]
    if len(names) > LISTED:
        return ", ".join([*before[: LISTED - 1], f". . . {last}"])
    return ", & ".join(filter(None, (", ".join(before), last)))


def _who(document: Document) -> str:
    """How the parenthesis begins, with its comma: the family names, else the title."""
    names = [_line(author.literal or author.family) for author in authors(document)]
    if len(names) > NAMED:
        return f"{names[0]} et al.,"
    if names:
        return f"{' & '.join(names)},"
    return f"“{_cut(document.title)},”" if _line(document.title) else f"[{document.id}],"


def _is_by_publisher(document: Document) -> bool:
    """Whether the publisher is the only author: a reference names it once (§9.12)."""
    publisher = _line(document.publisher).casefold()
    return [_line(author.name).casefold() for author in authors(document)] == [publisher]


def _csl_name(author: Author) -> dict[str, str]:
    names = {field: _line(name) for field, name in dataclasses.asdict(author).items()}
    return {field: name for field, name in names.items() if name}


def _csl_date(document: Document) -> dict[str, Any]:
    parts = _date_parts(document)
    if parts:
        return {"date-parts": [list(parts)]}
    published = _line(document.published)
    return {"literal": published} if published else {}


def _date_parts(document: Document) -> tuple[int, ...]:
    """Year, month and day, as many as are told; () for what is no real ISO date."""
    match = _DATE.fullmatch(_line(document.published))
    if match is None:
        return ()
    parts = tuple(int(part) for part in match.groups() if part)
    try:
        datetime.date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ()
    return parts


def _date(document: Document, is_short: bool = False) -> str:
    """ "2024, May 6", if short the year alone; no date is "n.d.", and what is no real ISO date
    stays as given.
    """
    published = _line(document.published)
    if not (parts := _date_parts(document)):
        return published or "n.d."
    year, *rest = parts
    if is_short or not rest:
        return f"{year:04}"
    month, *day = rest
    return " ".join([f"{year:04}, {MONTH[month - 1]}", *map(str, day)])


def _where(citation: Citation) -> str:
    document = citation.span.document
    if heading := _section(citation):
        return _section_name(heading, document)
    before = [b for b in document.blocks if b.kind == "paragraph" and b.start <= citation.start]
    return f"para. {len(before)}" if before else ""


def _section_name(heading: str, document: Document) -> str:
    """ "Tools section"; of a long heading, in quotation marks, as many words as no other has."""
    blocks = [block for block in document.blocks if block.kind == "heading"]
    headings = {_line(document.text[block.start : block.end]) for block in blocks}
    cut = _cut(heading, headings - {heading})
    return f"“{cut}” section" if len(heading.split()) > LONG else f"{cut} section"


def _section(citation: Citation) -> str:
    """The heading right above the quote; the title is none."""
    heading = _line(citation.headings[-1]) if citation.headings else ""
    return "" if heading.casefold() == _line(citation.span.document.title).casefold() else heading


def _cut(title: str, others: Iterable[str] = ()) -> str:
    """The first words of a long title, as many as tell it from the others."""
    words = title.split()
    size = SHORT if len(words) > LONG else len(words)
    while size < len(words) and any(other.split()[:size] == words[:size] for other in others):
        size += 1
    return " ".join(words[:size]).rstrip(",:;–—- ") or _line(title)


def _ended(text: str) -> str:
    """The text with a full stop, unless it ends already."""
    end = text.rstrip("\"'”’")
    has_end = not text or end.endswith((".", "?", "!", "…", "。"))
    return text if has_end else f"{text}."


def _line(text: str) -> str:
    return " ".join(text.split())
