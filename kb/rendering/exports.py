"""Sources as files that other programs read: BibTeX, RIS and CSL-JSON.

BibTeX: `@misc`, which BibTeX and biblatex both read, the first of them without `@online`; fields of
http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf and `url`, which its later styles have. RIS:
type ELEC, lines ended by CR and LF. CSL-JSON is the input format of the Citation Style Language,
version 1.0: https://github.com/citation-style-language/schema.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.rendering.sourced import authors, date_parts, line, sentence_case

if TYPE_CHECKING:
    from kb.types import Author, Document

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_KEY = re.compile(r"[^A-Za-z0-9]+")  # what a key of BibTeX may not hold, and more
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: rf"\{mark}" for mark in "&%$#_"},
}
_IN_URLS = {"\\": "%5C", "{": "%7B", "}": "%7D", "%": r"\%", "#": r"\#", " ": "%20"}


class Format(NamedTuple):
    """A file that sources are written to: its ending, its media type, and what writes it."""

    ending: str
    media_type: str
    write: Callable[[Sequence[Document]], str]


def csl(document: Document) -> dict[str, Any]:
    """The source as an item of CSL-JSON; what is not known has no key, and nothing is made up.

    With an address it is a "webpage" of the publisher's site, else an "article". A date that is no
    real ISO date stands as given, as `literal`.
    """
    url = line(document.url)
    kind, publisher_is = ("webpage", "container-title") if url else ("article", "publisher")
    known = {
        "title": line(document.title),
        "author": list(map(_csl_name, authors(document))),
        publisher_is: line(document.publisher),
        "issued": _csl_date(document),
        "URL": url,
    }
    told = {key: value for key, value in known.items() if value}
    return {"id": document.id, "type": kind} | told


def csl_items(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """The sources as CSL-JSON, in their order."""
    return list(map(csl, documents))


def csl_json(documents: Iterable[Document]) -> str:
    return json.dumps(csl_items(documents), ensure_ascii=False, indent=2) + "\n"


def bibtex(documents: Iterable[Document]) -> str:
    """The sources as entries of BibTeX, each under a key of its own. Of a title only names stand in
    braces of their own: styles may lower the other capitals.
    """
    keys: set[str] = set()
    return "\n".join(_entry(document, _key(document, keys)) for document in documents)


def ris(documents: Iterable[Document]) -> str:
    """The sources as records of RIS."""
    return "".join(map(_record, documents))


FORMATS: dict[str, Format] = {
    "BibTeX": Format("bib", "application/x-bibtex", bibtex),
    "RIS": Format("ris", "application/x-research-info-systems", ris),
    "CSL-JSON": Format("json", "application/json", csl_json),
}


def _csl_name(author: Author) -> dict[str, str]:
    names = {field: line(name) for field, name in dataclasses.asdict(author).items()}
    return {field: name for field, name in names.items() if name}


def _csl_date(document: Document) -> dict[str, Any]:
    parts = date_parts(document)
    if parts:
        return {"date-parts": [list(parts)]}
    published = line(document.published)
    return {"literal": published} if published else {}


def _key(document: Document, taken: set[str]) -> str:
    """Of the article's id, with a number where that is taken."""
    plain = _KEY.sub("", document.id) or "source"
    key, number = plain, 1
    while key.lower() in taken:
        number += 1
        key = f"{plain}-{number}"
    taken.add(key.lower())
    return key


def _entry(document: Document, key: str) -> str:
    parts = date_parts(document)
    date = "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]) if parts else ""
    known = {
        "author": " and ".join(map(_bibtex_name, authors(document))),
        "title": _bibtex_title(document),
        "howpublished": _escaped(line(document.publisher)),
        "year": f"{parts[0]:04}" if parts else _escaped(line(document.published)),
        "date": date,
        "url": "".join(_IN_URLS.get(mark, mark) for mark in _one_line(document.url)),
    }
    fields = [f"  {name} = {{{value}}},\n" for name, value in known.items() if value]
    return f"@misc{{{key},\n{''.join(fields)}}}\n"


def _bibtex_name(author: Author) -> str:
    """ "King, Jr., Martin Luther"; a name that is taken whole stands in braces."""
    if author.literal:
        return f"{{{_escaped(line(author.literal))}}}"
    parts = (author.family, author.suffix, author.given)
    return ", ".join(_escaped(line(part)) for part in parts if part)


def _bibtex_title(document: Document) -> str:
    """The title as given, the words that keep their capitals in a sentence in braces."""
    title = _one_line(document.title)
    plain = sentence_case(document)
    parts, at = [], 0
    for match in _WORD.finditer(title):
        word = match.group()
        is_name = plain[match.start() : match.end()] == word != word.lower()
        shown = f"{{{_escaped(word)}}}" if is_name and match.start() else _escaped(word)
        parts += [_escaped(title[at : match.start()]), shown]
        at = match.end()
    return "".join([*parts, _escaped(title[at:])])


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(mark, mark) for mark in _CONTROL.sub(" ", text))


def _record(document: Document) -> str:
    parts = date_parts(document)
    day = "/".join(f"{part:02}" for part in parts[1:])
    known = [
        ("TY", "ELEC"),
        *(("AU", _ris_name(author)) for author in authors(document)),
        ("TI", document.title),
        ("PB", document.publisher),
        ("PY", f"{parts[0]:04}" if parts else document.published),
        ("DA", f"{parts[0]:04}/{day}" if day else ""),
        ("UR", document.url),
        ("ID", document.id),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in known if _one_line(value)]
    return "\r\n".join([*lines, "ER  - ", ""])


def _ris_name(author: Author) -> str:
    """ "King, Martin Luther, Jr."; a comma inside a name that is taken whole would part it."""
    if author.literal:
        return author.literal.replace(",", " ")
    return ", ".join(filter(None, (author.family, author.given, author.suffix)))


def _one_line(text: str) -> str:
    """Without control characters: a line of its own would be a field of its own."""
    return line(_CONTROL.sub(" ", text))
