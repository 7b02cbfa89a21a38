"""A whole text checked against the sources: sentence by sentence, with its quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.answering.checking import Checker
from kb.answering.quoted import check_quote, quoted_in
from kb.articles.sentences import sentence_spans
from kb.results import CheckedSentence, Citation, Evidence

if TYPE_CHECKING:
    from kb.index.build import Index

_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"^[\s>#*•·–—\-|]*(?:\d{1,3}[.)]\s+)?")  # of a list, a heading, a table
_LETTERS = re.compile(r"[^\W\d_]{2}")


class TextChecker:
    """Checks texts against one corpus."""

    def __init__(self, index: Index, checker: Checker) -> None:
        self._index = index
        self._checker = checker

    def check(self, text: str) -> Iterator[CheckedSentence]:
        """Each sentence of the text that has a word, in its order."""
        for start, end in self._spans(text):
            yield self._check(text[start:end], start)

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the sentences of each line stand, without the marks of lists and headings."""
        abbreviations = self._index.corpus.language.abbreviations
        for line in _LINE.finditer(text):
            rest = _MARK.sub("", line.group(), count=1)
            first = line.end() - len(rest)
            for start, end in sentence_spans(rest, abbreviations) if rest.strip() else ():
                piece = rest[start:end]
                begin = first + start + len(piece) - len(piece.lstrip())
                if _LETTERS.search(piece):
                    yield begin, begin + len(piece.strip())

    def _check(self, text: str, start: int) -> CheckedSentence:
        checked = self._checker.check(text)
        documents = self._index.corpus.documents
        sentences = [self._index.sentences[place] for place in checked.places]
        citations = [Citation(n, s, Evidence(s)) for n, s in enumerate(sentences, start=1)]
        quotes = [check_quote(quoted, text, documents, start) for quoted in quoted_in(text)]
        return CheckedSentence(
            text,
            start,
            start + len(text),
            checked.state,
            checked.reason,
            tuple(citations),
            tuple(quotes),
            checked.support,
        )
