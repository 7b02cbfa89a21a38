"""Finds the lines of tables and keys in a TOML file, which `tomllib` does not tell.

It reads line by line: what it cannot find has the file alone for a place; a header inside a
multi-line string misleads it.
"""

from __future__ import annotations

import re
from pathlib import Path


class TomlLines:
    """The text of a TOML file and where its tables begin."""

    # Bare keys only: a line of a nested list, such as ["a", "b"], would otherwise pass for a
    # header.
    _HEADER = re.compile(r"[ \t]*(\[\[?)[ \t]*([\w.-]+)[ \t]*\]\]?[ \t]*(?:#.*)?$")

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.headers = [
            (number, header[1] + header[2])
            for number, line in enumerate(self.lines, start=1)
            if (header := self._HEADER.match(line))
        ]

    def place(self, table: str, number: int, key: str = "", value: str = "") -> str:
        """ "file, line n" for the `number`-th table and, if they can be found below it, the key and
        the value.
        """
        headers = [line for line, header in self.headers if header == f"[[{table}"]
        if number >= len(headers):  # written as a list of inline tables, or by dotted keys
            return self.top(table)
        first = headers[number]
        last = next((line for line, _ in self.headers if line > first), len(self.lines) + 1)
        at = (key and self._key(key, first, last)) or first
        if value:
            at = next((n for n in range(at, last) if value in self.lines[n - 1]), at)
        return f"{self.path}, line {at}"

    def top(self, key: str) -> str:
        """ "file, line n" for a key or table of the top level, the file alone if it cannot be
        found.
        """
        first = min((line for line, _ in self.headers), default=len(self.lines) + 1)
        at = self._key(key, 1, first)
        at = at or next(
            (line for line, header in self.headers if header.lstrip("[").split(".")[0] == key), None
        )
        return f"{self.path}, line {at}" if at else str(self.path)

    def _key(self, key: str, first: int, last: int) -> int | None:
        """The line in first..last-1 that assigns the key, bare, quoted or dotted."""
        assigned = re.compile(rf"""[ \t]*(["']?){re.escape(key)}\1[ \t]*[.=]""")
        return next((n for n in range(first, last) if assigned.match(self.lines[n - 1])), None)
