"""Which sentences say something when they are quoted alone.

A reader of one quote gets nothing from a lead-in without its list, a table's head, a few words that
stand where a heading would, or advertising between the sentences of an article. They stay in their
passages, and are read there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kb.language import Language
from kb.types import Passage, Sentence

FEWEST_WORDS = 3  # of a sentence in a paragraph; fewer are a heading in its line ("Compassion.")
FEWEST_UNENDED = 12  # the same where no mark ends it: a chart's label
ROW_CELLS = 3  # "Title: code: number", as tables become lists where pages are turned into text

_ENDS = tuple(".!?…\"”’')]")


def quotable(sentences: Sequence[Sentence], language: Language) -> list[bool]:
    """Whether each of a document's sentences, in order, may be quoted alone."""
    passages = [passage for passage, _ in groupby(sentence.passage for sentence in sentences)]
    mute = {row.start for row in _mute_rows(passages, language)}
    return [s.passage.start not in mute and _says_something(s, language) for s in sentences]


def _mute_rows(passages: Sequence[Passage], language: Language) -> Iterator[Passage]:
    """Heads of tables, and rows of bare numbers that only their head explains."""
    for head, *rows in tables(passages):
        yield head
        for row in rows:
            words = language.words(" ".join(cells(row)[1:]))
            if row.kind == "item" and sum(map(str.isalpha, words)) < FEWEST_WORDS:
                yield row


def tables(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The rows of each table among a document's passages, its head first: rows of Markdown, or
    items of a list with a cell after each of several colons.
    """
    for (_, kind), group in groupby(passages, key=lambda p: (p.headings, list_kind(p))):
        rows = list(group)
        if kind == "item":
            rows = [row for row in rows if len(cells(row)) >= ROW_CELLS]
        if kind and len(rows) > 1:
            yield rows


def cells(passage: Passage) -> list[str]:
    """What stands in the columns of a row."""
    text = passage.text.strip()
    parts = text.strip("|").split("|") if text.startswith("|") else text.split(": ")
    return [part.strip() for part in parts]


def list_kind(passage: Passage) -> str:
    """ "item", "row", or "" for what belongs to no list."""
    if passage.kind == "item":
        return "item"
    return "row" if passage.text.startswith("|") else ""


def _says_something(sentence: Sentence, language: Language) -> bool:
    text = sentence.text
    if text.endswith(":") or language.promoting.search(text):
        return False
    if text[:1] in ":;,.)":
        return False
    fewest = FEWEST_WORDS if text[-1:] in _ENDS else FEWEST_UNENDED
    is_fragment = len(text.split()) < fewest
    return not (is_fragment and sentence.passage.kind == "paragraph" and not text.startswith("|"))
