"""Where an article says the words that a person has quoted from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.articles.closest import closest, shortened, squeezed
from kb.articles.sentences import sentences_of
from kb.errors import CorpusError
from kb.language import Language
from kb.types import BlockKind, Document, Passage, Sentence, Span

QUOTABLE: tuple[BlockKind, ...] = ("paragraph", "item", "byline")


def find_quote(quote: str, document: Document, language: Language) -> Span:
    """The first place where the document says the quote, white space apart. Raises CorpusError
    unless it is made of whole sentences of one paragraph or list item.
    """
    words = squeezed(quote)
    spans = _spans(words, document)
    blocks = _sentences_of_blocks(document, language)
    for span in spans:
        if any(_is_whole(span, sentences) for sentences in blocks):
            return span
    problem = "does not stand word for word in"
    if spans:
        problem = "is not made of whole sentences of one paragraph or list item of"
    texts = [squeezed(sentence.text) for sentences in blocks for sentence in sentences]
    nearest = f'the closest sentence is "{closest(words, texts)}"'
    raise CorpusError(f'"{shortened(words)}" {problem} {document.id}; {nearest}')


def _spans(words: str, document: Document) -> list[Span]:
    """Where the words stand, in whatever block."""
    pattern = r"\s+".join(map(re.escape, words.split(" ")))
    matches = re.finditer(pattern, document.text)
    return [Span(document, *match.span()) for match in matches]


def _sentences_of_blocks(document: Document, language: Language) -> list[Sequence[Sentence]]:
    """The sentences of each block that may be quoted."""
    blocks = [block for block in document.blocks if block.kind in QUOTABLE]
    passages = [Passage(document, b.start, b.end, (), b.kind) for b in blocks]
    return [sentences_of(passage, language) for passage in passages]


def _is_whole(span: Span, sentences: Sequence[Sentence]) -> bool:
    """Whether the span begins where one of the sentences does, and ends where one does."""
    starts = {sentence.start for sentence in sentences}
    ends = {sentence.end for sentence in sentences}
    return span.start in starts and span.end in ends
