"""Markdown (CommonMark): headings, list items, paragraphs and table rows, by the parser's own line
numbers.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kb.types import Block

_MARK = re.compile(
    r"(?:[ \t]*>)*[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]+|(?:[ \t]*>)+[ \t]*|[ \t]*#{1,6}[ \t]+|[ \t]+"
)
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in order; the marks of headings, lists and quotes lie outside
    them.

    Quotes stay as the article's source has them, inline marks (`*`, `[…](…)`) included.
    """
    from markdown_it import MarkdownIt

    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    out: list[Block] = []
    covered = 0  # lines
    depth = 0
    level = 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        if token.map is None or token.type not in ("inline", "fence", "code_block", "html_block"):
            continue
        first, last = max(token.map[0], covered), token.map[1]
        covered = max(covered, last)
        if first >= last:  # a further cell of a table row that is there already
            continue
        span = _trim(text, starts[first], min(starts[last], len(text)), is_heading=bool(level))
        if span:
            out.append(
                Block("heading" if level else "item" if depth else "paragraph", *span, level)
            )
    return _with_the_rest(text, starts, out)


def _trim(text: str, start: int, end: int, is_heading: bool) -> tuple[int, int] | None:
    mark = _MARK.match(text, start, end)
    start = mark.end() if mark else start
    body = text[start:end].strip()
    start = text.index(body, start)  # behind a no-break space, say, which is no mark
    if is_heading:
        body = re.sub(r"\n[=-]+$", "", _CLOSING.sub("", body)).rstrip()
    return (start, start + len(body)) if body else None


def _with_the_rest(text: str, starts: list[int], recognised: list[Block]) -> tuple[Block, ...]:
    """Adds, as paragraphs, lines that the parser keeps out of sight (link definitions, say):
    nothing of an article is lost.
    """
    out = list(recognised)
    following = iter(recognised)
    block = next(following, None)
    for start, end in pairwise(starts):
        while block and block.end <= start:
            block = next(following, None)
        line = text[start : min(end, len(text))]
        if (block is None or block.start >= end) and re.search(r"\w", line):
            span = _trim(text, start, start + len(line), is_heading=False)
            if span:
                out.append(Block("paragraph", *span))
    return tuple(sorted(out, key=lambda block: block.start))
