"""Sources as BibTeX, RIS and CSL-JSON: a strict reader of each format finds what went in, and no
hostile text adds a field or an entry.
"""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.rendering.exports import FORMATS, bibtex, csl_items, csl_json, ris
from kb.types import Author, Document

HOSTILE = [
    "},\n@misc{other,\n  title = {gone",
    "}}} {{{ \\ \\textbf{x} ~ ^ & % $ # _",
    "one\r\nER  - \r\nTY  - BOOK",
    "one\nAU  - Nobody",
    "\x00\x1b[31m\x7f tab\there",
    "“quotes” and – dashes ß 王",
]
TEXT = st.text(min_size=1, max_size=20) | st.sampled_from(HOSTILE)
NAMES = TEXT.filter(str.strip)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """At most four, by at most three people and organisations each."""
    people = st.builds(Author, NAMES, TEXT)
    organisations = st.builds(Author, literal=NAMES)
    return [
        Document(
            draw(TEXT),
            "",
            title=draw(TEXT),
            publisher=draw(TEXT),
            url=draw(TEXT),
            authors=tuple(draw(st.lists(people | organisations, max_size=3))),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]


def one_line(text: str) -> str:
    return " ".join(re.sub("[\x00-\x1f\x7f]", " ", text).split())


def read_bibtex(text: str) -> list[tuple[str, dict[str, str]]]:
    """The entries: key and fields, as they are written; fails where a brace is not closed."""
    entries = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        begins = re.compile(r"@misc\{([A-Za-z0-9-]+),\n").match(text, at)
        assert begins, text[at : at + 40]
        at, fields = begins.end(), {}
        while not text.startswith("}\n", at):
            name = re.compile(r"  ([a-z]+) = \{").match(text, at)
            assert name, text[at : at + 40]
            end = closing(text, name.end())
            assert name[1] not in fields and text.startswith("},\n", end)
            fields[name[1]] = text[name.end() : end]
            at = end + 3
        entries.append((begins[1], fields))
        at += 2
    return entries


def closing(text: str, at: int) -> int:
    """Where the brace is closed that was opened before this place."""
    depth = 1
    while True:
        if text[at] == "\\":
            at += 2
            continue
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += 1


def unescaped(value: str) -> str:
    """What a field says: marks of TeX undone, braces that keep capitals left out."""
    words = {"textbackslash{}": "\\", "textasciitilde{}": "~", "textasciicircum{}": "^"}
    told, at = "", 0
    while at < len(value):
        mark = value[at]
        word = next((w for w in words if value.startswith(w, at + 1)), "") if mark == "\\" else ""
        if word:
            told += words[word]
            at += len(word)
        elif mark == "\\":
            at += 1
            told += value[at]
        elif mark not in "{}":
            told += mark
        at += 1
    return told


@given(documents())
def test_bibtex_reads_back_as_what_went_in(found: list[Document]) -> None:
    entries = read_bibtex(bibtex(found))
    assert len(entries) == len(found)
    assert len({key.lower() for key, _ in entries}) == len(found)
    for document, (_, fields) in zip(found, entries, strict=True):
        known = {"title": document.title, "howpublished": document.publisher}
        for name, text in known.items():
            assert " ".join(unescaped(fields.get(name, "")).split()) == one_line(text)
        assert set(fields) <= {"author", "title", "howpublished", "url"}
        names = [one_line(each.literal or each.family) for each in document.authors]
        if len(names) == 1:
            assert " ".join(unescaped(fields.get("author", "")).split()).startswith(names[0])
        assert " " not in fields.get("url", "")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Big Ships and NASA", "Big Ships and {NASA}"),
        ("NASA and Ships", "NASA and Ships"),
        ("A 50% Rise & More_", r"A 50\% Rise \& More\_"),
        ("Ships {of} the \\ Sea", r"Ships \{of\} the \textbackslash{} Sea"),
    ],
)
def test_only_names_stand_in_braces_of_their_own(title: str, written: str) -> None:
    ((_, fields),) = read_bibtex(bibtex([Document("a", "", title=title)]))
    assert fields["title"] == written


def test_a_date_a_person_and_an_organisation_are_written_as_bibtex_reads_them() -> None:
    authors = (Author("King", "Martin", suffix="Jr."), Author(literal="Guild & Sons, Ltd."))
    dated = Document("a b", "", title="T", published="2024-05-06", authors=authors, url="x y#z%")
    ((key, fields),) = read_bibtex(bibtex([dated]))
    assert (key, fields["year"], fields["date"]) == ("ab", "2024", "2024-05-06")
    assert fields["author"] == r"King, Jr., Martin and {Guild \& Sons, Ltd.}"
    assert fields["url"] == r"x%20y\#z\%"


def read_ris(text: str) -> list[list[tuple[str, str]]]:
    """The records: tags and values in their order."""
    assert text == "" or text.endswith("\r\n")
    records: list[list[tuple[str, str]]] = []
    for line in text.split("\r\n")[:-1]:
        tag = re.fullmatch(r"([A-Z][A-Z0-9])  - ([^\r\n]*)", line)
        assert tag, line
        if tag[1] == "TY":
            records.append([])
        records[-1].append((tag[1], tag[2]))
    assert all(record[-1] == ("ER", "") for record in records)
    assert all(tag != "ER" for record in records for tag, _ in record[:-1])
    return records


@given(documents())
def test_ris_reads_back_as_what_went_in(found: list[Document]) -> None:
    records = read_ris(ris(found))
    assert len(records) == len(found)
    for document, record in zip(found, records, strict=True):
        known = [("TI", document.title), ("PB", document.publisher), ("UR", document.url)]
        for tag, text in known:
            assert [value for t, value in record if t == tag] == list(
                filter(None, [one_line(text)])
            )
        named = [one_line(a.literal.replace(",", " ") or a.family) for a in document.authors]
        assert len([1 for tag, _ in record if tag == "AU"]) == len(list(filter(None, named)))


def test_a_date_is_written_as_ris_reads_it() -> None:
    (record,) = read_ris(ris([Document("a", "", title="T", published="2024-05-06")]))
    assert ("PY", "2024") in record and ("DA", "2024/05/06") in record
    (record,) = read_ris(ris([Document("a", "", title="T", published="2024")]))
    assert ("PY", "2024") in record and "DA" not in dict(record)


@given(documents())
def test_csl_json_is_the_items_as_a_file(found: list[Document]) -> None:
    assert json.loads(csl_json(found)) == csl_items(found)


def test_every_format_says_how_its_file_ends_and_what_it_is() -> None:
    assert {name: each.ending for name, each in FORMATS.items()} == {
        "BibTeX": "bib",
        "RIS": "ris",
        "CSL-JSON": "json",
    }
    assert all(each.media_type.startswith("application/") for each in FORMATS.values())
    assert all(each.write([Document("a", "")]) for each in FORMATS.values())
