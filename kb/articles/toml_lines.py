"""Finds the lines of tables and keys in a TOML file, which `tomllib` does not tell.

It reads line by line: what it cannot find has the file alone for a place; a header inside a
multi-line string misleads it.
"""

from __future__ import annotations

import re
from pathlib import Path


class TomlLines:
    """The text of a TOML file and where its tables begin; its lines count from 1."""

    # Bare keys only: a line of a nested list, such as ["a", "b"], would otherwise pass for a
    # header.
    _HEADER = re.compile(r"[ \t]*(\[\[?)[ \t]*([\w.-]+)[ \t]*\]\]?[ \t]*(?:#.*)?$")

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.headers: list[tuple[int, str]] = []  # the line, and "[[sources" of "[[sources]]"
        for number, line in enumerate(self.lines, start=1):
            if header := self._HEADER.match(line):
                self.headers.append((number, header[1] + header[2]))

    def place(self, table: str, number: int, key: str = "", value: str = "") -> str:
        """ "file, line n" for the `number`-th table and, if they can be found below it, the key and
        the value.
        """
        headers = [line for line, header in self.headers if header == f"[[{table}"]
        if number >= len(headers):  # written as a list of inline tables, or by dotted keys
            return self.top(table)
        at = headers[number]
        end = self._next_header(at)
        if key:
            at = self._assigned(key, at, end) or at
        if value:
            at = self._holding(value, at, end) or at
        return f"{self.path}, line {at}"

    def top(self, key: str) -> str:
        """ "file, line n" for a key or table of the top level, the file alone if it cannot be
        found.
        """
        at = self._assigned(key, 1, self._next_header(0)) or self._headed(key)
        return f"{self.path}, line {at}" if at else str(self.path)

    # Each of these is the first such line, None if there is none, in first..end-1 where these are
    # given.

    def _assigned(self, key: str, first: int, end: int) -> int | None:
        """The line that assigns the key, bare, quoted or dotted."""
        assignment = re.compile(rf"""[ \t]*(["']?){re.escape(key)}\1[ \t]*[.=]""")
        for number in range(first, end):
            if assignment.match(self.lines[number - 1]):
                return number
        return None

    def _holding(self, value: str, first: int, end: int) -> int | None:
        for number in range(first, end):
            if value in self.lines[number - 1]:
                return number
        return None

    def _headed(self, key: str) -> int | None:
        """The line that heads a table of the key, or one below it."""
        for number, header in self.headers:
            if header.lstrip("[").split(".")[0] == key:
                return number
        return None

    def _next_header(self, line: int) -> int:
        """The line of the first header below the line; behind the last line if there is none."""
        below = (number for number, _ in self.headers if number > line)
        return next(below, len(self.lines) + 1)
