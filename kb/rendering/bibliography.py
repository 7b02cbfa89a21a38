"""References and quotes in three styles: APA, MLA and Harvard.

Rules: Publication Manual of the American Psychological Association, 7th ed., 2020: in the text
§8.14, §8.17 and §8.28, in the reference list §9.8, §9.12, §9.17, §9.22, §9.32 and §10.16. MLA
Handbook, 9th ed., 2021, chapters 5 and 6. R. Pears and G. Shields, Cite Them Right, 12th ed., 2022,
for Harvard. Titles are in sentence case in APA and Harvard, and as given in MLA.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kb.rendering.exports import FORMATS
from kb.rendering.phrases import day
from kb.rendering.sourced import (
    LONG,
    authors,
    cut,
    date_parts,
    ended,
    headings,
    is_by_publisher,
    line,
    section,
    sentence_case,
    turned,
    year,
)
from kb.rendering.wording_en import MONTHS

if TYPE_CHECKING:
    from kb.results import Citation
    from kb.types import Author, Document

Style: TypeAlias = Literal["APA", "MLA", "Harvard"]
STYLES: tuple[Style, ...] = ("APA", "MLA", "Harvard")

LISTED = 20  # authors named in a reference of APA; of more, the first 19 and the last (§9.8)
# Authors named in the text; of more, the first and "et al.".
NAMED: dict[Style, int] = {"APA": 2, "MLA": 2, "Harvard": 3}
SHORT_MONTHS = 4  # letters of a month that MLA writes in full


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a reference, in italics or not."""

    text: str
    is_italic: bool = False


Reference: TypeAlias = tuple[Part, ...]


def plain_text(reference: Reference) -> str:
    """The reference where there are no italics."""
    return "".join(part.text for part in reference)


def reference(
    document: Document, style: Style = "APA", accessed: datetime.date | None = None
) -> Reference:
    """The entry of the list of references; `accessed` is when its address was looked at, which APA
    leaves out.
    """
    return _REFERENCES[style](document, accessed)


def in_text(citation: Citation, style: Style = "APA") -> str:
    """The parenthesis after a quote: author and year, in APA also the section and above all
    sections the paragraph (headings and items not counted), in MLA the author alone.

    Two sources of one author and year look the same here: styles tell them apart by letters
    (2024a), which a list has to give.
    """
    document = citation.span.document
    who = _who(document, style)
    if style == "MLA":
        return f"({who})"
    told_by = f"{who[:-1]},”" if who.endswith("”") else f"{who},"
    when = year(document) or _UNDATED[style]
    where = _where(citation) if style == "APA" else ""
    return f"({told_by} {', '.join(filter(None, (when, where)))})"


def quoted(
    citation: Citation, style: Style = "APA", accessed: datetime.date | None = None
) -> tuple[str, Reference]:
    """The quote with its parenthesis and a full stop; and the reference.

    The quote is the article's characters: it keeps its own full stop, and double quotation marks
    inside it, which the styles make single. One of 40 words or more they set as a block of its own,
    without quotation marks: that is left to the writer.
    """
    said = f"“{citation.text}” {in_text(citation, style)}."
    return said, reference(citation.span.document, style, accessed)


def apa(citation: Citation) -> str:
    """The quote as in APA, an empty line, and the reference."""
    said, listed = quoted(citation)
    return f"{said}\n\n{plain_text(listed)}"


def plain(citation: Citation) -> str:
    """The quote, who says it and where, all as given, on one line if the quote is; what is missing
    is left out.

    The characters are counted as everywhere: 0-based, end exclusive.
    """
    document, heading = citation.span.document, section(citation)
    author, publisher, title = map(line, (document.author, document.publisher, document.title))
    parts = (
        author,
        f"“{title}”" if title else "",
        "" if publisher == author else publisher,
        line(document.published),
        f"under “{heading}”" if heading else "",
        f"characters {citation.start}–{citation.end} of {document.id}",
    )
    return f"“{citation.text}” — {', '.join(filter(None, parts))}"


def listed(documents: Sequence[Document], format: str) -> str:
    """The documents in a style or a format, capitals aside: a reference a line, or the file. Raises
    KeyError for one that is not known.
    """
    files = {name.lower(): each.write for name, each in FORMATS.items()}
    if format.lower() in files:
        return files[format.lower()](documents)
    style = {each.lower(): each for each in STYLES}[format.lower()]
    references = [plain_text(reference(document, style)) for document in documents]
    return "".join(f"{each}\n" for each in sorted(references, key=str.casefold))


def _apa(document: Document, accessed: datetime.date | None) -> Reference:
    who = ended(_listed(list(map(turned, authors(document)))))
    date = f"({_apa_date(document)})."
    title = _title(document)
    site = "" if is_by_publisher(document) else ended(line(document.publisher))
    begins = [Part(who), Part(date), title] if who else [title, Part(date)]
    return _spaced([*begins, Part(site), Part(line(document.url))])


def _mla(document: Document, accessed: datetime.date | None) -> Reference:
    who = ended(_mla_names(authors(document)))
    title = line(document.title) or f"[{document.id}]"
    site = "" if is_by_publisher(document) else line(document.publisher)
    url = line(document.url)
    container = [Part(site, is_italic=True), Part(_mla_date(document)), Part(url)]
    looked = f"Accessed {_mla_day(accessed)}." if accessed and url else ""
    begins = _spaced([Part(who), Part(f"“{ended(title)}”")])
    rest = _joined([part for part in container if part.text])
    told = (*rest, Part(".")) if rest else ()
    return _spaced_groups([begins, told, (Part(looked),)])


def _harvard(document: Document, accessed: datetime.date | None) -> Reference:
    names = list(map(turned, authors(document)))
    who = _with_and(names) if len(names) <= NAMED["Harvard"] else f"{names[0]} et al."
    date = f"({year(document) or _UNDATED['Harvard']})"
    title = _title(document)
    site = "" if is_by_publisher(document) else ended(line(document.publisher))
    url = line(document.url)
    looked = f" (Accessed: {day(accessed)})." if accessed and url else ""
    found = f"Available at: {url}{looked}" if url else ""
    begins = [Part(who), Part(date), title] if who else [title, Part(date)]
    return _spaced([*begins, Part(site), Part(found)])


_REFERENCES: dict[Style, Callable[[Document, datetime.date | None], Reference]] = {
    "APA": _apa,
    "MLA": _mla,
    "Harvard": _harvard,
}
_UNDATED: dict[Style, str] = {"APA": "n.d.", "MLA": "", "Harvard": "no date"}


def _title(document: Document) -> Part:
    """In sentence case and italics; where there is none, what stands for it."""
    title = sentence_case(document)
    return Part(ended(title), is_italic=True) if title else Part(f"[{document.id}].")


def _spaced(parts: Iterable[Part]) -> Reference:
    return _spaced_groups((part,) for part in parts)


def _spaced_groups(groups: Iterable[Iterable[Part]]) -> Reference:
    """The groups one after the other with a space between, empty ones left out."""
    spaced: list[Part] = []
    for group in groups:
        told = [part for part in group if part.text]
        if told:
            spaced += [Part(" "), *told] if spaced else told
    return tuple(spaced)


def _joined(parts: Sequence[Part]) -> Reference:
    """The parts with commas between."""
    joined: list[Part] = []
    for part in parts:
        joined += [Part(", "), part] if joined else [part]
    return tuple(joined)


def _listed(names: Sequence[str]) -> str:
    *before, last = names or [""]
    if len(names) > LISTED:
        return ", ".join([*before[: LISTED - 1], f". . . {last}"])
    return ", & ".join(filter(None, (", ".join(before), last)))


def _with_and(names: Sequence[str]) -> str:
    *before, last = names or [""]
    return " and ".join(filter(None, (", ".join(before), last)))


def _mla_names(people: Sequence[Author]) -> str:
    """The first name turned, in full; a second one as it is said; of more, the first alone."""
    if not people:
        return ""
    first, *others = people
    parts = (first.literal or first.family, first.given, first.suffix)
    name = ", ".join(filter(None, map(line, parts)))
    if len(others) > 1:
        return f"{name}, et al."
    return f"{name}, and {line(others[0].name)}" if others else name


def _apa_date(document: Document) -> str:
    """ "2024, May 6"; no date is "n.d.", and what is no real ISO date stays as given."""
    parts = date_parts(document)
    if not parts:
        return line(document.published) or _UNDATED["APA"]
    when, *rest = parts
    if not rest:
        return f"{when:04}"
    month, *days = rest
    return " ".join([f"{when:04}, {MONTHS[month - 1]}", *map(str, days)])


def _mla_date(document: Document) -> str:
    """ "6 May 2024"; what is no real ISO date stays as given."""
    parts = date_parts(document)
    if not parts:
        return line(document.published)
    when, *rest = parts
    if not rest:
        return f"{when:04}"
    month, *days = rest
    return " ".join([*map(str, days), _mla_month(month), f"{when:04}"])


def _mla_day(date: datetime.date) -> str:
    return f"{date.day} {_mla_month(date.month)} {date.year}"


def _mla_month(month: int) -> str:
    name = MONTHS[month - 1]
    if len(name) <= SHORT_MONTHS:
        return name
    return "Sept." if name.startswith("Sept") else f"{name[:3]}."


def _who(document: Document, style: Style) -> str:
    """How the parenthesis begins: the family names, else the title."""
    names = [line(author.literal or author.family) for author in authors(document)]
    if len(names) > NAMED[style]:
        return f"{names[0]} et al."
    if names:
        return " & ".join(names) if style == "APA" else _with_and(names)
    return f"“{cut(document.title)}”" if line(document.title) else f"[{document.id}]"


def _where(citation: Citation) -> str:
    document = citation.span.document
    if heading := section(citation):
        return _section_name(heading, document)
    before = [b for b in document.blocks if b.kind == "paragraph" and b.start <= citation.start]
    return f"para. {len(before)}" if before else ""


def _section_name(heading: str, document: Document) -> str:
    """ "Tools section"; of a long heading, in quotation marks, as many words as no other has."""
    name = cut(heading, headings(document) - {heading})
    return f"“{name}” section" if len(heading.split()) > LONG else f"{name} section"
