"""corpus.toml: what it may hold, and every mistake in it told with its line.

Everything is optional; `corpus/README.md` explains each key. Defaults that need no article are
filled in here.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from kb.articles.toml_lines import TomlLines
from kb.errors import ConfigError
from kb.types import Facet, Subject, SubjectsAre

FILE = "corpus.toml"
RESERVED_SUBJECT = "both"  # what a citation about several subjects says in their ids' place
DEFAULT_LANGUAGE = "en"

Kind = Literal[
    "a string", "a string or a date", "a list of strings", "a list of two or more quotes"
]

_TEXT: Kind = "a string"
_DATE: Kind = "a string or a date"
_TEXTS: Kind = "a list of strings"
_QUOTES: Kind = "a list of two or more quotes"
_FACET: Mapping[str, Kind] = {
    "id": _TEXT,
    "name": _TEXT,
    "description": _TEXT,
    "cues": _TEXTS,
    "questions": _TEXTS,
}
TABLES: Mapping[str, Mapping[str, Kind]] = {
    "sources": {
        "file": _TEXT,
        "id": _TEXT,
        "title": _TEXT,
        "publisher": _TEXT,
        "author": _TEXT,
        "published": _DATE,
        "fact_checker": _TEXT,
        "url": _TEXT,
        "boilerplate": _TEXTS,
        "byline": _TEXTS,
    },
    "subjects": {"name": _TEXT, "id": _TEXT, "aliases": _TEXTS, "terms": _TEXTS},
    "facets": _FACET,
    "open_topics": _FACET,
    "disagreements": {"subject": _TEXT, "facet": _TEXT, "note": _TEXT, "quotes": _QUOTES},
}
TOP_LEVEL = ("title", "language", "subjects_are", "everyone", *TABLES, "synonyms")

_NEVER_EMPTY = ("file", "id", "name", "subject", "facet", "note")
_QUOTE_KEYS = ("source", "text")
_EXAMPLES: Mapping[Kind, str] = {
    _TEXT: '"…"',
    _DATE: '"…"',
    _TEXTS: '["…"]',
    _QUOTES: '[{source = "…", text = "…"}, {source = "…", text = "…"}]',
}
_NAMES: Mapping[type, str] = {
    str: "a string",
    list: "a list",
    dict: "a table",
    int: "a number",
    float: "a number",
    bool: "true or false",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What corpus.toml says of one article: "" and () where it says nothing; `id` defaults to the
    file's stem.
    """

    file: str
    id: str
    title: str = ""
    publisher: str = ""
    author: str = ""
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
    language: str = DEFAULT_LANGUAGE
    subjects_are: SubjectsAre = "people"
    everyone: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    subjects: tuple[Subject, ...] = ()
    facets: tuple[Facet, ...] = ()
    open_topics: tuple[Facet, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    disagreements: tuple[Reviewed, ...] = ()

    def top(self, key: str) -> str:
        """Where the key at the top of the file stands: "corpus.toml, line 2"."""
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
        language=checked.text("language") or DEFAULT_LANGUAGE,
        subjects_are=checked.subjects_are(),
        everyone=checked.everyone(),
        sources=checked.sources(),
        subjects=checked.subjects(),
        facets=facets,
        open_topics=checked.facets("open_topics", taken=facets),
        synonyms=checked.synonyms(),
        disagreements=checked.disagreements(),
    )


def derive_id(name: str) -> str:
    """The name in lower case, every run of what is no letter or digit as one "_".

    >>> derive_id("Sea-going Tug")
    'sea_going_tug'
    """
    return re.sub(r"[\W_]+", "_", name.lower()).strip("_")


def did_you_mean(given: str, allowed: Iterable[str]) -> str:
    """' (did you mean "…"?)' for the closest of the allowed words, "" if none is close."""
    close = difflib.get_close_matches(given.lower(), list(allowed), n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""


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
    found = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$", problem)
    if found is None:
        return f"{path} is not valid TOML: {problem}"
    line = int(found[1]) if found[1] else text.count("\n") + 1
    column = f", column {found[2]}" if found[2] else ""
    return (
        f"{path}, line {line}{column}: this is not valid TOML ({problem[: found.start()]}); correct"
        " that line"
    )


class _Checker:
    """Turns the parsed TOML into values, or into one sentence that says what is wrong where."""

    def __init__(self, lines: TomlLines, parsed: dict[str, Any]) -> None:
        self.lines = lines
        self.parsed = parsed
        for key in parsed:
            if key not in TOP_LEVEL:
                raise ConfigError(f"{lines.top(key)}: {_unknown(key, TOP_LEVEL)}")

    def text(self, key: str) -> str:
        text = self.parsed.get(key, "")
        if not isinstance(text, str):
            raise ConfigError(f"{self.lines.top(key)}: {key} must be {_not(key, _TEXT, text)}")
        return text

    def subjects_are(self) -> SubjectsAre:
        kinds: tuple[SubjectsAre, ...] = get_args(SubjectsAre)
        given = self.parsed.get("subjects_are", kinds[0])
        for kind in kinds:
            if kind == given:
                return kind
        expected = " or ".join(f'"{kind}"' for kind in kinds)
        raise ConfigError(
            f"{self.lines.top('subjects_are')}: subjects_are must be {expected}, not {given!r}:"
            f' write subjects_are = "{kinds[-1]}" if what is compared is no people'
        )

    def everyone(self) -> tuple[str, ...]:
        phrases = self.parsed.get("everyone", [])
        if not _is_of(_TEXTS, phrases):
            expected = _not("everyone", _TEXTS, phrases)
            raise ConfigError(f"{self.lines.top('everyone')}: everyone must be {expected}")
        return tuple(phrases)

    def synonyms(self) -> tuple[tuple[str, ...], ...]:
        groups = self.parsed.get("synonyms", [])
        if not isinstance(groups, list) or not all(
            _is_of(_TEXTS, group) and len(group) > 1 for group in groups
        ):
            expected = 'a list of lists of two or more strings: synonyms = [["car", "automobile"]]'
            raise ConfigError(f"{self.lines.top('synonyms')}: synonyms must be {expected}")
        return tuple(tuple(group) for group in groups)

    def sources(self) -> tuple[Source, ...]:
        entries = self._entries("sources", required=("file",))
        found = tuple(Source(**{"id": Path(entry["file"]).stem, **entry}) for entry in entries)
        self._unique("sources", "file", [source.file for source in found])
        self._unique("sources", "id", [source.id for source in found])
        return found

    def subjects(self) -> tuple[Subject, ...]:
        entries = self._entries("subjects", required=("name",))
        found = tuple(
            Subject(**{"id": self._id("subjects", n, entry), **entry})
            for n, entry in enumerate(entries)
        )
        self._unique("subjects", "id", [subject.id for subject in found])
        for number, subject in enumerate(found):
            if subject.id == RESERVED_SUBJECT:
                at = self.lines.place("subjects", number, "id")
                problem = f'the id "{RESERVED_SUBJECT}" is kept for "about all of them"'
                raise ConfigError(f"{at}: {problem}; give this subject another id")
        return found

    def facets(self, table: str, taken: Sequence[Facet] = ()) -> tuple[Facet, ...]:
        """The facets or the open topics; their ids must also differ from those of the facets
        `taken`.
        """
        entries = self._entries(table, required=("id", "name"))
        found = []
        for number, entry in enumerate(entries):
            own = self._id(table, number, entry)
            found.append(Facet(**{"id": own, "name": own.replace("_", " "), **entry}))
        self._unique(table, "id", [facet.id for facet in found], [facet.id for facet in taken])
        return tuple(found)

    def disagreements(self) -> tuple[Reviewed, ...]:
        table = "disagreements"
        entries = self._entries(table, required=())
        for number, entry in enumerate(entries):
            for key, kind in TABLES[table].items():
                if key not in entry:
                    at = self.lines.place(table, number)
                    raise ConfigError(
                        f"{at}: [[{table}]] needs {key} = {_EXAMPLES[kind]};"
                        f" {_allowed(TABLES[table])}"
                    )
        return tuple(
            Reviewed(
                entry["subject"],
                entry["facet"],
                entry["note"],
                tuple(Quote(**quote) for quote in entry["quotes"]),
            )
            for entry in entries
        )

    def _entries(self, table: str, required: tuple[str, ...]) -> list[dict[str, Any]]:
        """Each table's values, checked: lists as tuples, dates as ISO strings. One of the
        `required` keys, if any, is there.
        """
        entries = self.parsed.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ConfigError(
                f"{self.lines.top(table)}: {table} must be a list of tables; head each one"
                f" [[{table}]]"
            )
        for number, entry in enumerate(entries):
            for key, value in entry.items():
                self._check_value(table, number, key, value)
            if required and not any(key in entry for key in required):
                needs = " or ".join(f'{key} = "…"' for key in required)
                at = self.lines.place(table, number)
                raise ConfigError(f"{at}: [[{table}]] needs {needs}; {_allowed(TABLES[table])}")
        return [{key: _plain(value) for key, value in entry.items()} for entry in entries]

    def _check_value(self, table: str, number: int, key: str, value: object) -> None:
        kinds = TABLES[table]
        problem = ""
        if key not in kinds:
            problem = _unknown(key, kinds, f" of [[{table}]]")
        elif not _is_of(kinds[key], value):
            problem = (
                f"{key} of [[{table}]] must be {_not(key, kinds[key], value)}; {_allowed(kinds)}"
            )
        elif key in _NEVER_EMPTY and not str(value).strip():
            problem = f"{key} of [[{table}]] is empty"
        if problem:
            raise ConfigError(f"{self.lines.place(table, number, key)}: {problem}")

    def _unique(
        self, table: str, key: str, values: Sequence[str], taken: Sequence[str] = ()
    ) -> None:
        seen = set(taken)
        for number, value in enumerate(values):
            if value in seen:
                at = self.lines.place(table, number, key)
                raise ConfigError(
                    f'{at}: the {key} "{value}" is given twice; every {key} must be its own'
                )
            seen.add(value)

    def _id(self, table: str, number: int, entry: dict[str, Any]) -> str:
        """The entry's id, else the one made from its name."""
        found: str = entry.get("id") or derive_id(entry["name"])
        if not found:
            at = self.lines.place(table, number, "name")
            raise ConfigError(
                f'{at}: no id can be made from the name "{entry["name"]}"; add id = "…" below it'
            )
        return found


def _is_of(kind: Kind, value: object) -> bool:
    if kind == _TEXTS:
        return isinstance(value, list) and all(
            isinstance(each, str) and each.strip() for each in value
        )
    if kind == _QUOTES:
        return isinstance(value, list) and len(value) > 1 and all(_is_quote(each) for each in value)
    return isinstance(value, str) or (kind == _DATE and isinstance(value, datetime.date))


def _is_quote(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == set(_QUOTE_KEYS)
        and all(_is_of(_TEXTS, [text]) for text in value.values())
    )


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _allowed(keys: Iterable[str]) -> str:
    return f"allowed keys: {', '.join(keys)}"


def _unknown(key: str, allowed: Iterable[str], where: str = "") -> str:
    return f'there is no key "{key}"{where}{did_you_mean(key, allowed)}; {_allowed(allowed)}'


def _not(key: str, kind: Kind, value: object) -> str:
    """ "a string, not a number: write key = …" """
    given = _NAMES.get(type(value), "a date")
    if isinstance(value, list) and kind in (_TEXTS, _QUOTES):
        given = _wrong_text(value) if kind == _TEXTS else _wrong_quote(value)
    return f"{kind}, not {given}: write {key} = {_EXAMPLES[kind]}"


def _wrong_text(values: Sequence[object]) -> str:
    wrong = next(each for each in values if not _is_of(_TEXTS, [each]))
    return "a list with " + (
        "an empty string" if isinstance(wrong, str) else _NAMES.get(type(wrong), "a date")
    )


def _wrong_quote(values: Sequence[object]) -> str:
    wrong = next((each for each in values if not _is_quote(each)), None)
    if wrong is None:
        return "a list of one" if values else "an empty list"
    if not isinstance(wrong, dict):
        return "a list with " + _NAMES.get(type(wrong), "a date")
    if unknown := next((key for key in wrong if key not in _QUOTE_KEYS), None):
        return f'a list with a quote that has the key "{unknown}"'
    lacking = next(key for key in _QUOTE_KEYS if not _is_of(_TEXTS, [wrong.get(key)]))
    return f"a list with a quote without {lacking}"
