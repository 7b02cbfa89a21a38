"""Plain text: headings, bullets and numbered items that the layout only hints at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.types import Block

_MARK = re.compile(r"[ \t]*(?:[•◦▪‣●*\-–]|\d{1,3}[.)]|\([a-z0-9]\))[ \t]+(?=\S)")

# A heading stands alone, is short and does not end as a sentence does. A headline of 14 words is
# long; a line without a final mark that is longer is a caption or a wrapped sentence.
HEADING_WORDS = 14
_NO_HEADING_END = re.compile(r"[.,;:!…\"”’)\]]$|[.!]\d+$")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text: where its words begin, behind a list mark if it has one, and end.

    `indent` counts the white space before everything, the mark included.
    """

    start: int
    end: int
    indent: int
    has_mark: bool
    follows_blank: bool

    @property
    def is_blank(self) -> bool:
        return self.start == self.end


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, in order.

    Blank lines part blocks; so does a list mark at the start of a line. A line that follows a list
    item goes on with it only if it is indented more than the mark. A line that stands alone, has at
    most HEADING_WORDS words and no final full stop, comma, colon or semicolon is a heading: the
    first one that opens the text is of level 1, the others of level 2.
    """
    out: list[Block] = []
    for lines in _grouped(_lines(text)):
        level = 2 if out else 1
        out.append(_block(text, lines, level))
    if out and out[-1].kind == "heading":  # nothing follows it, so it heads nothing
        out[-1] = Block("paragraph", out[-1].start, out[-1].end)
    return tuple(out)


def _lines(text: str) -> Iterator[_Line]:
    start, follows_blank = 0, True
    for line in text.split("\n"):
        mark = _MARK.match(line)
        indent = len(line) - len(line.lstrip())
        begin = start + (mark.end() if mark else indent)
        end = start + indent + len(line.strip())
        yield _Line(begin, end, indent, bool(mark), follows_blank)
        start, follows_blank = start + len(line) + 1, begin == end


def _grouped(lines: Iterable[_Line]) -> Iterator[Sequence[_Line]]:
    """The lines of each block, in order; blank ones are in none."""
    group: list[_Line] = []
    for line in lines:
        if group and not _goes_on(group[0], line):
            yield group
            group = []
        if not line.is_blank:
            group.append(line)
    if group:
        yield group


def _goes_on(first: _Line, line: _Line) -> bool:
    """Whether the line belongs to the block that the other one has begun."""
    if line.is_blank or line.has_mark:
        return False
    return not first.has_mark or line.indent > first.indent


def _block(text: str, lines: Sequence[_Line], level: int) -> Block:
    """The block that these lines make; `level` is its own if it is a heading."""
    first, start, end = lines[0], lines[0].start, lines[-1].end
    if first.has_mark:
        return Block("item", start, end)
    stands_alone = first.follows_blank and len(lines) == 1
    if stands_alone and _reads_as_heading(text[start:end]):
        return Block("heading", start, end, level)
    return Block("paragraph", start, end)


def _reads_as_heading(line: str) -> bool:
    has_letters = any(character.isalpha() for character in line)
    is_short = len(line.split()) <= HEADING_WORDS
    return has_letters and is_short and not _NO_HEADING_END.search(line)
