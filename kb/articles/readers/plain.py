"""Plain text: headings, bullets and numbered items that the layout only hints at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.types import Block

_MARK = re.compile(r"[ \t]*(?:[•◦▪‣●*\-–]|\d{1,3}[.)]|\([a-z0-9]\))[ \t]+(?=\S)")
_LINE = re.compile(r"[^\n]*(?:\n|\Z)")

# A heading stands alone, is short and does not end as a sentence does. A headline of 14 words is
# long; a line without a final mark that is longer is a caption or a wrapped sentence.
HEADING_WORDS = 14
_NO_HEADING_END = re.compile(r"[.,;:!…\"”’)\]]$|[.!]\d+$")


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text, in order.

    Blank lines part blocks; so does a list mark at the start of a line. A line that follows a list
    item goes on with it only if it is indented more than the mark. A line that stands alone, has at
    most HEADING_WORDS words and no final full stop, comma, colon or semicolon is a heading: the
    first one that opens the text is of level 1, the others of level 2.
    """
    out: list[Block] = []
    for start, end, is_item, is_alone in _stretches(text):
        if is_item:
            out.append(Block("item", start, end))
        elif is_alone and _reads_as_heading(text[start:end]):
            out.append(Block("heading", start, end, 2 if out else 1))
        else:
            out.append(Block("paragraph", start, end))
    if out and out[-1].kind == "heading":  # nothing follows it, so it heads nothing
        out[-1] = Block("paragraph", out[-1].start, out[-1].end)
    return tuple(out)


def _reads_as_heading(line: str) -> bool:
    words = line.split()
    has_letters = any(c.isalpha() for c in line)
    return (
        has_letters
        and len(words) <= HEADING_WORDS
        and "\n" not in line
        and not _NO_HEADING_END.search(line)
    )


def _stretches(text: str) -> Iterator[tuple[int, int, bool, bool]]:
    """(start, end, is a list item, is a single line after a blank one) of each block, white space
    and marks left out.
    """
    start, end, indent, is_item, is_alone = -1, -1, 0, False, False
    after_blank = True
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if not words:
            if start >= 0:
                yield start, end, is_item, is_alone
            start, after_blank = -1, True
            continue
        here = line.start() + len(line.group()) - len(line.group().lstrip())
        mark = _MARK.match(line.group())
        goes_on = start >= 0 and not mark and (not is_item or here - line.start() > indent)
        if goes_on:
            end, is_alone = here + len(words), False
        else:
            if start >= 0:
                yield start, end, is_item, is_alone
            is_item, is_alone, indent = bool(mark), after_blank and not mark, here - line.start()
            start = line.start() + mark.end() if mark else here
            end = here + len(words)
        after_blank = False
    if start >= 0:
        yield start, end, is_item, is_alone
