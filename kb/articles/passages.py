"""Documents cut into passages: paragraphs and list items with the headings above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.articles.closest import squeezed
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
    above: list[Block] = []  # the headings that the block stands under, outermost first
    for block in document.blocks:
        if block.kind == "heading":
            above = [*(heading for heading in above if heading.level < block.level), block]
        elif block.kind != "boilerplate":
            headings = [] if block.kind == "byline" else above
            out.extend(_passages(document, block, headings, language))
    return tuple(out)


def _passages(
    document: Document, block: Block, above: Sequence[Block], language: Language
) -> Iterable[Passage]:
    """The block as one passage, or cut if it is too long."""
    headings = tuple(_words(document, heading) for heading in above)
    whole = Passage(document, block.start, block.end, headings, block.kind)
    return _cut(whole, language) if len(whole.text) > PASSAGE_CHARACTERS else [whole]


def _words(document: Document, block: Block) -> str:
    return squeezed(document.text[block.start : block.end])


def _cut(passage: Passage, language: Language) -> Iterator[Passage]:
    start = end = passage.start
    for sentence in sentences_of(passage, language):
        if end > start and sentence.end - start > PASSAGE_CHARACTERS:
            yield Passage(passage.document, start, end, passage.headings, passage.kind)
            start = sentence.start
        end = sentence.end
    yield Passage(passage.document, start, end, passage.headings, passage.kind)
