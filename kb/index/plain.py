"""Dataclasses to what JSON holds and back, by their fields: a field that is added is kept as well.

For fields of strings, numbers, truth values, further dataclasses, and tuples of these.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def to_plain(value: Any, leave_out: Collection[str] = ()) -> dict[str, Any]:
    """The dataclass's fields by name, but for those that it makes itself."""
    names = [field.name for field in dataclasses.fields(value) if field.init]
    return {name: _plain(getattr(value, name)) for name in names if name not in leave_out}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return to_plain(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def from_plain(kind: type[Value], stored: Mapping[str, Any], **given: Any) -> Value:
    """The dataclass that `to_plain` made plain; `given` are the fields that were left out, as they
    shall be.

    Raises TypeError for a field that is missing.
    """
    hints = _hints(kind)  # type: ignore[arg-type]  # every class can be a key
    names = [name for name in hints if name in stored and name not in given]
    values = {name: _typed(hints[name], stored[name]) for name in names}
    return kind(**values, **given)


@cache
def _hints(kind: type[Any]) -> Mapping[str, Any]:
    """The types of the fields that are given when the value is made."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind) if field.init}


def _typed(hint: Any, stored: Any) -> Any:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return from_plain(hint, stored)
    if get_origin(hint) is tuple:
        item, *_ = get_args(hint)
        return tuple(_typed(item, each) for each in stored)
    return stored
