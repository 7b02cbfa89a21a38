"""The kinds of value that a key of corpus.toml may have, and what is wrong with one of another
kind.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value, as an error names it, and an example of one.

    `wrong` says what a value is instead: "a number", "a list of one"; "" for one of this kind.
    """

    name: str
    example: str
    wrong: Callable[[object], str]


_QUOTE_KEYS = ("source", "text")
_PERSON_KEYS = ("family", "given", "suffix")
_AUTHOR_KEYS = (*_PERSON_KEYS, "literal")
_NAMES = {
    str: "a string",
    list: "a list",
    dict: "a table",
    int: "a number",
    float: "a number",
    bool: "true or false",
}


def _named(value: object) -> str:
    return _NAMES.get(type(value), "a date")


def _wrong_text(value: object) -> str:
    return "" if isinstance(value, str) else _named(value)


def _wrong_date(value: object) -> str:
    return "" if isinstance(value, datetime.date) else _wrong_text(value)


def _wrong_texts(value: object) -> str:
    return _wrong_in_list(value, _wrong_item)


def _wrong_quotes(value: object) -> str:
    wrong = _wrong_in_list(value, _wrong_quote)
    is_alone = isinstance(value, list) and len(value) == 1
    return wrong or _wrong_empty(value) or ("a list of one" if is_alone else "")


def _wrong_authors(value: object) -> str:
    return _wrong_in_list(value, _wrong_author) or _wrong_empty(value)


def _wrong_in_list(value: object, wrong_item: Callable[[object], str]) -> str:
    if not isinstance(value, list):
        return _named(value)
    wrong_ones = filter(None, map(wrong_item, value))
    first = next(wrong_ones, "")
    return f"a list with {first}" if first else ""


def _wrong_empty(value: object) -> str:
    return "" if value else "an empty list"


def _wrong_item(value: object) -> str:
    if isinstance(value, str):
        return "" if value.strip() else "an empty string"
    return _named(value)


def _wrong_quote(value: object) -> str:
    if not isinstance(value, dict):
        return _named(value)
    if unknown := _first_unknown(value, _QUOTE_KEYS):
        return f'a quote that has the key "{unknown}"'
    lacking = [key for key in _QUOTE_KEYS if _wrong_item(value.get(key))]
    return f"a quote without {lacking[0]}" if lacking else ""


def _wrong_author(value: object) -> str:
    if not isinstance(value, dict):
        return _named(value)
    if unknown := _first_unknown(value, _AUTHOR_KEYS):
        return f'an author that has the key "{unknown}"'
    not_said = [key for key, name in value.items() if _wrong_item(name)]
    if not_said:
        return f"an author whose {not_said[0]} is {_wrong_item(value[not_said[0]])}"
    if "literal" in value:
        beside = _first_unknown(value, ("literal",))
        return f"an author that has literal and {beside}" if beside else ""
    return "" if "family" in value else "an author without family or literal"


def _first_unknown(table: dict[str, object], keys: Sequence[str]) -> str:
    return next((key for key in table if key not in keys), "")


TEXT = Kind("a string", '"…"', _wrong_text)
DATE = Kind("a string or a date", '"…"', _wrong_date)
TEXTS = Kind("a list of strings", '["…"]', _wrong_texts)
QUOTES = Kind(
    "a list of two or more quotes",
    '[{source = "…", text = "…"}, {source = "…", text = "…"}]',
    _wrong_quotes,
)
AUTHORS = Kind(
    "a list of authors",
    '[{family = "…", given = "…"}] or [{literal = "…"}]',
    _wrong_authors,
)
