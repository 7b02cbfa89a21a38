"""Quotes with their source, to be copied: APA 7 and plain.

Rules: Publication Manual of the American Psychological Association, 7th ed., 2020: in the text
§8.14, §8.17 and §8.28, in the reference list §9.8, §9.12, §9.17, §9.22, §9.32 and §10.16. All is
plain text: titles, which APA sets in italics, are not.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.results import Citation
    from kb.types import Document

LISTED = 20  # authors named in a reference; of more, the first 19 and the last (§9.8)
LONG, SHORT = (
    6,
    4,
)  # words: a longer heading is cut; APA says "the first few words", the example in §8.28 keeps four
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
_BETWEEN = re.compile(
    r"\s*;\s*|[\s,]*&\s*|[\s,]+and\s+"
)  # authors; a comma may also stand inside a name
_FORMAL = re.compile(r"^(?:(?:by|dr|mrs?|ms|prof|professor)\b\.? )+", re.IGNORECASE)
_SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
_DEGREE = re.compile(
    r"(?!I+$|IV$)[A-Z][A-Za-z.-]{0,6}[A-Z]\.?|M\.?Ed\.?|[BM]\.?Sc\.?|Esq\.?"
)  # PhD, M.D., RN; not McKay
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+")
_PARTICLE = re.compile(
    r"(?:D[aeiu]|Del|Della|De[nr]|L[ae]|V[ao]n)$"
)  # a word written small needs no list
_NO_PERSON = re.compile(
    r"\b(?:academy|administration|agency|alliance|association|authority|board|bureau|cent(?:er|re)s?|clinic|college|commission"
    r"|committee|company|contributors?|corporation|council|department|editor(?:s|ial)?|federation|for|foundation|government"
    r"|group|hospital|inc|institutes?|journal|library|llc|ltd|magazine|ministry|museum|national|network|news|of|office"
    r"|organi[sz]ation|project|reporter|school|services|society|staff|team|the|union|university|writers?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Author:
    """A surname with the initials and suffix that follow it; an organisation is all `surname`."""

    surname: str
    initials: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.surname, self.initials, self.suffix)))


def reference(document: Document) -> str:
    """The entry of the reference list. The title keeps its capitals: APA lowers them, but which
    words are names is not known.
    """
    title, publisher, who = _line(document.title), _line(document.publisher), authors(document)
    work, date = _ended(title or f"[{document.id}]"), f"({_date(document)})."
    begins = [_ended(_listed(who)), date, work] if who else [work, date]
    site = "" if who == [Author(publisher)] else _ended(publisher)
    return " ".join(filter(None, (*begins, site, _line(document.url))))


def in_text(citation: Citation) -> str:
    """The parenthesis after a quote: author, year and section; above all sections the paragraph,
    headings and items not counted.

    Two sources of one author and year look the same here: APA tells them apart by letters (2024a),
    which a list has to give.
    """
    document = citation.span.document
    names = [author.surname for author in authors(document)]
    if names:
        who = f"{names[0]} et al.," if len(names) > 2 else f"{' & '.join(names)},"
    else:
        who = f"“{_cut(document.title)},”" if _line(document.title) else f"[{document.id}],"
    return f"({who} {', '.join(filter(None, (_date(document, is_short=True), _where(citation))))})"


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
    parts = [
        author,
        f"“{title}”" if title else "",
        "" if publisher == author else publisher,
        _line(document.published),
    ]
    parts += [
        f"under “{heading}”" if heading else "",
        f"characters {citation.start}–{citation.end} of {document.id}",
    ]
    return f"“{citation.text}” — {', '.join(filter(None, parts))}"


def authors(document: Document) -> list[Author]:
    """Those that the document's author field names, in its order, by rule of thumb.

    The publisher's name, and one with a word that people are not called by ("Team", "of"), are
    organisations and stay whole. After a comma, degrees, roles and workplaces are left out; what
    follows one word is a given name, and one word that follows several stays as given.
    """
    text = _FORMAL.sub("", _line(document.author))
    publisher = _line(document.publisher)
    if text.casefold() == publisher.casefold():
        return [Author(publisher)] if text else []
    if _NO_PERSON.search(text.split(",")[0]):
        return [Author(text)]
    return [author for piece in _BETWEEN.split(text) for author in _people(piece)]


def _people(piece: str) -> list[Author]:
    """The authors of a piece without "and", in which commas stand both between names and inside
    them.
    """
    found: list[Author] = []
    last = ""  # the part before, while it may still be the surname of a name that is turned
    for part in filter(None, map(str.strip, piece.split(","))):
        if found and (suffix := _suffix(part)):
            found[-1] = replace(found[-1], suffix=suffix)
        elif last and not _NO_PERSON.search(part) and (" " not in last or last[0].islower()):
            found[-1], last = Author(last, _initials(part)), ""
        elif found and (_NO_PERSON.search(part) or all(map(_DEGREE.fullmatch, part.split()))):
            continue
        elif last and (" " not in part or _INITIALS.fullmatch(part)):
            found[-1], last = (
                Author(last, part),
                "",
            )  # as given: "García Márquez, Gabriel" or "Jane Doe, nutritionist"
        else:
            found.append(_turned(part))
            last = part
    return found


def _turned(name: str) -> Author:
    """Of "Ludwig van Beethoven" the surname, then the initials. One word and a name without
    capitals stay as given.
    """
    words = _FORMAL.sub("", name).split()
    while len(words) > 2 and not name.isupper() and _DEGREE.fullmatch(words[-1]):
        words.pop()
    suffix = _suffix(words[-1]) if len(words) > 2 else ""
    words = words[:-1] if suffix else words
    if len(words) == 1 or name == name.lower() or _NO_PERSON.search(name):
        return Author(" ".join(words), suffix=suffix)
    last = len(words) - 1
    cut = next(
        (n for n in range(1, last) if words[n][0].islower() or _PARTICLE.match(words[n])), last
    )
    return Author(" ".join(words[cut:]), _initials(" ".join(words[:cut])), suffix)


def _initials(given: str) -> str:
    """Of "Jean-Luc A." "J.-L. A."; a script without capitals stays as given."""
    found = re.findall(r"(-?)([^\W\d_])[^\s.-]*", given) if given.lower() != given.upper() else []
    return (
        "".join(f"{hyphen or ' '}{letter.upper()}." for hyphen, letter in found).strip(" -")
        or given
    )


def _suffix(word: str) -> str:
    return _SUFFIXES.get(word.casefold().rstrip("."), "")


def _listed(names: Sequence[Author]) -> str:
    *before, last = map(str, names)
    if len(names) > LISTED:
        return ", ".join([*before[: LISTED - 1], f". . . {last}"])
    return ", & ".join(filter(None, (", ".join(before), last)))


def _date(document: Document, is_short: bool = False) -> str:
    """ "2024, May 6", if short the year alone; no date is "n.d.", and what is no real ISO date
    stays as given.
    """
    published = _line(document.published)
    if not (match := _DATE.fullmatch(published)):
        return published or "n.d."
    year, month, day = match.groups()
    try:
        date = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return published
    return (
        year
        if is_short or not month
        else f"{year}, {MONTH[date.month - 1]}" + (f" {date.day}" if day else "")
    )


def _where(citation: Citation) -> str:
    document = citation.span.document
    if heading := _section(citation):
        headings = (document.text[b.start : b.end] for b in document.blocks if b.kind == "heading")
        cut = _cut(heading, [other for other in map(_line, headings) if other != heading])
        return f"“{cut}” section" if len(heading.split()) > LONG else f"{cut} section"
    before = [b for b in document.blocks if b.kind == "paragraph" and b.start <= citation.start]
    return f"para. {len(before)}" if before else ""


def _section(citation: Citation) -> str:
    """The heading right above the quote; the title is none."""
    heading = _line(citation.headings[-1]) if citation.headings else ""
    return "" if heading.casefold() == _line(citation.span.document.title).casefold() else heading


def _cut(title: str, others: Sequence[str] = ()) -> str:
    """The first words of a long title, as many as tell it from the others."""
    words, size = title.split(), SHORT
    while size < len(words) and (
        len(words) <= LONG or any(other.split()[:size] == words[:size] for other in others)
    ):
        size += 1
    return " ".join(words[:size]).rstrip(",:;–—- ") or _line(title)


def _ended(text: str) -> str:
    """The text with a full stop, unless it ends already."""
    return (
        text
        if not text or text.rstrip("\"'”’").endswith((".", "?", "!", "…", "。"))
        else f"{text}."
    )


def _line(text: str) -> str:
    return " ".join(text.split())
