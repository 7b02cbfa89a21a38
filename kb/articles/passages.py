"""Documents cut into passages: paragraphs and list items with the headings above them."""

from __future__ import annotations

from collections.abc import Iterator

from kb.articles.sentences import sentences_of
from kb.language import ENGLISH, Language
from kb.types import Block, Document, Passage

# A passage is what a person reads around a quote: about ten sentences at most. A longer paragraph
# is cut between sentences.
PASSAGE_CHARACTERS = 1500


def passages_of(document: Document, language: Language = ENGLISH) -> tuple[Passage, ...]:
    """The document's passages in order. Headings and boilerplate are in none; a byline has no
    headings.
    """
    out: list[Passage] = []
    path: list[Block] = []
    for block in document.blocks:
        if block.kind == "heading":
            path = [*(above for above in path if above.level < block.level), block]
        elif block.kind != "boilerplate":
            headings = (
                () if block.kind == "byline" else tuple(_words(document, above) for above in path)
            )
            whole = Passage(document, block.start, block.end, headings, block.kind)
            out.extend(_cut(whole, language) if len(whole.text) > PASSAGE_CHARACTERS else [whole])
    return tuple(out)


def _words(document: Document, block: Block) -> str:
    return " ".join(document.text[block.start : block.end].split())


def _cut(passage: Passage, language: Language) -> Iterator[Passage]:
    start = end = passage.start
    for sentence in sentences_of(passage, language):
        if end > start and sentence.end - start > PASSAGE_CHARACTERS:
            yield Passage(passage.document, start, end, passage.headings, passage.kind)
            start = sentence.start
        end = sentence.end
    yield Passage(passage.document, start, end, passage.headings, passage.kind)
