"""What a person may want to mend in the articles: sources that are not told, advertising and
navigation left in, sentences about nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from kb.articles.config import Config
from kb.articles.folder import FILE
from kb.evaluation.findings import Finding, cut, few, file_of, line_of
from kb.index.build import Index
from kb.language import Language
from kb.types import Block, Document

ADVERT_WORDS = 12  # a longer line is a sentence that happens to say "sign up"

_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")

Line: TypeAlias = tuple[Document, Block]


def sources(index: Index, config: Config) -> Iterator[Finding]:
    """Articles that corpus.toml does not list, or of which it does not tell enough to cite them."""
    number_of = {source.file: number for number, source in enumerate(config.sources)}
    for document in index.corpus.documents:
        number = number_of.get(Path(document.path).name)
        lacking = _lacking(document)
        if number is None:
            message = (
                f"{FILE} does not list this article: tell its publisher, author and date in a"
                " [[sources]] table"
            )
            yield Finding("unlisted article", file_of(index, document), message)
        elif lacking:
            message = (
                f"no {' and no '.join(lacking)}: add what the article tells, so that a quote says"
                " whose it is"
            )
            yield Finding("source", config.place("sources", number), message)


def _lacking(document: Document) -> list[str]:
    told = {
        "publisher": document.publisher,
        "author": document.author,
        "date (published)": document.published,
    }
    return [name for name, value in told.items() if not value]


def advertising(index: Index, _: Config) -> Iterator[Finding]:
    """Lines that ask the reader to buy, follow or sign up."""
    for document, block in _searched_lines(index):
        text = _text(document, block)
        if _is_advert(text, index.corpus.language):
            message = (
                f"{cut(text)} is no part of the article, it seems: add it to boilerplate in its"
                " [[sources]] table"
            )
            yield Finding("advertising", line_of(index, document, block), message)


def navigation(index: Index, _: Config) -> Iterator[Finding]:
    """Headings that head nothing, and short paragraphs that are no sentence, article by article."""
    for document in index.corpus.documents:
        odd = _odd_blocks(document, index.corpus.language)
        if odd:
            texts = [_text(document, block) for block in odd]
            message = (
                f"no sentence and no text below: {few(texts)}: add what is no part of the article"
                " to boilerplate"
            )
            yield Finding("possible navigation", line_of(index, document, odd[0]), message)


def _odd_blocks(document: Document, language: Language) -> list[Block]:
    blocks = _searched(document)
    odd: list[Block] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        is_odd = _is_empty_heading(block, following) or _is_fragment(document, block)
        if is_odd and not _is_advert(_text(document, block), language):
            odd.append(block)
    return odd


def _is_empty_heading(block: Block, following: Block | None) -> bool:
    """Whether it is a heading, but not the title, with nothing below it."""
    if block.kind != "heading" or block.level == 1:
        return False
    if following is None:
        return True
    return following.kind == "heading" and following.level <= block.level


def _is_fragment(document: Document, block: Block) -> bool:
    """Whether it is a short paragraph that does not end as a sentence does; a table's row may."""
    text = _text(document, block)
    if block.kind != "paragraph" or text.startswith("|"):
        return False
    return _is_short(text) and _SENTENCE_END.search(text) is None


def repetition(index: Index, _: Config) -> Iterator[Finding]:
    """One finding for all paragraphs that several articles share."""
    lines_of: dict[str, list[Line]] = {}
    for document, block in _searched_lines(index):
        if block.kind == "heading":
            continue
        lines = lines_of.setdefault(_text(document, block), [])
        if not lines or lines[-1][0] != document:
            lines.append((document, block))
    repeated = [text for text, lines in lines_of.items() if len(lines) > 1]
    if repeated:
        message = (
            f"in more than one article: {few(repeated)}: add what is no part of the articles to"
            " boilerplate"
        )
        first_line = lines_of[repeated[0]][0]
        yield Finding("possible navigation", line_of(index, *first_line), message)


def about_nobody(index: Index, config: Config) -> Iterator[Finding]:
    """One finding for all sentences that are about no subject."""
    sentences = [s for s in index.sentences if s.passage.kind != "byline"]
    lost = [s for s in sentences if not s.subjects]
    if lost and index.corpus.subjects:
        share = len(lost) / len(sentences)
        message = (
            f"{len(lost)} of {len(sentences)} sentences ({share:.0%}) are about no subject, the"
            f" first is {cut(lost[0].text)}: if they name one in other words, add these to its"
            " aliases or terms"
        )
        yield Finding("about nobody", config.place("subjects", 0), message)


def _searched_lines(index: Index) -> Iterator[Line]:
    for document in index.corpus.documents:
        for block in _searched(document):
            yield document, block


def _searched(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind not in ("boilerplate", "byline")]


def _text(document: Document, block: Block) -> str:
    """The block on one line."""
    return " ".join(document.text[block.start : block.end].split())


def _is_short(text: str) -> bool:
    return len(text.split()) <= ADVERT_WORDS


def _is_advert(text: str, language: Language) -> bool:
    return _is_short(text) and language.advertising.search(text) is not None
