"""Marks blocks as corpus.toml tells: which are boilerplate, which the byline, which the title.

A reader sees headings, paragraphs and items; what layout cannot tell is told beside the text.
Nothing here moves a block or adds one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from kb.articles.closest import closest, shortened, squeezed
from kb.articles.config import Config, Source
from kb.errors import ConfigError
from kb.types import Block, BlockKind

READ_KINDS: tuple[BlockKind, ...] = ("heading", "paragraph", "item")  # what a reader finds

Blocks = tuple[Block, ...]


def marked(text: str, blocks: Blocks, source: Source, config: Config) -> Blocks:
    """The blocks, those that the source names as boilerplate, byline or title marked as such.

    Raises ConfigError for a line that no block reads as, and for one that is told as two kinds.
    """
    for kind, line in _told(source):
        if problem := _problem(kind, line, text, blocks, source.file):
            number = config.sources.index(source)
            raise ConfigError(f"{config.place('sources', number, kind, line)}: {problem}")
        blocks = _with_kind(kind, line, text, blocks)
    return _with_title(source, text, blocks) if source.title else blocks


def title_of(text: str, blocks: Blocks) -> str:
    """What the first heading of level 1 says, "" if there is none."""
    for block in blocks:
        if block.level == 1:
            return _words(text, block)
    return ""


def _told(source: Source) -> Iterator[tuple[BlockKind, str]]:
    for line in source.boilerplate:
        yield "boilerplate", line
    for line in source.byline:
        yield "byline", line


def _problem(kind: BlockKind, line: str, text: str, blocks: Blocks, file: str) -> str:
    """Why no block, or one that is marked already, reads as the line; "" if all is well."""
    wanted = squeezed(line)
    texts = [_words(text, block) for block in blocks]
    if wanted not in texts:
        return (
            f"a {kind} line must be a whole paragraph, heading or list item, and"
            f' "{shortened(wanted)}" is none of {file}; the closest is "{closest(wanted, texts)}"'
        )
    for block, words in zip(blocks, texts, strict=True):
        if words == wanted and block.kind not in (kind, *READ_KINDS):
            given = f'"{shortened(wanted)}" is given as {block.kind} and as {kind}'
            return f"{given}; keep one of the two"
    return ""


def _with_kind(kind: BlockKind, line: str, text: str, blocks: Blocks) -> Blocks:
    """The blocks, every one that reads as the line (white space apart) being of that kind."""
    wanted = squeezed(line)
    out = list(blocks)
    for number, block in enumerate(blocks):
        if _words(text, block) == wanted:
            out[number] = Block(kind, block.start, block.end)
    return tuple(out)


def _with_title(source: Source, text: str, blocks: Blocks) -> Blocks:
    """The blocks, the first heading that says the source's title being of level 1.

    Plain text has its first line taken for the title: where that is another line, it becomes an
    ordinary heading.
    """
    at = _heading_that_says(source.title, text, blocks)
    if at is None:
        return blocks
    out = list(blocks)
    if source.file.lower().endswith(".txt"):
        out[:at] = map(_ordinary, blocks[:at])
    out[at] = dataclasses.replace(blocks[at], level=1)
    return tuple(out)


def _heading_that_says(title: str, text: str, blocks: Sequence[Block]) -> int | None:
    wanted = squeezed(title)
    for number, block in enumerate(blocks):
        if block.kind == "heading" and _words(text, block) == wanted:
            return number
    return None


def _ordinary(block: Block) -> Block:
    return dataclasses.replace(block, level=2) if block.level == 1 else block


def _words(text: str, block: Block) -> str:
    return squeezed(text[block.start : block.end])
