"""corpus.toml: what it may hold, and every mistake in it told with its line.

Everything is optional; `corpus/README.md` explains each key. Defaults that need no article are
filled in here.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from kb.articles.closest import did_you_mean
from kb.articles.toml_kinds import AUTHORS, DATE, QUOTES, TEXT, TEXTS, Kind
from kb.articles.toml_lines import TomlLines
from kb.errors import ConfigError
from kb.types import Author, Facet, Subject, SubjectsAre

DEFAULT_LANGUAGE = "en"
RESERVED_SUBJECT = "both"  # what a citation about several subjects says in their ids' place

_FACET: Mapping[str, Kind] = {
    "id": TEXT,
    "name": TEXT,
    "description": TEXT,
    "cues": TEXTS,
    "questions": TEXTS,
}
_TOPIC: Mapping[str, Kind] = {**_FACET, "near": TEXT}
TABLES: Mapping[str, Mapping[str, Kind]] = {
    "sources": {
        "file": TEXT,
        "id": TEXT,
        "title": TEXT,
        "publisher": TEXT,
        "author": TEXT,
        "authors": AUTHORS,
        "published": DATE,
        "fact_checker": TEXT,
        "url": TEXT,
        "boilerplate": TEXTS,
        "byline": TEXTS,
    },
    "subjects": {"name": TEXT, "id": TEXT, "aliases": TEXTS, "terms": TEXTS, "asked_as": TEXTS},
    "facets": _FACET,
    "open_topics": _TOPIC,
    "disagreements": {"subject": TEXT, "facet": TEXT, "note": TEXT, "quotes": QUOTES},
}
TOP_LEVEL = (
    "title",
    "examples",
    "language",
    "subjects_are",
    "everyone",
    "general_topics",
    *TABLES,
    "synonyms",
)

_NEVER_EMPTY = ("file", "id", "name", "subject", "facet", "note")


@dataclass(frozen=True, slots=True)
class Source:
    """What corpus.toml says of one article: "" and () where it says nothing; `id` defaults to the
    file's stem. Either `author` or `authors` is told, or neither.
    """

    file: str
    id: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    authors: tuple[Author, ...] = ()
    published: str = ""
    fact_checker: str = ""
    url: str = ""
    boilerplate: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that the article with the id `source` is said to hold."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A disagreement as a person wrote it down: the subject and the facet by id or name, nothing
    looked up yet.
    """

    subject: str
    facet: str
    note: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """A valid corpus.toml. `sources` stand in the file's order."""

    path: Path
    text: str = field(default="", repr=False)
    title: str = ""
    examples: tuple[str, ...] = ()
    language: str = DEFAULT_LANGUAGE
    subjects_are: SubjectsAre = "people"
    everyone: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    subjects: tuple[Subject, ...] = ()
    facets: tuple[Facet, ...] = ()
    open_topics: tuple[Facet, ...] = ()
    general_topics: bool = True
    synonyms: tuple[tuple[str, ...], ...] = ()
    disagreements: tuple[Reviewed, ...] = ()

    def top(self, key: str) -> str:
        """Where the key of the top level stands."""
        return TomlLines(self.path, self.text).top(key)

    def place(self, table: str, number: int, key: str = "", value: str = "") -> str:
        """Where the key, or the value below it, of the `number`-th (0-based) table stands:
        "corpus.toml, line 7".
        """
        return TomlLines(self.path, self.text).place(table, number, key, value)


def read_config(path: Path) -> Config:
    """The corpus.toml at `path`; an empty Config if there is none.

    Raises ConfigError, naming file, key and line, for a file that is not UTF-8 or not TOML, a key
    that kb does not know, a value of a wrong type, a required key that is missing, and an id that
    two tables share.
    """
    if not path.exists():
        return Config(path)
    text = _read(path)
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax_message(path, text, str(error))) from error
    checked = _Checker(TomlLines(path, text), parsed)
    facets = checked.facets("facets")
    return Config(
        path=path,
        text=text,
        title=checked.text("title"),
        examples=checked.texts("examples"),
        language=checked.text("language") or DEFAULT_LANGUAGE,
        subjects_are=checked.subjects_are(),
        everyone=checked.texts("everyone"),
        sources=checked.sources(),
        subjects=checked.subjects(),
        facets=facets,
        open_topics=checked.facets("open_topics", taken=facets),
        general_topics=checked.switch("general_topics"),
        synonyms=checked.synonyms(),
        disagreements=checked.disagreements(),
    )


def derive_id(name: str) -> str:
    """The name in lower case, every run of what is no letter or digit as one "_".

    >>> derive_id("Sea-going Tug")
    'sea_going_tug'
    """
    return re.sub(r"[\W_]+", "_", name.lower()).strip("_")


def _read(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be opened: {error.strerror}; check that it is a readable file"
        ) from error
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02x}"
        raise ConfigError(
            f"{path}, line {line}: this is not UTF-8 ({byte}); save the file again as UTF-8"
        ) from error


def _syntax_message(path: Path, text: str, problem: str) -> str:
    """tomllib tells the position at the end of its message: "… (at line 3, column 5)" or "… (at end
    of document)".
    """
    told = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$", problem)
    if told is None:
        return f"{path} is not valid TOML: {problem}"
    line, column = told.groups()
    at = f"{line}, column {column}" if line else text.count("\n") + 1
    what = problem[: told.start()]
    return f"{path}, line {at}: this is not valid TOML ({what}); correct that line"


class _Checker:
    """Turns the parsed TOML into values, or into one sentence that says what is wrong where."""

    def __init__(self, lines: TomlLines, parsed: dict[str, Any]) -> None:
        self.lines = lines
        self.parsed = parsed
        for key in parsed:
            if key not in TOP_LEVEL:
                raise self._error(lines.top(key), _unknown(key, TOP_LEVEL))

    def text(self, key: str) -> str:
        text = self.parsed.get(key, "")
        if not isinstance(text, str):
            raise self._error(self.lines.top(key), f"{key} {_must_be(key, TEXT, text)}")
        return text

    def subjects_are(self) -> SubjectsAre:
        kinds: tuple[SubjectsAre, ...] = get_args(SubjectsAre)
        given = self.parsed.get("subjects_are", kinds[0])
        for kind in kinds:
            if kind == given:
                return kind
        expected = " or ".join(f'"{kind}"' for kind in kinds)
        raise self._error(
            self.lines.top("subjects_are"),
            f"subjects_are must be {expected}, not {given!r}: write"
            f' subjects_are = "{kinds[-1]}" if what is compared is no people',
        )

    def switch(self, key: str) -> bool:
        """Whether something is on: it is where nothing is said of it."""
        value = self.parsed.get(key, True)
        if not isinstance(value, bool):
            raise self._error(
                self.lines.top(key),
                f"{key} must be true or false, not {value!r}: write {key} = false",
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings of the top level."""
        texts = self.parsed.get(key, [])
        if TEXTS.wrong(texts):
            raise self._error(self.lines.top(key), f"{key} {_must_be(key, TEXTS, texts)}")
        return tuple(texts)

    def synonyms(self) -> tuple[tuple[str, ...], ...]:
        groups = self.parsed.get("synonyms", [])
        if not isinstance(groups, list) or not all(map(_is_group, groups)):
            expected = 'a list of lists of two or more strings: synonyms = [["car", "automobile"]]'
            raise self._error(self.lines.top("synonyms"), f"synonyms must be {expected}")
        return tuple(map(tuple, groups))

    def sources(self) -> tuple[Source, ...]:
        entries = self._entries("sources", required=("file",))
        sources = tuple(map(self._source, range(len(entries)), entries))
        self._unique("sources", "file", [source.file for source in sources])
        self._unique("sources", "id", [source.id for source in sources])
        return sources

    def subjects(self) -> tuple[Subject, ...]:
        entries = self._entries("subjects", required=("name",))
        subjects = tuple(map(self._subject, range(len(entries)), entries))
        self._unique("subjects", "id", [subject.id for subject in subjects])
        for number, subject in enumerate(subjects):
            if subject.id == RESERVED_SUBJECT:
                at = self.lines.place("subjects", number, "id")
                problem = f'the id "{RESERVED_SUBJECT}" is kept for "about all of them"'
                raise self._error(at, f"{problem}; give this subject another id")
        return subjects

    def facets(self, table: str, taken: Sequence[Facet] = ()) -> tuple[Facet, ...]:
        """The facets or the open topics; their ids must also differ from those of the facets
        `taken`.
        """
        entries = self._entries(table, required=("id", "name"))
        facets = []
        for number, entry in enumerate(entries):
            own = self._id(table, number, entry)
            self._near(number, entry.get("near"), taken)
            default = {"id": own, "name": own.replace("_", " ")}
            facets.append(Facet(**default | entry))
        ids, taken_ids = ([facet.id for facet in some] for some in (facets, taken))
        self._unique(table, "id", ids, taken_ids)
        return tuple(facets)

    def _near(self, number: int, near: str | None, facets: Sequence[Facet]) -> None:
        """Raises ConfigError for an open topic that is near to what is no facet."""
        ids = [facet.id for facet in facets]
        if near is not None and near not in ids:
            place = self.lines.place("open_topics", number, "near", near)
            hint = did_you_mean(near, ids)
            raise self._error(place, f'near: there is no facet with the id "{near}"{hint}')

    def disagreements(self) -> tuple[Reviewed, ...]:
        table = "disagreements"
        entries = self._entries(table)
        for number, entry in enumerate(entries):
            for key, kind in TABLES[table].items():
                if key not in entry:
                    raise self._lacking(table, number, f"{key} = {kind.example}")
        return tuple(map(_reviewed, entries))

    def _source(self, number: int, entry: dict[str, Any]) -> Source:
        if "author" in entry and "authors" in entry:
            later = self.lines.place("sources", number, "authors")
            problem = "[[sources]] has both author and authors: keep authors, which a reference"
            raise self._error(later, f"{problem} can cite by family name, or author alone")
        default = {"id": Path(entry["file"]).stem}
        authors = tuple(Author(**names) for names in entry.get("authors", ()))
        return Source(**default | entry | {"authors": authors})

    def _subject(self, number: int, entry: dict[str, Any]) -> Subject:
        default = {"id": self._id("subjects", number, entry)}
        return Subject(**default | entry)

    def _entries(self, table: str, required: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """Each table's values, checked: lists as tuples, dates as ISO strings. One of the
        `required` keys, if any, is there.
        """
        entries = self.parsed.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            problem = f"{table} must be a list of tables; head each one [[{table}]]"
            raise self._error(self.lines.top(table), problem)
        for number, entry in enumerate(entries):
            for key, value in entry.items():
                self._check_value(table, number, key, value)
            if required and not any(key in entry for key in required):
                needed = " or ".join(f'{key} = "…"' for key in required)
                raise self._lacking(table, number, needed)
        return [{key: _plain(value) for key, value in entry.items()} for entry in entries]

    def _check_value(self, table: str, number: int, key: str, value: object) -> None:
        problem = _wrong_value(table, key, value)
        if problem:
            raise self._error(self.lines.place(table, number, key), problem)

    def _unique(
        self, table: str, key: str, values: Sequence[str], taken: Sequence[str] = ()
    ) -> None:
        seen = set(taken)
        for number, value in enumerate(values):
            if value in seen:
                at = self.lines.place(table, number, key)
                problem = f'the {key} "{value}" is given twice; every {key} must be its own'
                raise self._error(at, problem)
            seen.add(value)

    def _id(self, table: str, number: int, entry: dict[str, Any]) -> str:
        """The entry's id, else the one made from its name."""
        own: str = entry.get("id") or derive_id(entry["name"])
        if not own:
            at = self.lines.place(table, number, "name")
            problem = f'no id can be made from the name "{entry["name"]}"'
            raise self._error(at, f'{problem}; add id = "…" below it')
        return own

    def _lacking(self, table: str, number: int, needed: str) -> ConfigError:
        at = self.lines.place(table, number)
        return self._error(at, f"[[{table}]] needs {needed}; {_allowed(TABLES[table])}")

    @staticmethod
    def _error(place: str, problem: str) -> ConfigError:
        return ConfigError(f"{place}: {problem}")


def _wrong_value(table: str, key: str, value: object) -> str:
    """What is wrong with the key or its value, "" if nothing is."""
    kinds = TABLES[table]
    if key not in kinds:
        return _unknown(key, kinds, f" of [[{table}]]")
    if kinds[key].wrong(value):
        return f"{key} of [[{table}]] {_must_be(key, kinds[key], value)}; {_allowed(kinds)}"
    if key in _NEVER_EMPTY and not str(value).strip():
        return f"{key} of [[{table}]] is empty"
    return ""


def _must_be(key: str, kind: Kind, value: object) -> str:
    """ "must be a string, not a number: write key = …" """
    return f"must be {kind.name}, not {kind.wrong(value)}: write {key} = {kind.example}"


def _is_group(value: object) -> bool:
    """Whether it is a list of two or more strings."""
    return isinstance(value, list) and len(value) > 1 and not TEXTS.wrong(value)


def _reviewed(entry: Mapping[str, Any]) -> Reviewed:
    quotes = tuple(Quote(**quote) for quote in entry["quotes"])
    return Reviewed(entry["subject"], entry["facet"], entry["note"], quotes)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _allowed(keys: Iterable[str]) -> str:
    return f"allowed keys: {', '.join(keys)}"


def _unknown(key: str, allowed: Iterable[str], where: str = "") -> str:
    return f'there is no key "{key}"{where}{did_you_mean(key, allowed)}; {_allowed(allowed)}'
