"""What a text puts in quotation marks, and whether the articles say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.articles.closest import squeezed
from kb.results import CheckedQuote, QuoteState
from kb.types import Document, Span

QUOTED_WORDS = 4  # fewer in quotation marks are mostly a title or a word that is spoken of
# Of 100: how much alike words of an article are of which a quote is held to be an altered form.
ALTERED = 85
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“]+)“")
_END = " .,;:!?…"
_APOSTROPHE = "['\u2019\u2018]"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks, which stand at `start:end` of a text without these marks."""

    text: str
    start: int
    end: int


def quoted_in(text: str) -> Iterator[Quoted]:
    """What the text quotes, in its order: what stands in quotation marks and has four words or
    more.
    """
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 1
        if len(match[group].split()) >= QUOTED_WORDS:
            yield Quoted(match[group], match.start(group), match.end(group))


def check_quote(
    quoted: Quoted, around: str, documents: Sequence[Document], first: int = 0
) -> CheckedQuote:
    """The quote with where it stands: `around` is the sentence that it is quoted in, which may name
    its source, and begins at `first` of a text.
    """
    start, end = first + quoted.start, first + quoted.end
    found = [span for document in documents if (span := _find(quoted.text, document))]
    named = [d for d in documents if _is_named(d, around.replace(quoted.text, " "))]
    own = [span for span in found if span.document in named]
    if found:
        state: QuoteState = "moved" if named and not own else "exact"
        return CheckedQuote(quoted.text, start, end, state, (own or found)[0])
    nearest = _nearest(quoted.text, documents)
    state = "changed" if nearest else "not found"
    return CheckedQuote(quoted.text, start, end, state, nearest)


def _find(words: str, document: Document) -> Span | None:
    """The first place where the document has the words: white space and the form of apostrophes
    apart, and what ends them.
    """
    parts = squeezed(words).strip(_END).split(" ")
    pattern = r"\s+".join(re.sub(_APOSTROPHE, _APOSTROPHE, re.escape(part)) for part in parts)
    match = re.search(pattern, document.text)
    return Span(document, *match.span()) if match else None


def _nearest(words: str, documents: Sequence[Document]) -> Span | None:
    """What stands in an article and is much like the words."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    best: tuple[float, Span] | None = None
    for document in documents:
        found = partial_ratio_alignment(words, document.text, score_cutoff=ALTERED)
        if found and (best is None or found.score > best[0]):
            start, end = _whole_words(document.text, found.dest_start, found.dest_end)
            best = found.score, Span(document, start, end)
    return best[1] if best else None


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends, and with the whole of words that it cuts."""
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _is_named(document: Document, text: str) -> bool:
    low = text.lower()
    return any(name and name.lower() in low for name in (document.title, document.publisher))
